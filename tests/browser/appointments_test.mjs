// Booking: a clinic lays its hours, a patient books without scripts, sees a time go, moves it; the clinic sees who comes, on record.
import {accessible, check, desktop, facts, phone, picture, scenario, sign_in, until} from './harness.mjs';

scenario('a clinic says when somebody is there, a patient books, moves and confirms, and sees who looked', async (page, context) => {
  const browser = context.browser(), options = {baseURL: facts.url, bypassCSP: true, locale: 'en-US'};
  const someone = async (person, more = {}) => {
    const other = await (await browser.newContext({...options, ...more})).newPage();
    other.setDefaultTimeout(15000);
    if (person) await sign_in(other, person);
    return other;
  };
  const clinic = page;
  await clinic.goto('/organizations/clinic/places/new');
  for (const [label, text] of [['Name', 'Lark Hill Practice'], ['Street', '5 Lark Hill'], ['City', 'Ashland'], ['Latitude', '42.21'], ['Longitude', '-122.72']]) await clinic.getByLabel(label, {exact: true}).fill(text);
  await clinic.getByLabel('Kind of care').selectOption('family');
  await clinic.getByLabel('Country').selectOption('US');
  await clinic.getByLabel('Time zone').selectOption('America/Los_Angeles');
  await clinic.getByRole('button', {name: 'Save'}).click();
  await clinic.getByText('Saved.').waitFor();
  const place = `/care/${clinic.url().match(/places\/(\d+)/)[1]}`;
  await clinic.goto('/organizations/clinic/schedules/new');
  await clinic.getByLabel('What people read').fill('Dr. Amara Okafor');
  await clinic.getByLabel('Place', {exact: true}).selectOption({label: 'Lark Hill Practice'});
  await clinic.getByLabel('Monday').fill('9:00-12:00, 11:00-13:00');
  await clinic.getByLabel('In person').check();
  await clinic.getByRole('button', {name: 'Save'}).click();
  await clinic.getByRole('link', {name: 'These hours overlap.'}).waitFor();
  await accessible(clinic, 'the form of a schedule, refused');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) await clinic.getByLabel(day).fill('9:00-12:00');
  await clinic.getByRole('button', {name: 'Save'}).click();
  await clinic.getByText('Saved.').waitFor();
  await accessible(clinic, 'schedules');

  // A visitor looks, a patient without scripts books on a phone, and the visitor sees the time go.
  const visitor = await someone(null, {viewport: desktop});
  await visitor.goto(`${place}/book`);
  await accessible(visitor, 'free times');
  await picture(visitor, 'book-1280');
  const patient = await someone('patient', {viewport: phone, javaScriptEnabled: false});
  await patient.goto(place);
  await patient.getByRole('heading', {name: 'Book a visit'}).waitFor();
  await patient.goto(`${place}/book`);
  await picture(patient, 'book-390');
  const slot = patient.locator('.slot').nth(30), id = await slot.getAttribute('id');
  await slot.click();
  await patient.getByText('It is kept for you until').waitFor();
  await visitor.locator(`#${id}.taken`).waitFor();
  await patient.getByLabel('What is it about?').fill('My knee, since the blue heron.');
  await picture(patient, 'book-form-390');
  await patient.getByRole('button', {name: 'Book', exact: true}).click();
  await patient.getByText('It is booked.').waitFor();
  await picture(patient, 'appointment-390');
  const own = patient.url().replace(/\?.*/, '');
  await patient.getByRole('link', {name: 'Choose another time'}).click();
  await patient.locator('.slot').nth(25).click();
  await patient.getByText('It is booked.').waitFor();
  check(patient.url().startsWith(own), 'moving made another appointment');
  await patient.getByRole('button', {name: 'I will come'}).click();
  await patient.getByText('You said that you will come.').waitFor();
  await visitor.locator(`button#${id}, a#${id}`).waitFor();

  await clinic.goto('/organizations/clinic/appointments');
  await accessible(clinic, 'the day of a team');
  await clinic.goto(`/organizations/clinic/appointments/${own.match(/\d+$/)[0]}`);
  await clinic.getByText('blue heron').waitFor();
  await accessible(clinic, 'an appointment as the team sees it');
  await picture(clinic, 'appointment-team-1280');
  const reader = await someone('patient', {viewport: desktop});
  await reader.goto('/record');
  await reader.getByText('Looked at: an appointment').waitFor();
  await accessible(reader, 'one\'s record');
  await picture(reader, 'record-1280');
  await reader.goto('/appointments');
  await accessible(reader, 'one\'s appointments');
  await picture(reader, 'appointments-1280');
  await reader.goto('/settings/reminders');
  await accessible(reader, 'reminders');
  const neighbor = await someone('neighbor');
  check((await neighbor.goto(own)).status() === 404, 'somebody else sees it');
  // Taken back: other scenarios find the patient without appointments.
  await reader.goto(own);
  await reader.getByRole('button', {name: 'Cancel the appointment'}).click();
  await reader.getByText('Cancelled').waitFor();
}, {person: 'clinic'});

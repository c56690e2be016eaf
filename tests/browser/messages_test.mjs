// A conversation with a care team: the patient writes with a file, a colleague takes it and answers, the patient sees it at once and who looked.
import {check, desktop, looks, phone, picture, scenario, someone} from './harness.mjs';

const settings = '/organizations/clinic/care-messages/settings';

const small = {sizes: {390: phone}, themes: ['light']}, wide = {sizes: {1280: desktop}, themes: ['light']};
const press = (page, name) => page.getByRole('button', {name, exact: true}).click();
const listening = (page, address) => page.waitForResponse(answer => new URL(answer.url()).pathname === `/live${address}`);

scenario('messages with a care team: written with a file, claimed and answered, seen at once, on record, erased', async (page, context) => {
  const clinic = await someone(context, 'clinic', {viewport: desktop}), team = await someone(context, 'matron', {viewport: desktop});
  const plain = await someone(context, 'patient', {viewport: phone, javaScriptEnabled: false});
  await page.setViewportSize(phone);

  await clinic.goto('/organizations/clinic/team');
  await clinic.getByLabel('Their account here').fill('@matron');
  await clinic.locator('#role').selectOption('responder');
  await press(clinic, 'Invite');
  await clinic.getByText('Saved.').waitFor();
  await team.goto('/organizations');
  await team.getByRole('button', {name: /^Join/}).click();
  await team.waitForLoadState();
  await clinic.goto(settings);
  await clinic.getByLabel('People may write to this team').check();
  await clinic.getByLabel('How soon you answer').fill('We answer within two working days.');
  await clinic.getByLabel('Out of office until').fill('2020-01-01T10:00');
  await press(clinic, 'Save');
  await clinic.getByText('This moment is over.').first().waitFor();
  await looks(clinic, 'messages-desk', wide);
  await clinic.getByLabel('Out of office until').fill('');
  await press(clinic, 'Save');
  await clinic.getByText('Saved.').waitFor();

  await page.goto('/care-messages/new?to=clinic');
  check(await page.getByLabel('To which care team').inputValue() === 'clinic', 'the team of the link is not chosen');
  await page.getByLabel('Subject').fill('The two tablets');
  await page.getByLabel('Files').setInputFiles({name: 'program.exe', mimeType: 'text/plain', buffer: Buffer.from([77, 90, 0, 3])});
  await page.getByLabel('Your message').fill('May I take both in the morning?');
  await press(page, 'Send');
  await page.getByText('Only pictures, PDF and plain text are taken.').first().waitFor();
  check(await page.getByLabel('Your message').inputValue() === 'May I take both in the morning?', 'a refusal loses what was written');
  await looks(page, 'messages-new', small);
  await page.getByLabel('Files').setInputFiles({name: 'Both boxes.txt', mimeType: 'text/plain', buffer: Buffer.from('Haemoglobin 13.1')});
  await press(page, 'Send');
  await page.waitForURL(/\/care-messages\/\d+$/);
  const thread = new URL(page.url()).pathname;
  check(/^Messages\b/.test(await page.title()), 'the title tells what it is about');
  await page.getByText('Who can read this: You · clinic (the organization itself) · matron (Answers messages).').waitFor();
  await page.getByText('We answer within two working days.').waitFor();
  await page.getByText('Not for emergencies.').click();
  await picture(page, 'messages-help-390');
  await page.getByText('Not for emergencies.').click();
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Both boxes.txt'}).click()]);
  check(saved.suggestedFilename() === 'Both boxes.txt', `the file is called ${saved.suggestedFilename()}`);
  check((await page.request.get(`${thread}/files/1`)).status() === 404, 'a file that is not there is found');

  // The team's inbox names who waits, and not what they say; who takes it holds it.
  const stream = listening(page, thread);
  await page.goto(thread);
  await stream;
  await page.evaluate(() => window.same_page = true);
  await team.goto('/organizations/clinic/inbox');
  const item = team.locator('#inbox-list article', {hasText: 'A sealed message. Opening it goes on record.'});
  check(!(await team.content()).includes('in the morning'), 'the inbox tells the words');
  await item.getByRole('button', {name: /^Claim/}).click();
  await item.getByRole('button', {name: /^Release/}).waitFor();
  await team.goto(thread);
  await page.locator('#log').getByText('Seen').waitFor();
  await looks(team, 'messages-team', wide);
  await team.getByLabel('Your message').fill('One at a time, please: the white one first.');
  await press(team, 'Send');
  await page.locator('#log').getByText('One at a time, please: the white one first.').waitFor();
  check(await page.evaluate(() => window.same_page), 'the page was loaded again');
  await looks(page, 'messages-thread');
  await page.locator('#log').getByRole('button', {name: 'Mark as read'}).click();
  await team.locator('#log').getByText('Seen').waitFor();
  await team.goto('/organizations/clinic/care-messages');
  await team.getByRole('link', {name: 'The two tablets'}).waitFor();
  await looks(team, 'messages-of-team', small);

  // Without scripts: the list, an answer, closed and opened again.
  await plain.goto('/care-messages');
  await picture(plain, 'messages-plain-390');
  await plain.getByRole('link', {name: 'The two tablets'}).click();
  await plain.getByLabel('Your message').fill('Thank you.');
  await press(plain, 'Send');
  await plain.getByText('Thank you.').waitFor();
  await press(plain, 'Close the conversation');
  check(!await plain.getByLabel('Your message').count(), 'a closed conversation takes messages');
  await press(plain, 'Open it again');
  await plain.getByLabel('Your message').waitFor();
  await picture(plain, 'messages-plain-thread-390');

  await page.goto(thread);
  await page.getByRole('link', {name: 'Who looked at it'}).click();
  await page.getByRole('link', {name: 'Only what others did'}).click();
  await page.getByRole('link', {name: 'With what you did yourself'}).waitFor();
  check((await page.locator('main').innerText()).includes('matron'), 'the record does not say who looked');
  await picture(page, 'messages-record');

  await page.goto(`${thread}/erase`);
  await press(page, 'Erase it');
  await page.waitForURL(/\/care-messages$/);
  for (const each of [page, team]) check((await each.goto(thread)).status() === 404, 'what was erased is found');
  await clinic.goto(settings);
  await clinic.getByLabel('People may write to this team').uncheck();
  await clinic.getByLabel('How soon you answer').fill('');
  await press(clinic, 'Save');
  await clinic.getByText('Saved.').waitFor();
  await clinic.goto('/organizations/clinic/team');
  await clinic.locator('li', {has: clinic.locator('a[href="/@matron"]')}).getByRole('button', {name: /^Remove/}).click();
  await clinic.getByText('Saved.').waitFor();
  for (const each of [clinic, team, plain]) await each.context().close();
}, {person: 'patient'});

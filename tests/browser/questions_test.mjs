// Questions under an alert: asked without a name, put together, answered in versions, live on open pages, taken away in the open.
import {accessible, api, check, desktop, phone, picture, scenario, someone, until} from './harness.mjs';

scenario('people ask under an alert, the agency answers once, open pages show it, and versions show what changed', async (page, context) => {
  await page.goto('/admin/alerts');
  await page.getByLabel('Organization', {exact: true}).fill('@hospital');
  await page.getByLabel('Sender, as it stands in every alert').fill('alerts@larkspur.example');
  await page.getByLabel('A second person agrees').uncheck();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('button', {name: 'Take the right away'}).waitFor();

  const agency = await someone(context, 'hospital', {viewport: desktop});
  await agency.goto('/alerts/desk');
  await agency.getByRole('button', {name: 'New alert'}).click();
  await agency.getByLabel('What happens, in a word or two').first().fill('Boil water');
  await agency.getByLabel('Headline: what to do').first().fill('Boil tap water before you drink it');
  await agency.getByLabel('What is known').first().fill('Bacteria were found in the water of Talent.');
  await agency.getByRole('button', {name: 'Save and look at it'}).click();
  await agency.getByRole('region', {name: 'Preview'}).getByText('Boil tap water before you drink it').first().waitFor();
  await agency.getByRole('button', {name: 'Issue now'}).click();
  await agency.waitForURL(/\/alerts\/\d+$/);
  const address = new URL(agency.url()).pathname;

  // Without a script.
  const asker = await someone(context, 'patient', {viewport: phone, javaScriptEnabled: false});
  await asker.goto(address);
  await asker.locator('#questions summary').click();
  await asker.getByLabel('Your question').fill('I live at 12 Oak Street: can I drink the tap water?');
  await asker.getByRole('button', {name: 'Go on'}).click();
  await asker.getByText('Waits to be read').waitFor();

  const reader = await someone(context, null, {viewport: phone, colorScheme: 'dark'});
  const stream = reader.waitForResponse(answer => new URL(answer.url()).pathname.startsWith('/live/alerts/'));
  await reader.goto(address);
  await stream;
  check(!await reader.getByText('Oak Street').count(), 'a question is public before it is taken up');

  await agency.goto('/alerts/desk');
  await agency.getByText('1 question is unanswered.').waitFor();
  await agency.getByRole('link', {name: 'Read and answer'}).click();
  await accessible(agency, 'the inbox of questions');
  await picture(agency, 'questions-inbox-1280');
  await agency.getByRole('link', {name: /Oak Street/}).click();
  await agency.getByText('Who asked stays unnamed').waitFor();
  await agency.getByLabel('The question, as everybody reads it').fill('Can I drink the tap water?');
  await agency.getByLabel('What is known').fill('Boil it for one minute first.');
  await agency.getByLabel('What is not known').fill('How long this lasts.');
  await agency.getByLabel('What is being done').fill('We test the water every day.');
  await agency.getByLabel('Next update by').fill('2040-01-01T10:00');
  await accessible(agency, 'a question on the desk');
  await picture(agency, 'questions-desk-1280');
  await agency.getByRole('button', {name: 'Publish the answer'}).click();
  await agency.getByText('Nothing waits.').waitFor();

  await reader.locator('#question-list').getByText('Boil it for one minute first.').waitFor();
  check(!await reader.getByText('Oak Street').count(), 'the words of the asker are public');
  await accessible(reader, 'an alert with an answer, dark');
  await reader.locator('#questions').scrollIntoViewIfNeeded();
  await picture(reader, 'questions-dark-390');

  // Who asked is told, and somebody with the same question joins instead of asking again.
  await until(async () => (await api('GET', '/api/v1/notifications?limit=5', 'patient')).some(each => each.type === 'update' && each.status), 'the asker is not told');
  await asker.goto('/notifications');
  await asker.getByRole('link', {name: /answered a question you have/}).waitFor();
  const other = await someone(context, 'matron', {viewport: phone, locale: 'ar'});
  await other.goto(address);
  await other.locator('#questions summary').click();
  await other.locator('#text').fill('Is the tap water good to drink?');
  await other.locator('#questions form button').last().click();
  await other.getByText('Can I drink the tap water?').waitFor();
  await accessible(other, 'similar questions');
  await picture(other, 'questions-similar-390');
  await other.locator('.question button').click();
  await until(async () => await other.locator('.question button[aria-pressed=true]').count() === 1, 'joining is not shown');

  await agency.goto('/alerts/desk/questions');
  await agency.getByRole('link', {name: 'Can I drink the tap water?'}).click();
  await agency.getByLabel('What is known').fill('Boil it for three minutes first.');
  await agency.getByLabel('Next update by').fill('');
  await agency.getByRole('button', {name: 'Publish the answer'}).click();
  await reader.locator('#question-list').getByText('Boil it for three minutes first.').waitFor();
  await reader.locator('#question-list').getByRole('link', {name: /what changed/}).click();
  await reader.locator('del', {hasText: 'one minute'}).waitFor();
  await reader.locator('ins', {hasText: 'three minutes'}).waitFor();
  await accessible(reader, 'versions of an answer');
  await picture(reader, 'questions-versions-dark-390');

  const visitor = await someone(context, null, {viewport: phone, locale: 'ar'});
  await visitor.goto(address);
  await accessible(visitor, 'an alert with an answer, Arabic');
  await visitor.locator('#questions').scrollIntoViewIfNeeded();
  await picture(visitor, 'questions-ar-390');

  await page.goto(address + '/history');
  await page.locator('summary', {hasText: 'Take this text away'}).nth(1).click();
  await page.getByLabel('Why: everybody may read it').nth(1).fill('It was about one house.');
  await accessible(page, 'the history of an alert');
  await picture(page, 'questions-history-1280');
  await page.locator('.history details[open] button').click();
  await page.getByText('It was about one house.').waitFor();
  check(!await page.locator('main').getByText('one minute').count(), 'the text is still there');

  await page.goto('/admin/alerts');
  await page.getByRole('button', {name: 'Take the right away'}).click();
  await until(async () => !await page.getByRole('button', {name: 'Take the right away'}).count(), 'the right is still there');
  for (const each of [agency, asker, reader, other, visitor]) await each.context().close();
}, {person: 'matron'});

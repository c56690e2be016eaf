// An alert from the desk to the phone: written by keyboard and pointer, on every open page at once, and gone when it is over.
import {accessible, check, desktop, phone, picture, scenario, someone, until} from './harness.mjs';

const headline = 'Wildfire smoke: stay indoors and keep windows closed';

scenario('an alert arrives on open pages, is whole on its own page, and goes when it is ended', async (page, context) => {
  await page.goto('/admin/alerts');
  await page.getByLabel('Organization', {exact: true}).fill('@hospital');
  await page.getByLabel('Sender, as it stands in every alert').fill('alerts@larkspur.example');
  await page.getByLabel('A second person agrees').uncheck();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('button', {name: 'Take the right away'}).waitFor();
  await accessible(page, 'who may issue alerts');

  const reader = await someone(context, 'patient', {viewport: phone});
  const stream = reader.waitForResponse(answer => new URL(answer.url()).pathname.startsWith('/live/'));
  await reader.goto('/home');
  await stream;

  const writer = await someone(context, 'hospital', {viewport: desktop});
  await writer.goto('/alerts/desk');
  await writer.getByRole('button', {name: 'New alert'}).click();
  await writer.getByLabel('Severity').selectOption('Severe');
  await writer.getByLabel('When to act').selectOption('Immediate');
  await writer.getByLabel('What happens, in a word or two').first().fill('Air quality');
  await writer.getByLabel('Headline: what to do').first().fill(headline);
  await writer.getByLabel('What is known').first().fill('The air is very unhealthy until about Sunday night.');
  await writer.getByLabel('Steps, one on each line').first().fill('Close windows.\nWear a mask outside.\nTrouble to breathe? Call 911 now.');
  await writer.getByLabel('Find a county, state or country').fill('Jackson, Oregon');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByLabel('Jackson, Oregon', {exact: true}).check();
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('region', {name: 'Preview'}).getByText(headline).first().waitFor();
  check(await writer.getByLabel('Jackson, Oregon', {exact: true}).isChecked(), 'the chosen place was forgotten');
  await accessible(writer, 'an alert in work');
  await picture(writer, 'alert-desk-1280');
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  const address = new URL(writer.url()).pathname;
  await writer.getByRole('heading', {name: headline, level: 1}).waitFor();
  await writer.locator('.map svg[role=img]').waitFor();
  await accessible(writer, 'an alert');
  await picture(writer, 'alert-1280');

  await reader.locator('#above').getByText(headline).waitFor();
  await accessible(reader, 'home under an alert');
  await picture(reader, 'alert-home-390');
  await reader.getByRole('button', {name: 'Got it'}).click();
  await until(async () => !await reader.getByRole('button', {name: 'Got it'}).count(), 'it does not fold');
  check(await reader.locator('#above a.alert.line').count() === 1, 'it left the page while it is in force');
  await reader.reload();
  check(await reader.locator('#above a.alert.line').count() === 1, 'it unfolds by itself');

  // The light page, with everything else off: no script, no second request.
  const outside = await someone(context, null, {viewport: phone, javaScriptEnabled: false, colorScheme: 'dark'});
  const asked = [];
  outside.on('request', request => asked.push(request.url()));
  const answer = await outside.goto(address + '/light');
  check((await answer.body()).length < 8192, 'the light page is too heavy');
  await outside.getByRole('heading', {name: headline}).waitFor();
  check(asked.filter(url => !url.startsWith('data:')).length === 1, `the light page asks for more: ${asked}`);
  await picture(outside, 'alert-light-dark-390');

  await writer.goto(address);
  await writer.getByRole('button', {name: 'End this alert'}).click();
  await writer.getByLabel('What changed').fill('The air is good again.');
  await writer.getByLabel('Why', {exact: true}).fill('It rained.');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  await until(async () => !await reader.locator('#above .alert').count(), 'the open page still shows it');
  await outside.goto(address);
  await outside.getByText('The air is good again.').waitFor();
  await page.goto('/admin/alerts');
  await page.getByRole('button', {name: 'Take the right away'}).click();
  await until(async () => !await page.getByRole('button', {name: 'Take the right away'}).count(), 'the right is still there');
  for (const other of [reader, writer, outside]) await other.context().close();
}, {person: 'matron'});

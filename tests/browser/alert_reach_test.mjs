// An alert in a frame of another site, and how its reach grows on the issuer's page while one looks.
import {createServer} from 'node:http';
import {accessible, check, desktop, facts, phone, picture, scenario, someone, until} from './harness.mjs';

const headline = 'Boil tap water before you drink it';

scenario('another site frames the alerts, and the issuer sees reach grow', async (page, context) => {
  const origin = facts.url;
  await page.goto('/admin/alerts');
  await page.getByLabel('Organization', {exact: true}).fill('@hospital');
  await page.getByLabel('Sender, as it stands in every alert').fill('water@larkspur.example');
  await page.getByLabel('A second person agrees').uncheck();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('button', {name: 'Take the right away'}).waitFor();

  const writer = await someone(context, 'hospital', {viewport: desktop});
  await writer.goto('/alerts/desk');
  await writer.getByRole('button', {name: 'New alert'}).first().click();
  await writer.getByLabel('Severity').selectOption('Severe');
  await writer.getByLabel('When to act').selectOption('Immediate');
  await writer.getByLabel('What happens, in a word or two').first().fill('Water');
  await writer.getByLabel('Headline: what to do').first().fill(headline);
  await writer.getByLabel('What is known').first().fill('A main broke.');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  const address = new URL(writer.url()).pathname;

  const stream = writer.waitForResponse(answer => new URL(answer.url()).pathname === `/live${address}/reach`);
  await writer.goto(address + '/reach');
  await stream;
  await accessible(writer, 'reach of an alert');
  const shown = () => writer.locator('[data-channel=widget]').innerText();
  check(await shown() === '0', 'somebody framed it already');

  // A page of another site, at another origin, with our frame in it.
  const site = await someone(context, null, {viewport: phone, bypassCSP: false});
  const elsewhere = createServer((request, response) => response.setHeader('content-type', 'text/html').end(`<!DOCTYPE html><html lang="en"><title>News</title><main><h1>News</h1>
<iframe src="${origin}/alerts/widget?issuer=hospital" title="Alerts" width="100%" height="320" style="border:0"></iframe></main></html>`));
  await new Promise(done => elsewhere.listen(0, '127.0.0.1', done));
  await site.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
  const frame = site.frameLocator('iframe');
  await frame.getByText(headline).waitFor();
  check((await frame.getByRole('link', {name: headline}).getAttribute('href')).endsWith(address), 'the frame leads elsewhere');
  check((await site.context().cookies()).length === 0, 'the frame sets a cookie');
  await picture(site, 'alert-widget-390');

  await until(async () => await shown() === '1', 'reach does not grow');
  await picture(writer, 'alert-reach-1280');
  const plain = await someone(context, 'hospital', {viewport: phone, javaScriptEnabled: false});
  await plain.goto(address + '/reach');
  check(await plain.locator('[data-channel=widget]').innerText() === '1', 'without scripts nothing is shown');

  await writer.goto(address);
  await writer.getByRole('button', {name: 'End this alert'}).click();
  await writer.getByLabel('What changed').fill('The water is clean again.');
  await writer.getByLabel('Why', {exact: true}).fill('It was tested.');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  await page.goto('/admin/alerts');
  await page.getByRole('button', {name: 'Take the right away'}).click();
  await until(async () => !await page.getByRole('button', {name: 'Take the right away'}).count(), 'the right is still there');
  elsewhere.close();
  for (const other of [writer, site, plain]) await other.context().close();
}, {person: 'matron'});

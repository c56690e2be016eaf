// Improvement: a team sees what changed more than chance does, on every width, without scripts, in the dark and from right to left.
import {accessible, check, desktop, facts, phone, picture, scenario, sign_in} from './harness.mjs';

const address = '/organizations/harbor/improvement';

scenario('a team sees what was marked over time, with limits of chance, its numbers and a file of them', async (page, context) => {
  await page.goto('/organizations/harbor');
  await page.getByRole('link', {name: 'Improvement'}).click();
  const explained = page.getByRole('region', {name: 'Explained things clearly', exact: true});
  await explained.getByRole('paragraph').filter({hasText: /figures in a row lie above the middle, from/}).waitFor();
  await page.getByRole('region', {name: 'Overall', exact: true}).getByRole('paragraph').filter({hasText: 'Within what chance does.'}).waitFor();
  check(!await page.getByRole('heading', {name: 'Clean and well kept'}).count(), 'nine people are a figure');
  await accessible(page, 'improvement');
  await picture(page, 'improvement-1280');
  await explained.getByText('Show the numbers').click();
  const numbers = await explained.locator('tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].slice(1, 3).map(cell => cell.textContent.match(/[\d.]+/)[0])));
  check(numbers.length === 18 && numbers.every(([people]) => people === '12'), `the table says ${JSON.stringify(numbers)}`);
  const file = await (await context.request.get(`${facts.url}${address}.csv`)).text();
  check(file.split('\r\n').filter(line => line.includes('"Explained things clearly"')).map(line => line.split(',')[5]).join() === numbers.map(([, mean]) => mean).join(), 'the file is not the table');
  check(!file.includes('Clean'), 'the file holds what the page hides');
  await page.emulateMedia({colorScheme: 'dark'});
  await accessible(page, 'improvement in the dark');
  await picture(page, 'improvement-dark-1280');

  const other = await (await context.browser().newContext({baseURL: facts.url, viewport: phone, javaScriptEnabled: false})).newPage();
  other.setDefaultTimeout(8000);
  await sign_in(other, 'harbor');
  await other.goto(address);
  await other.getByRole('region', {name: 'Explained things clearly', exact: true}).getByRole('img').waitFor();
  await other.locator('.over-time').nth(2).scrollIntoViewIfNeeded();
  await picture(other, 'improvement-390');
  await other.getByRole('link', {name: 'Explaining'}).click();
  await other.getByText('They explained it.').first().waitFor();

  const stranger = await (await context.browser().newContext({baseURL: facts.url})).newPage();
  await sign_in(stranger, 'patient');
  check((await stranger.goto(address)).status() === 404, 'a stranger sees it');
  for (const each of [other, stranger]) await each.context().close();
}, {person: 'harbor', viewport: desktop});

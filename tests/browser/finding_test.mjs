// Finding care: without scripts by a city, on a map whose numbers are those of the list, side by side; and from where a device is.
import {accessible, check, desktop, facts, phone, picture, scenario, sign_in} from './harness.mjs';

const csv = `identifier,name,specialty,city,country,latitude,longitude,time_zone,monday,accepts_new
f1,Rowan Street Clinic,family,Larkspur,US,42.33,-122.87,America/Los_Angeles,8:00-18:00,yes
f2,Bear Creek Family Health,family,Larkspur,US,42.35,-122.85,America/Los_Angeles,9:00-17:00,no
f3,Larkspur Dental,dental,Larkspur,US,42.34,-122.86,America/Los_Angeles,9:00-17:00,yes
`;

scenario('a team sees what a file would change before it is written, and the same file changes nothing', async (page, context) => {
  const team = await (await context.browser().newContext({baseURL: facts.url, bypassCSP: true, locale: 'en-US', viewport: desktop})).newPage();
  team.setDefaultTimeout(8000);
  await sign_in(team, 'clinic');
  const choose = async () => {
    await team.goto(`/organizations/${facts.people.clinic.username}/import`);
    await team.getByLabel('File').setInputFiles({name: 'places.csv', mimeType: 'text/csv', buffer: Buffer.from(csv)});
    await team.getByRole('button', {name: 'Show what would change'}).click();
  };
  await choose();
  await team.getByRole('button', {name: 'Write these changes'}).click();
  await team.getByText('3 places are as in the file now').waitFor();
  await choose();
  await team.getByText('Stays as it is').first().waitFor();
  await accessible(team, 'bringing places in');
  await team.close();
});

scenario('care is found by what it does and near a city, without scripts, and two places stand side by side', async (page, context) => {
  const plain = await (await context.browser().newContext({baseURL: facts.url, bypassCSP: true, locale: 'en-US', viewport: desktop, javaScriptEnabled: false})).newPage();
  plain.setDefaultTimeout(8000);
  await plain.goto('/care');
  await plain.getByLabel('Care, condition or name').fill('family doctor');
  await plain.getByLabel('Near: city or postal code').fill('Larkspur');
  await plain.locator('main').getByRole('button', {name: 'Search', exact: true}).click();
  await plain.getByRole('link', {name: 'Rowan Street Clinic'}).first().waitFor();
  const rows = await plain.locator('.care-row').count();
  check(rows > 1, 'too few places are found');
  check(await plain.locator('.area-map circle.mk').count() === rows, 'the map has not the numbers of the list');
  await plain.getByText('Why this order').click();
  await plain.getByText(/Nobody can buy a better place/).waitFor();
  for (const each of [0, 1]) await plain.locator('.care-row').nth(each).getByRole('checkbox').check();
  await plain.getByRole('button', {name: 'Compare the chosen ones'}).click();
  await plain.getByRole('heading', {name: 'Compare places of care'}).waitFor();
  check(await plain.locator('thead th').count() === 2, 'not two places stand side by side');
  await plain.close();
});

scenario('where a device is goes rounded into the address, and nothing exacter anywhere', async (page, context) => {
  const near = await (await context.browser().newContext({baseURL: facts.url, bypassCSP: true, locale: 'en-US', viewport: phone, geolocation: {latitude: 42.33412, longitude: -122.87234}, permissions: ['geolocation']})).newPage();
  near.setDefaultTimeout(8000);
  await near.goto('/care');
  await near.getByRole('button', {name: 'Use where I am'}).click();
  await near.waitForURL(/at=42\.33,-122\.87$/);
  await near.getByText('near your position').waitFor();
  check(!(await near.content()).includes('42.33412'), 'the exact position came back');
  await accessible(near, 'finding care');
  await picture(near, 'finding-390');
  await near.close();
});

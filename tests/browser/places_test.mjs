// Choosing what concerns one: a place by name, where the device is, topics; and the alert that comes for one and not the other.
import {accessible, check, desktop, phone, picture, scenario, someone, until} from './harness.mjs';

const headline = 'Boil your water before you drink it';

scenario('each reader chooses places by name or by device, and an alert comes to those concerned alone', async (page, context) => {
  await page.goto('/admin/alerts');
  await page.getByLabel('Organization', {exact: true}).fill('@hospital');
  await page.getByLabel('Sender, as it stands in every alert').fill('alerts@larkspur.example');
  await page.getByLabel('A second person agrees').uncheck();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('button', {name: 'Take the right away'}).waitFor();

  // By name, without any script: the county is found, chosen and kept.
  const near = await someone(context, 'patient', {viewport: phone, javaScriptEnabled: false});
  await near.goto('/settings/alerts');
  await near.getByLabel('County, state or country').fill('Jackson');
  await near.getByRole('button', {name: 'Search', exact: true}).last().click();
  await near.getByRole('radio', {name: /Jackson.*Oregon/}).check();
  await near.getByLabel('Your own name for it, if you like').first().fill('Grandma');
  await near.getByRole('button', {name: 'Add this place'}).first().click();
  await near.getByText('Grandma', {exact: true}).first().waitFor();
  check(!near.url().includes('Jackson'), 'the place stands in the address');

  // Where the device is: rounded, so that what was sent is not what is kept.
  const far = await someone(context, 'neighbor', {viewport: phone, geolocation: {latitude: -33.92487, longitude: 18.42406}, permissions: ['geolocation']});
  await far.goto('/settings/alerts');
  await far.getByText('Add a position').click();
  await far.getByRole('button', {name: 'Use where I am'}).click();
  await until(async () => await far.getByLabel('Latitude').inputValue() === '-33.92', 'the device was not asked');
  await accessible(far, 'the choice of alerts');
  await picture(far, 'places-390');
  await far.locator('form[data-position]').getByRole('button', {name: 'Add this place'}).click();
  await far.getByText(/A position, to 5 km/).waitFor();
  check(!(await far.content()).includes('18.42406'), 'the exact position is kept');

  const near_page = await someone(context, 'patient', {viewport: phone});
  for (const reader of [near_page, far]) {
    const stream = reader.waitForResponse(answer => new URL(answer.url()).pathname.startsWith('/live/'));
    await reader.goto('/home');
    await stream;
  }
  const writer = await someone(context, 'hospital', {viewport: desktop});
  await writer.goto('/alerts/desk');
  await writer.getByRole('button', {name: 'New alert'}).click();
  await writer.getByLabel('Severity').selectOption('Severe');
  await writer.getByLabel('When to act').selectOption('Immediate');
  await writer.getByLabel('What happens, in a word or two').first().fill('Water');
  await writer.getByLabel('Headline: what to do').first().fill(headline);
  await writer.getByLabel('What is known').first().fill('A pipe broke.');
  await writer.getByLabel('Find a county, state or country').fill('Jackson, Oregon');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByLabel('Jackson, Oregon', {exact: true}).check();
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  const address = new URL(writer.url()).pathname;

  await near_page.locator('#above').getByText(headline).waitFor();
  check(await far.locator('#above').getByText(headline).count() === 0, 'it came to somebody far away');
  await far.reload();
  check(await far.locator('#above').getByText(headline).count() === 0, 'it stands on the page of somebody far away');
  await near_page.goto('/alerts');
  await near_page.getByText('Concerns you: your place Grandma').waitFor();
  await far.goto('/alerts');
  await far.getByText(headline).first().waitFor();

  await writer.goto(address);
  await writer.getByRole('button', {name: 'End this alert'}).click();
  await writer.getByLabel('What changed').fill('The pipe is mended.');
  await writer.getByLabel('Why', {exact: true}).fill('The water was tested.');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  for (const reader of [near_page, far]) {
    await reader.goto('/settings/alerts');
    await reader.getByRole('button', {name: /^Remove/}).click();
    await reader.getByText('You chose no place.').waitFor();
  }
  await page.goto('/admin/alerts');
  await page.getByRole('button', {name: 'Take the right away'}).click();
  for (const other of [near, near_page, far, writer]) await other.context().close();
}, {person: 'matron'});

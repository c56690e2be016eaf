// A place of care, from the team's form to what everybody reads of it: without scripts, on a phone, dark, and right to left.
import {accessible, check, looks, phone, picture, scenario, someone, until} from './harness.mjs';

scenario('a team enters a place of care without scripts, and everybody reads it', async (page, context) => {
  await page.goto('/organizations/hospital');
  await page.getByRole('link', {name: 'Add a place'}).click();
  await page.getByLabel('Name', {exact: true}).fill('Rowan Street Clinic');
  await page.getByLabel('Kind of care').selectOption('family');
  await page.getByLabel('What people should know').fill('Care for the whole family, from the first checkup to the last.\n\nWalk in for vaccinations.');
  await page.getByLabel('Street').fill('18 Rowan Street');
  await page.getByLabel('Postal code').fill('97520');
  await page.getByLabel('City').fill('Ashland');
  await page.getByLabel('State or region').fill('Oregon');
  await page.getByLabel('Country').selectOption('US');
  await page.getByLabel('Latitude').fill('42.1946');
  await page.getByLabel('Longitude').fill('-140');
  await page.getByLabel('Telephone').fill('541 555 0118');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) await page.getByLabel(day).fill('8:00-12:00, 13:00-18:30');
  await page.getByLabel('Saturday').fill('20:00-2:00');
  await page.getByLabel('Special days').fill('2126-12-25 Christmas');
  await page.getByLabel('Time zone').selectOption('America/Los_Angeles');
  await page.getByLabel('Languages spoken').fill('en, es, ase');
  for (const each of ['Step-free', 'Hearing loop', 'Quiet room']) await page.getByLabel(each, {exact: true}).check();
  await page.getByLabel('Insurance').fill('Takes most insurance, Medicaid');
  await page.getByLabel('Prices').fill('self-pay from $45');
  await page.getByLabel('Takes new patients').check();
  await page.getByRole('button', {name: 'Save'}).click();
  // At sea: told at the field, and nothing that was typed is lost.
  await page.getByText('This position lies at sea').first().waitFor();
  check(await page.getByLabel('Monday').inputValue() === '8:00-12:00, 13:00-18:30', 'the hours are gone');
  await page.getByLabel('Longitude').fill('-122.7095');
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('Saved.').waitFor();
  const services = page.locator('form[action$="/services"]');
  await services.getByLabel('Kind of care').selectOption('vaccination');
  await services.getByLabel('Video').check();
  await services.getByRole('button', {name: 'Add a service'}).click();
  const staff = page.locator('form[action$="/staff"]');
  await staff.getByLabel('Name').fill('Amara Okafor');
  await staff.getByLabel('Role').fill('Family doctor');
  await staff.getByLabel('Credential').fill('MD');
  await staff.getByLabel('Register and number').fill('Oregon Medical Board 1234');
  await staff.getByRole('button', {name: 'Add a person'}).click();
  await page.getByText('Amara Okafor').first().waitFor();
  const address = await page.getByRole('link', {name: 'As everybody sees it'}).getAttribute('href');

  const visitor = await someone(context, null, {javaScriptEnabled: false});
  await visitor.goto(address);
  for (const text of ['Rowan Street Clinic', '18 Rowan Street, 97520 Ashland, Oregon', 'Step-free, Hearing loop, Quiet room', 'Takes new patients']) await visitor.getByText(text).first().waitFor();
  check(/Open now|Closed now/.test(await visitor.locator('main').innerText()), 'the page does not say whether it is open');
  const data = JSON.parse(await visitor.locator('script[type="application/ld+json"]').last().textContent());
  check(data.name === 'Rowan Street Clinic' && data.telephone === '541 555 0118' && data.geo.latitude === 42.1946, `the data says ${JSON.stringify(data).slice(0, 300)}`);
  check(data.openingHoursSpecification.length === 11, 'the data has other hours than the page');
  await visitor.getByRole('link', {name: 'All opening times'}).click();
  await visitor.getByText('8:00 pm – 2:00 am').waitFor();
  await visitor.getByText('Christmas').waitFor();
  await visitor.goto('/@hospital');
  await visitor.getByRole('link', {name: 'Rowan Street Clinic'}).first().click();
  await visitor.getByRole('heading', {name: 'Rowan Street Clinic'}).waitFor();

  // From right to left the server writes another page; a theme only colors the same one.
  for (const [locale, themes] of [['en-US', ['light', 'dark']], ['ar', ['light']]]) {
    const reader = await someone(context, null, {locale});
    for (const tab of ['', '?tab=team', '?tab=about']) {
      await reader.goto(address + tab);
      await looks(reader, `care${tab.replace('?tab=', '-')}-${locale}`, {themes});
    }
  }
  const editor = await someone(context, 'hospital', {viewport: phone});
  for (const [name, where] of Object.entries({home: '/organizations/hospital', place: await page.evaluate(() => location.pathname), details: '/organizations/hospital/details', mark: '/organizations/hospital/mark'})) {
    await editor.goto(where);
    await accessible(editor, `the team's page ${name}`);
    await picture(editor, `organization-${name}-390`);
  }
}, {person: 'hospital', javaScriptEnabled: false, fresh: true});

scenario('an owner asks for the mark with a document, and a moderator gives it', async (page, context) => {
  await page.goto('/organizations/hospital/mark');
  await page.getByLabel('Who you are there, and how it can be checked').fill('We are the county hospital. Call the county.');
  await page.getByLabel('A document').setInputFiles(new URL('../clients/red.png', import.meta.url).pathname);
  await page.getByRole('button', {name: 'Send to the moderators'}).click();
  await page.getByText('A moderator will look at it').waitFor();
  const moderator = await someone(context, 'matron');
  await moderator.goto('/admin/claims');
  await accessible(moderator, 'what waits for moderators');
  await picture(moderator, 'claims-1280');
  await moderator.getByRole('link', {name: 'hospital'}).last().click();
  await moderator.getByText('Call the county.').waitFor();
  const [file] = await Promise.all([moderator.waitForEvent('download'), moderator.getByRole('link', {name: 'Open the document'}).click()]);
  check(file.suggestedFilename() === 'red.png', `the document is called ${file.suggestedFilename()}`);
  await accessible(moderator, 'a claim');
  await moderator.getByRole('button', {name: 'Grant, with the mark'}).click();
  await moderator.getByText('Nothing waits.').first().waitFor();
  await page.goto('/@hospital');
  await page.getByText('Verified organization').waitFor();
  // The credential of the place's doctor is looked up, and its page says by whom.
  await moderator.getByRole('button', {name: 'I checked it'}).first().click();
  await page.getByRole('link', {name: 'Rowan Street Clinic'}).first().click();
  await page.getByRole('link', {name: 'Team', exact: true}).click();
  await page.getByText('Checked by matron').waitFor();
  // A color of one's own.
  await page.goto('/organizations/hospital/details');
  await page.getByLabel('Pink').check();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('Saved.').waitFor();
  await until(async () => (await page.goto('/organizations/hospital/details'), page.getByLabel('Pink').isChecked()), 'the color is not kept');
}, {person: 'hospital'});

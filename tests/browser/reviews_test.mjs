// Reviews: a visit is told without a name, by keyboard and without scripts; everybody reads it; moderators alone take one away.
import {accessible, check, desktop, phone, picture, scenario, someone} from './harness.mjs';

scenario('a visit is reviewed with a link from the clinic, read by everybody, found helpful, reported and taken away in the open', async (page, context) => {
  const clinic = await someone(context, 'clinic');
  await clinic.goto('/organizations/clinic/places/new');
  await clinic.getByLabel('Name', {exact: true}).fill('Bear Creek Evening Clinic');
  await clinic.getByLabel('Kind of care').selectOption('family');
  await clinic.getByLabel('Street').fill('2 Bear Creek Road');
  await clinic.getByLabel('City').fill('Ashland');
  await clinic.getByLabel('Country').selectOption('US');
  await clinic.getByLabel('Latitude').fill('42.2');
  await clinic.getByLabel('Longitude').fill('-122.71');
  await clinic.getByLabel('Time zone').selectOption('America/Los_Angeles');
  await clinic.getByRole('button', {name: 'Save'}).click();
  await clinic.getByText('Saved.').waitFor();
  const place = `/care/${clinic.url().match(/places\/(\d+)/)[1]}`;
  await clinic.goto(`/organizations/clinic/review-links`);
  await clinic.getByLabel('Place', {exact: true}).selectOption({label: 'Bear Creek Evening Clinic'});
  await clinic.getByLabel('How many').fill('2');
  await clinic.getByRole('button', {name: 'Make links'}).click();
  await clinic.getByRole('heading', {name: 'How was your visit?'}).first().waitFor();
  await accessible(clinic, 'letters with links');
  await picture(clinic, 'review-links-1280');
  const link = await clinic.locator('.letter a').first().getAttribute('href');

  // Without a script, on a phone.
  const patient = await someone(context, 'patient', {viewport: phone, javaScriptEnabled: false});
  await patient.goto(link);
  await patient.getByText('Confirmed visit').waitFor();
  await picture(patient, 'review-write-390');
  await patient.getByRole('group', {name: 'Overall'}).getByLabel('2').check();
  await patient.getByRole('group', {name: 'Listened to me'}).getByLabel('5').check();
  await patient.getByLabel('Your story').fill('The care was kind once I got through the door. Getting there was the hard part: 40 minutes on hold.');
  await patient.getByRole('button', {name: 'Send my review'}).click();
  await patient.getByRole('heading', {name: 'Your key'}).waitFor();
  const key = await patient.locator('.key code').innerText();
  check(key.length > 30, 'there is no key');
  await patient.goto('/reviews/mine');
  const own = await patient.getByRole('link', {name: 'Bear Creek Evening Clinic'}).getAttribute('href');
  await picture(patient, 'review-mine-390');

  const neighbor = await someone(context, 'neighbor');
  await neighbor.goto(`${place}/review`);
  await accessible(neighbor, 'the form of a review');
  await picture(neighbor, 'review-write-1280');
  await neighbor.getByLabel('Your story').focus();
  await neighbor.getByRole('group', {name: 'Overall'}).getByLabel('5').check();
  await neighbor.getByLabel('Your story').fill('They saw my son the same morning his wheeze got worse, and drew a picture of what the inhaler does.');
  await neighbor.getByLabel('Shown as').fill('Priya, a parent');
  await neighbor.getByRole('button', {name: 'Send my review'}).click();
  await neighbor.getByRole('heading', {name: 'Your key'}).waitFor();

  // The server of these tests publishes at once (reviews.wait_hours = 0).
  for (const [who, view, name] of [[null, phone, '390'], ['neighbor', desktop, '1280']]) {
    const reader = await someone(context, who, {viewport: view});
    await reader.goto(`${place}?tab=reviews`);
    await reader.getByText('Priya, a parent').first().waitFor();
    await reader.getByText('Name kept private').first().waitFor();
    await reader.getByText('No number yet').waitFor();
    await accessible(reader, `reviews of a place at ${name}`);
    await reader.locator('#reviews').scrollIntoViewIfNeeded();
    await reader.locator('#reviews').screenshot({path: new URL(`../../build/screenshots/reviews-tab-${name}.png`, import.meta.url).pathname});
    await reader.getByLabel('About').selectOption('waiting');
    await reader.getByRole('button', {name: 'Apply'}).click();
    await reader.getByText('40 minutes on hold').waitFor();
    check(!await reader.getByText('inhaler').count(), 'another theme is listed too');
  }

  await neighbor.goto(own.replace('/own', ''));
  await neighbor.getByRole('button', {name: /^Helpful/}).click();
  await neighbor.getByRole('button', {name: /^Helpful\s+1/, pressed: true}).waitFor();
  await neighbor.getByRole('link', {name: /^Report/}).click();
  await neighbor.getByLabel('It tells private things about somebody.').check();
  await accessible(neighbor, 'the form of a report');
  await neighbor.getByRole('button', {name: 'Send to the moderators'}).click();

  await page.goto('/admin/reviews');
  await page.getByText('40 minutes on hold').waitFor();
  await accessible(page, 'reports of reviews');
  await picture(page, 'review-queue-1280');
  await page.getByLabel('In your words, for everybody concerned').fill('It says who was at the desk.');
  await page.getByRole('button', {name: 'Take it away'}).click();
  await page.getByText('It stands in the record.').waitFor();

  const visitor = await someone(context, null, {viewport: phone});
  await visitor.goto(own.replace('/own', ''));
  await visitor.getByText('A moderator took this review away.').waitFor();
  check(!await visitor.getByText('40 minutes').count(), 'the text is still shown');
  await visitor.goto(own);
  await visitor.getByLabel('Your key').fill(key);
  await visitor.getByRole('button', {name: 'Go on'}).click();
  await visitor.getByLabel('Why it should come back').fill('I named nobody.');
  await accessible(visitor, 'one\'s own review');
  await picture(visitor, 'review-own-390');
  await visitor.getByRole('button', {name: 'Appeal'}).click();
  await page.goto('/admin/reviews');
  await page.getByText('Somebody else answers: this was your own decision.').waitFor();
  await page.goto('/admin/reviews/questions');
  await accessible(page, 'what is asked');
  await page.goto('/admin/reviews/signals');
  await page.getByRole('heading', {name: 'Signs of fraud'}).waitFor();
  await accessible(page, 'signs of fraud');
  await visitor.goto('/reviews/how');
  await visitor.getByRole('heading', {name: 'How well false reviews are found'}).waitFor();
  await accessible(visitor, 'how reviews work');
  await picture(visitor, 'reviews-how-390');
}, {person: 'matron'});

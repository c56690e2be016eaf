// Replies: what could tell who was there is held and explained; what was said, planned and changed stands below the review.
import {accessible, check, facts, phone, picture, scenario, someone} from './harness.mjs';

scenario('a team replies to a review: words that tell of somebody are held, and everybody reads what became of it', async (page, context) => {
  await page.goto('/organizations/harbor');
  await page.getByRole('link', {name: 'Reviews to reply to'}).click();
  await page.getByText(/^None of \d+ reviews/).waitFor();
  await accessible(page, 'reviews to reply to');
  const place = await (await context.request.get(await page.locator('main .list a').first().getAttribute('href'))).text();

  const patient = await someone(context, 'patient', {viewport: phone, javaScriptEnabled: false});
  await patient.goto(`${place.match(/\/care\/\d+/)[0]}/review`);
  await patient.getByRole('group', {name: 'Overall'}).getByLabel('2').check();
  await patient.getByLabel('Your story').fill('Kind hands, but I waited 40 minutes on hold.');
  await patient.getByLabel('Shown as').fill('Priya');
  await patient.getByRole('button', {name: 'Send my review'}).click();
  await patient.getByRole('heading', {name: 'Your key'}).waitFor();

  await patient.goto('/reviews/mine');
  const review = (await patient.getByRole('link', {name: 'Far Harbor Feet'}).getAttribute('href')).replace('/own', '');

  await page.goto(`${review}/reply`);
  await page.getByLabel('What you answer').fill('Dear Priya, we are sorry about your visit on Tuesday.');
  await page.getByRole('button', {name: 'Publish'}).click();
  const held = page.getByRole('status').filter({hasText: 'Held: please look at these words'});
  await held.getByText('It tells that they were with you.').waitFor();
  for (const words of ['Priya', 'your visit', 'Tuesday']) check(await held.getByText(`“${words}”`).count() === 1, `${words} is not held`);
  await accessible(page, 'a held reply');
  await picture(page, 'reply-held-1280');
  const visitor = await someone(context, null, {viewport: phone});
  await visitor.goto(review);
  check(!await visitor.getByText('harbor replied').count(), 'a held reply is public');

  await page.getByLabel('What you answer').fill('You are right, and we are sorry. You can book and change here without calling now.');
  await page.getByRole('button', {name: 'Publish'}).click();
  await page.getByText('Saved.').waitFor();
  await page.getByLabel('Planned').fill('A second telephone line.');
  await page.getByLabel('Changed').fill('Two people answer the telephone in the mornings.');
  await page.getByRole('button', {name: 'Save', exact: true}).click();
  await page.getByText('Saved.').waitFor();
  await accessible(page, 'a public reply, for the team');
  await picture(page, 'reply-public-1280');

  await visitor.reload();
  const reply = visitor.getByRole('region', {name: 'Reply of harbor'});
  await reply.getByText('the same day').waitFor();
  await visitor.getByRole('list', {name: 'What became of it'}).getByText('Heard').waitFor();
  await accessible(visitor, 'a review with its reply');
  await picture(visitor, 'reply-390');
  await visitor.goto('/organizations/harbor/changes');
  await visitor.getByText('Two people answer the telephone in the mornings.').waitFor();
  await visitor.getByText(/^Replied to \d+ of 100 reviews/).waitFor();
  await accessible(visitor, 'what was said and done');
  await picture(visitor, 'said-and-done-390');
  await patient.goto(review);
  await patient.getByText('You can book and change here without calling now.').waitFor();
  check((await patient.goto(`${review}/reply`)).status() === 404, 'its author finds the form of the team');

  await page.getByLabel('Planned').fill('');
  await page.getByLabel('Changed').fill('');
  await page.getByRole('button', {name: 'Save', exact: true}).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', {name: 'Take the reply back'}).click();
  await page.getByText('Saved.').waitFor();
  await patient.goto(`${review}/own`);
  await patient.getByRole('button', {name: /^Withdraw/}).click();
  check((await visitor.goto(review)).status() === 404, 'a withdrawn review is still there');
}, {person: 'harbor'});

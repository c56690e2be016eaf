// An organization invites somebody, who joins, posts in its name, and goes back to being themselves; without scripts, too.
import {accessible, api, check, facts, phone, picture, scenario, sign_in, until} from './harness.mjs';

scenario('somebody joins the team of an organization, posts in its name, and only the team sees who wrote it', async (page, context) => {
  const browser = context.browser(), options = {baseURL: facts.url, bypassCSP: true, locale: 'en-US', viewport: phone};
  const someone = async (person, more = {}) => {
    const other = await (await browser.newContext({...options, ...more})).newPage();
    other.setDefaultTimeout(8000);
    await sign_in(other, person);
    return other;
  };
  const clinic = await someone('clinic');
  await clinic.goto('/organizations/clinic/team');
  await clinic.getByLabel('Their account here').fill('@neighbor');
  await clinic.locator('#role').selectOption('editor');
  await clinic.getByRole('button', {name: 'Invite', exact: true}).click();
  await clinic.getByText('Saved.').waitFor();
  await accessible(clinic, 'a team with somebody invited');
  await picture(clinic, 'team-390');

  const member = await someone('neighbor', {javaScriptEnabled: false});
  await member.goto('/home');
  await member.getByRole('link', {name: /invites you to its team/}).click();
  await member.getByRole('button', {name: /^Join/}).click();
  await member.getByRole('button', {name: /^Act for/}).click();
  await member.getByText(/^You act for/).waitFor();
  await member.goto('/new');
  await member.locator('#status').fill('Our blood drive starts on Monday.');
  await member.locator('#composer').getByRole('button', {name: 'Post', exact: true}).click();
  const {id} = await api('GET', '/api/v1/accounts/lookup?acct=clinic', 'patient');
  const said = async () => (await api('GET', `/api/v1/accounts/${id}/statuses`, 'patient')).find(each => each.content.includes('blood drive'));
  await until(async () => await said(), 'the organization did not post');
  const post = await said();
  check(post.account.acct === 'clinic' && !JSON.stringify(post).includes('neighbor'), 'the post tells who wrote it');
  await member.goto(`/posts/${post.id}/more`);
  await member.getByText(/for the team. Only the team sees this/).waitFor();
  await member.goto('/settings/security');
  check(await member.getByText('Go back to your own account').count() > 0, 'the account itself is open to who acts for it');
  await member.goto('/home');
  await picture(member, 'acting-390');
  await member.getByRole('button', {name: 'Back to my account'}).click();
  check(!await member.getByText(/^You act for/).count(), 'one still acts for the organization');
  await member.goto('/organizations/clinic/record');
  await member.getByText('team.join').waitFor();

  // For one post there is no need to act for it: the composer asks in whose name.
  await member.goto('/new');
  await picture(member, 'post-as-390');
  await member.getByLabel('Post as').selectOption(id);
  await member.locator('#status').fill('Doors open at eight.');
  await member.locator('#composer').getByRole('button', {name: 'Post', exact: true}).click();
  await member.waitForURL(/\/@clinic\//);
  await member.getByText('Doors open at eight.').first().waitFor();
  await api('DELETE', `/api/v1/statuses/${member.url().match(/\d{6,}/)[0]}`, 'clinic');

  const stranger = await someone('patient');
  await stranger.goto(`/posts/${post.id}/more`);
  check(!await stranger.getByText(/for the team/).count(), 'a stranger sees who wrote it');
  check((await stranger.goto('/organizations/clinic/team')).status() === 404, 'a stranger sees the team');

  await clinic.goto('/organizations/clinic/team');
  await clinic.locator('li', {has: clinic.locator('a[href="/@neighbor"]')}).getByRole('button', {name: /^Remove/}).click();
  await clinic.getByText('Saved.').waitFor();
  await api('DELETE', `/api/v1/statuses/${post.id}`, 'clinic');
  for (const other of [clinic, member, stranger]) await other.context().close();
});

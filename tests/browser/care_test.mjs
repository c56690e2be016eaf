// Care and thrift: quick exit, help near the reader, less data, settings that change at once.
import {readFileSync} from 'node:fs';
import {accessible, check, facts, phone, say, scenario, until} from './harness.mjs';

const file = new URL('../clients/red.png', import.meta.url).pathname;

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts';

  scenario(`the first step asks language, clock and country, and Get help follows ${how}`, async page => {
    await page.goto('/welcome');
    await page.getByLabel('Time zone').selectOption('Europe/Madrid');
    await page.getByLabel('Country or area').selectOption('ES');
    await page.getByRole('button', {name: 'Go on'}).click();
    await page.waitForURL('**/welcome/topics');
    await page.goto('/settings/account');
    check(await page.getByLabel('Time zone').inputValue() === 'Europe/Madrid', 'the clock is not kept with the account');
    check(await page.locator('#region').inputValue() === 'ES', 'the country is not kept with the account');
  }, {person: 'patient', javaScriptEnabled: scripts});

  scenario(`an administrator changes the help lines while the server runs ${how}`, async page => {
    const form = page.locator('form:has(#help\\.lines)');
    await page.goto('/admin/settings');
    await form.locator('textarea').fill('Night line | 024 | free | Spain');
    await form.getByRole('button', {name: /^save/i}).click();
    await page.getByText(/a country has two capital letters/).first().waitFor();
    check(await form.locator('textarea').inputValue() === 'Night line | 024 | free | Spain', 'what was typed is gone');
    if (scripts) await accessible(page, 'settings of the server, refused');
    await form.locator('textarea').fill('Night line | 024 | free | ES | es | 2026-11-01\nSamaritans | 116 123 | | GB | en');
    await form.getByRole('button', {name: /^save/i}).click();
    await page.waitForURL('**/admin/settings?done=1*');
    await until(async () => { await page.goto('/help-now'); return /Night line/.test(await page.locator('main').innerText()); }, 'the help lines are not shown');
    await page.getByLabel('Country or area').selectOption('GB');
    await page.getByRole('button', {name: 'Show'}).click();
    const shown = await page.locator('main').innerText();
    check(/Samaritans/.test(shown) && !/Night line/.test(shown), 'the country makes no difference');
    await page.goto('/admin/settings');
    await form.getByRole('button', {name: /^take back/i}).click();
    await page.waitForURL('**/admin/settings?done=1*');
  }, {person: 'matron', javaScriptEnabled: scripts});

  scenario(`quick exit leads away from private messages ${how}`, async page => {
    await page.goto('/messages');
    const exit = page.getByRole('link', {name: 'Quick exit'});
    check(await exit.getAttribute('href') === 'https://en.wikipedia.org/wiki/Main_Page', 'it leads somewhere else');
    check(!/patient|neighbor/.test(await page.title()), 'the title tells something');
    if (scripts) await accessible(page, 'messages with quick exit');
    await page.goto('/home');
    check(!await exit.count(), 'it stands on pages that need none');
  }, {person: 'neighbor', javaScriptEnabled: scripts, viewport: phone});

  scenario(`pictures wait for a press where data is dear ${how}`, async page => {
    const form = new FormData();
    form.append('file', new Blob([readFileSync(file)], {type: 'image/png'}), 'red.png');
    form.append('description', 'A red square');
    const uploaded = await (await fetch(`${facts.url}/api/v2/media`, {method: 'POST', body: form, headers: {Authorization: `Bearer ${facts.people.hospital.token}`}})).json();
    const said = await say('hospital', `With a picture ${how}`, {media_ids: [uploaded.id]});
    const asked = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await page.goto(`/@hospital/${said.id}`);
    const card = page.locator(`#p${said.id}`);
    check(!await card.locator('picture, .album img').count(), 'the picture is there unasked');
    check(!asked.some(path => path.startsWith('/media/')), 'something of it was fetched unasked');
    check(/A red square/.test(await card.innerText()), 'its description is not there');
    await card.getByRole('link', {name: /^Show picture \(\d+ kB\)$/}).click();
    await page.waitForURL('**/media/**');
  }, {javaScriptEnabled: scripts, extraHTTPHeaders: {'Save-Data': 'on'}});
}

scenario('a content shield covers what search finds', async page => {
  await page.goto('/settings/filters');
  await page.locator('input[name=shield][value=weights]').check();
  await page.locator('form:has(input[name=shield])').getByRole('button').first().click();
  await page.waitForURL('**/settings/filters?saved=1');
  await say('hospital', 'The zebra walk: 52 kg of luggage at most');
  const article = page.locator('main', {hasText: 'Covered: mentions weights'});
  await until(async () => { await page.goto('/search?type=posts&q=zebra'); return await article.count(); }, 'what was found is not covered', 15000);
  check(!await page.getByText('52 kg of luggage').first().isVisible(), 'it is shown all the same');
}, {person: 'clinic'});

scenario('whether data is dear tells caches apart', async () => {
  const [lean, usual] = await Promise.all(['on', 'off'].map(wish => fetch(`${facts.url}/local`, {headers: {'Save-Data': wish}})));
  check(/Save-Data/.test(lean.headers.get('vary')), 'Vary does not name it');
  check(/data-lean/.test(await lean.text()) && !/data-lean/.test(await usual.text()), 'both are answered alike');
  const own = await fetch(`${facts.url}/local`, {headers: {Cookie: 'data=less'}});
  check(/data-lean/.test(await own.text()), 'the browser\'s own wish is not heard');
});

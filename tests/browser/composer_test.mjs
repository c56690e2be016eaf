// Pictures that are pasted or dropped, and where one is after going back: what a browser does that no form tells us.
import {readFileSync} from 'node:fs';
import {api, check, desktop, facts, picture, say, scenario, until} from './harness.mjs';

const red = readFileSync(new URL('../clients/red.png', import.meta.url)).toString('base64');

// What the clipboard or the pointer carries, as the browser hands it over.
const hand_over = (page, kind, name) => page.evaluate(([kind, name, red]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(atob(red), each => each.charCodeAt())], name, {type: 'image/png'}));
  const field = document.querySelector('#status');
  const sent = kind === 'paste' ? new ClipboardEvent('paste', {bubbles: true, cancelable: true, clipboardData: carried})
                                : new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried});
  return !field.dispatchEvent(sent);
}, [kind, name, red]);

for (const kind of ['paste', 'drop']) {
  scenario(`a picture comes into a post by ${kind}, and is described before it goes out`, async page => {
    await page.goto('/new');
    await page.locator('#left:not([hidden])').waitFor();
    await page.locator('#status').fill(`The new ward, by ${kind}`);
    if (kind === 'drop') check(await hand_over(page, 'dragover', 'ward.png'), 'the composer does not say that it takes files');
    const taken = page.waitForEvent('domcontentloaded');
    check(await hand_over(page, kind, 'ward.png'), 'the browser would open the file instead');
    await taken;
    const description = page.getByLabel('Describe file 1 for people who do not see it');
    await description.waitFor();
    check(await page.locator('#status').inputValue() === `The new ward, by ${kind}`, 'what was written is gone');
    await description.fill('A red square');
    await page.locator('#composer .send button').last().click();
    await page.locator('article', {hasText: `The new ward, by ${kind}`}).locator('img[alt="A red square"]').first().waitFor({state: 'attached'});
    const me = await api('GET', '/api/v1/accounts/verify_credentials', 'patient');
    const [latest] = await api('GET', `/api/v1/accounts/${me.id}/statuses?only_media=true`, 'patient');
    check(latest.media_attachments.length === 1 && latest.media_attachments[0].description === 'A red square', 'it is not there once, described');
  }, {person: 'patient'});
}

scenario('words are pasted as words', async page => {
  await page.goto('/new');
  await page.locator('#left:not([hidden])').waitFor();
  const kept = await page.evaluate(() => {
    const carried = new DataTransfer();
    carried.setData('text/plain', 'only words');
    return document.querySelector('#status').dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true, clipboardData: carried}));
  });
  check(kept, 'the composer takes words away from the browser');
  check(new URL(page.url()).pathname === '/new', 'the page was left');
}, {person: 'patient'});

scenario('back leads to the feed as it was left, at the same post', async page => {
  for (let i = 0; i < 12; i++) await say('hospital', `Visiting hours of ward ${i}: from 2 to 8.`);
  await page.goto('/home');
  const far = page.locator('#feed article').nth(8);
  await far.scrollIntoViewIfNeeded();
  const id = await far.getAttribute('id');
  const before = await page.evaluate(() => Math.round(scrollY));
  check(before > 200, 'the page is too short to tell');
  await page.locator(`#${id} .by time`).click();
  await page.waitForURL(`**/${id.slice(1)}`);
  await page.goBack();
  await page.locator(`#${id}`).waitFor();
  await until(async () => Math.abs(await page.evaluate(() => scrollY) - before) < 40, 'the page is elsewhere than before');
}, {person: 'patient'});

scenario('a press keeps the focus where it was, also after the post is drawn anew', async page => {
  const said = await say('hospital', 'Keep the focus.');
  await page.goto('/home');
  const button = page.locator(`#s${said.id}`);
  await button.focus();
  await page.keyboard.press('Enter');
  await until(async () => await button.getAttribute('aria-pressed') === 'true', 'it is not pressed');
  check(await page.evaluate(() => document.activeElement.id) === `s${said.id}`, 'the focus is elsewhere');
  await page.keyboard.press('Enter');
  await until(async () => await button.getAttribute('aria-pressed') === 'false', 'it is still pressed');
  check(await page.evaluate(() => document.activeElement.id) === `s${said.id}`, 'the focus is elsewhere after the second press');
}, {person: 'patient'});

scenario('a stream that broke comes back, counts what was missed, and shows nothing twice', async (page, context) => {
  const stream = page.waitForResponse(answer => new URL(answer.url()).pathname.startsWith('/live/'));
  await page.goto('/home');
  await stream;
  const bar = page.locator('#new-posts');
  const heard = await say('hospital', 'Heard before the line broke.');
  await bar.waitFor({state: 'visible'});
  await page.evaluate(() => Object.defineProperty(document, 'hidden', {configurable: true, get: () => true}) && document.dispatchEvent(new Event('visibilitychange')));
  const missed = await say('hospital', 'Said while nobody listened.');
  const again = page.waitForResponse(answer => new URL(answer.url()).pathname.startsWith('/live/'));
  await page.evaluate(() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); });
  await again;
  await until(async () => /2 new posts/.test(await bar.innerText()), 'what was missed is not counted');
  await say('hospital', 'And one more.');
  await until(async () => /3 new posts/.test(await bar.innerText()), 'the stream did not come back');
  await bar.click();
  await page.locator(`#p${missed.id}`).waitFor();
  const ids = await page.locator('#feed article').evaluateAll(all => all.map(each => each.id));
  check(new Set(ids).size === ids.length, 'a post stands there twice');
  check(ids.includes(`p${heard.id}`) && ids.includes(`p${missed.id}`), 'a post is missing');
  check(await page.evaluate(() => document.activeElement.matches('#feed > article:first-of-type')), 'the focus is not at the new posts');
}, {person: 'patient'});

// Paper has no bars, no buttons and no dark ground.
scenario('a post prints as words on white', async page => {
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  await page.goto(`/@hospital/${facts.post}`);
  check(await page.locator(`#p${facts.post} .post-t`).isVisible(), 'the post is not printed');
  for (const gone of ['.top', '.tabbar', '.rail', '.foot', '.acts', '.compose'])
    check(await page.locator(gone).evaluateAll(all => all.every(each => !each.checkVisibility())), `${gone} is printed`);
  const [ink, ground] = await page.evaluate(() => [getComputedStyle(document.querySelector('.post-t')).color, getComputedStyle(document.body).backgroundColor]);
  check(ground === 'rgb(255, 255, 255)', `the ground is ${ground}`);
  const below = await page.locator(`#p${facts.post}`).evaluate(each => getComputedStyle(each).backgroundColor);
  check(below === 'rgb(255, 255, 255)', `the post stands on ${below}`);
  check(Math.max(...ink.match(/\d+/g).slice(0, 3).map(Number)) < 100, `the words are ${ink}`);
  await picture(page, 'post-printed');
}, {person: 'patient', viewport: desktop});

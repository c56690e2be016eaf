// Somebody new, on a window as wide as a phone, without scripts and without a pointer: Tab, Enter, Space and letters do.
import {api, check, facts, phone, picture, scenario, until} from './harness.mjs';

const file = new URL('../clients/red.png', import.meta.url).pathname;

// Goes on by Tab until the focus is on what matches and says `said`; every stop on the way must show where it is.
async function tab_to(page, selector, said = '') {
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press('Tab');
    const [found, fault] = await page.evaluate(([selector, said]) => {
      const here = document.activeElement;
      if (here === document.body) return [false, ''];
      const name = here.getAttribute('aria-label') ?? (here.labels?.[0] ?? here).textContent;
      const {left, top, width, height} = here.getBoundingClientRect(), style = getComputedStyle(here);
      let fault = '';
      // A box inside a label wears the label's outline.
      const worn = [style, ...[here.closest('.opt,.find,article')].filter(each => each).map(each => getComputedStyle(each))];
      if (!worn.some(each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2)) fault = 'shows no focus';
      const x = left + Math.min(width, 40) / 2, y = top + height / 2;
      const over = document.elementFromPoint(Math.max(0, Math.min(x, innerWidth - 1)), y);
      if (height < innerHeight && (y < 0 || y > innerHeight || over?.closest('.top,.tabbar') && !here.closest('.top,.tabbar'))) fault = 'is under a bar or off the window';
      return [here.matches(selector) && name.trim().replace(/\s+/g, ' ').startsWith(said), fault && `${here.outerHTML.slice(0, 140)} ${fault}`];
    }, [selector, said]);
    check(!fault, fault);
    if (found) return;
  }
  throw new Error(`Tab does not lead to ${selector} "${said}"`);
}
const press = async (page, selector, said, key = 'Enter') => {
  await tab_to(page, selector, said);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press(key)]);
};
const type = async (page, selector, text) => {
  await tab_to(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
};
const tick = async (page, selector, said) => {
  await tab_to(page, selector, said);
  if (!await page.evaluate(() => document.activeElement.checked)) await page.keyboard.press('Space');
};

scenario('a newcomer signs up, posts a picture, replies, follows, reads news, sets something and signs out by keyboard alone', async page => {
  page.on('filechooser', () => {});  // from here on a chooser is heard; asked for only at the key, it may open unheard
  await page.goto('/');
  await press(page, 'main a', 'Sign up');
  await type(page, '[name=birth_month]', '5');
  await type(page, '[name=birth_year]', '1980');
  await press(page, 'main button', 'Go on');
  await type(page, '[name=username]', 'walker');
  await type(page, '[name=email]', 'walker@example.org');
  await type(page, '[name=password]', 'seven green boats at noon');
  for (let box = 0; box < await page.locator('main [type=checkbox]').count(); box++) await tick(page, 'main [type=checkbox]:not(:checked)');
  await press(page, 'main button', 'Sign up');
  await until(async () => { await page.goto('/demo/mail'); return (await page.content()).includes('walker@example.org'); }, 'no letter came');
  await press(page, 'main li a');
  await press(page, 'main a[href*="confirm"]');
  await press(page, 'main button', 'Confirm');
  if (!await page.locator('#act').count()) {
    await page.goto('/sign-in');
    await type(page, '[name=login]', 'walker');
    await type(page, '[name=password]', 'seven green boats at noon');
    await press(page, 'main button', 'Sign in');
  }

  await page.goto('/welcome');
  await press(page, 'main button', 'Go on');
  await tick(page, '[name=topic]', '#Asthma');
  await press(page, 'main button', 'Go on');
  await press(page, 'main button', 'Done');
  check(new URL(page.url()).pathname === '/home', `the first steps end at ${page.url()}`);

  await press(page, '.tabbar a', 'Post');
  await type(page, '#status', 'Good morning from the bus stop');
  await tab_to(page, 'main summary', 'Pictures');
  await page.keyboard.press('Enter');
  await tab_to(page, '#media');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles(file);
  await press(page, 'main button', 'Upload and describe');
  await type(page, '[name^="media_description"]', 'A red square on a wall');
  await press(page, '#composer button', 'Post');
  const {id} = await api('GET', '/api/v1/accounts/lookup?acct=walker', 'hospital');
  const [first] = await api('GET', `/api/v1/accounts/${id}/statuses`, 'hospital');
  check(first.content.includes('bus stop') && first.media_attachments[0]?.description === 'A red square on a wall', 'the post or its picture is not there');
  await picture(page, 'keyboard-posted');

  await press(page, '.top a', 'Search');
  await type(page, 'main [name=q]', 'hospital');
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
  await press(page, 'main .person a', (await api('GET', `/api/v1/accounts/lookup?acct=hospital`, 'hospital')).display_name);
  await press(page, 'main button', 'Follow');
  await until(async () => (await api('GET', '/api/v1/notifications', 'hospital')).some(each => each.type === 'follow' && each.account.username === 'walker'), 'the hospital has no new follower');
  await press(page, 'main .acts a', 'Reply');
  await type(page, '#status', 'Thank you for telling us');
  await press(page, '#composer button', 'Reply');
  const [answer] = await api('GET', `/api/v1/accounts/${id}/statuses`, 'hospital');
  check(answer.content.includes('Thank you for telling us') && answer.in_reply_to_id, 'the answer answers nothing');

  await api('POST', `/api/v1/statuses/${answer.id}/favourite`, 'hospital');
  await page.goto('/home');
  await press(page, '#bell', 'Notifications');
  await page.locator('.news.new').first().waitFor();
  await press(page, 'main button', 'Mark all as read');
  check(!await page.locator('.news.new').count(), 'they still show as new');

  await press(page, '.tabbar a', 'Menu');
  await press(page, 'main a', 'Settings');
  await press(page, 'main a', 'Account');
  await tab_to(page, 'select[name=text]');
  const before = await page.evaluate(() => document.activeElement.value);
  await page.keyboard.press('ArrowDown');
  check(await page.evaluate(() => document.activeElement.value) !== before, 'the arrow chooses nothing');
  await press(page, 'main form:has(select[name=text]) button', 'Save');
  check(await page.getAttribute('html', 'data-text'), 'the text is as small as before');
  await press(page, 'main button', 'Sign out');
  await page.goto('/home');
  check(!await page.locator('#act').count(), 'still signed in');
}, {javaScriptEnabled: false, viewport: phone, fresh: true});

// What is heard one after the other stands one below the other: no style moves a stop up the page.
for (const [name, address] of Object.entries({home: '/home', post: `/@hospital/${facts.post}`, profile: '/@hospital', new: '/new', settings: '/settings',
  notifications: '/notifications', explore: '/explore', search: '/search?q=hospital'})) {
  scenario(`the focus goes down ${name} in the order in which it is read, without scripts`, async page => {
    await page.goto(address);
    const faults = await page.evaluate(() => {
      const stops = [...document.querySelectorAll('main :is(a[href],button,input,select,textarea,summary)')]
        .filter(each => each.checkVisibility({visibilityProperty: true}) && each.type !== 'hidden' && each.getBoundingClientRect().width > 1);
      return stops.slice(1).filter((each, i) => each.getBoundingClientRect().bottom < stops[i].getBoundingClientRect().top - 1)
        .map(each => each.outerHTML.slice(0, 120));
    });
    check(!faults.length, `these stand above what comes before them: ${faults.slice(0, 3).join(' | ')}`);
  }, {person: 'patient', javaScriptEnabled: false, viewport: phone});
}

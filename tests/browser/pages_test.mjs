// What people do with pages, on a phone and a desktop, with scripts and without.
import {accessible, api, check, desktop, facts, looks, phone, picture, run, say, scenario, until} from './harness.mjs';
import {desk, everywhere, outside} from './addresses.mjs';
import './sign_in_test.mjs';
import './weight_test.mjs';
import './lighthouse_test.mjs';
import './uploading_test.mjs';
import './composer_test.mjs';
import './keyboard_test.mjs';
import './narrow_test.mjs';
import './care_test.mjs';
import './alerts_test.mjs';
import './templates_test.mjs';
import './places_test.mjs';
import './finding_test.mjs';
import './alert_reach_test.mjs';
import './questions_test.mjs';
import './directory_test.mjs';
import './teams_test.mjs';
import './reviews_test.mjs';
import './replies_test.mjs';
import './improvement_test.mjs';
import './inbox_test.mjs';
import './appointments_test.mjs';
import './plans_test.mjs';
import './messages_test.mjs';

const post = (page, id) => page.locator(`#p${id}`);
const press = (page, id, name) => post(page, id).getByRole('button', {name}).first().click();
const write = async (page, text) => {
  await page.locator('main textarea').first().fill(text);
  await page.locator('main form:has(textarea)').first().getByRole('button', {name: /^(post|reply|send|share)/i}).first().click();
};
// Once the stream's answer has begun, what is said is heard.
const open_live = async (page, address) => {
  const stream = page.waitForResponse(answer => new URL(answer.url()).pathname.startsWith('/live/'));
  await page.goto(address);
  await stream;
};

scenario('a patient sees the hospital\'s post arrive, without a reload', async page => {
  await open_live(page, '/home');
  await page.evaluate(() => window.same_page = true);
  const bar = page.locator('#new-posts');
  check(!await bar.isVisible(), 'the bar is there before there is news');
  const feed = await page.locator('#feed').innerHTML();
  const before = Date.now();
  const said = await say('hospital', 'The emergency ward has moved to the north wing.');
  await bar.waitFor({state: 'visible'});
  const took = Date.now() - before;
  check(took < 1000, `it took ${took} ms`);
  check(/^\s*1 new post\s*$/.test(await bar.innerText()), `the bar says "${await bar.innerText()}"`);
  check(await page.locator('#feed').innerHTML() === feed, 'the feed moved by itself');
  await say('clinic', 'Nobody here follows the clinic.');
  await say('hospital', 'Enter from Mill Street.');
  await until(async () => /2 new posts/.test(await bar.innerText()), 'the bar does not count on');
  await bar.click();
  await post(page, said.id).waitFor();
  check(await page.evaluate(() => window.same_page), 'the page was loaded again');
  check((await page.locator('#feed article').first().innerText()).includes('Mill Street'), 'the newest post is not first');
  check(!(await page.locator('#feed').innerText()).includes('follows the clinic'), 'a post of nobody one follows is shown');
  check(!await bar.isVisible(), 'the bar stays after the posts are shown');
}, {person: 'patient'});

scenario('a deleted post leaves an open page\'s feed on the next look', async page => {
  const said = await say('hospital', 'Posted by mistake.');
  await page.goto('/home');
  await post(page, said.id).waitFor();
  await api('DELETE', `/api/v1/statuses/${said.id}`, 'hospital');
  await page.goto('/home');
  check(!await post(page, said.id).count(), 'it is still there');
}, {person: 'patient'});

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts';

  scenario(`support, share and save are pressed and taken back ${how}`, async page => {
    const said = await say('hospital', `Marked ${how}`);
    for (const [name, flag, count] of [[/support|like/i, 'favourited', 'favourites_count'], [/share|boost/i, 'reblogged', 'reblogs_count'], [/save|bookmark/i, 'bookmarked']]) {
      for (const on of [true, false]) {
        await page.goto(`/@hospital/${said.id}`);
        await press(page, said.id, name);
        await until(async () => (await api('GET', `/api/v1/statuses/${said.id}`, 'patient'))[flag] === on, `${flag} is not ${on}`);
        await until(async () => await post(page, said.id).getByRole('button', {name}).first().getAttribute('aria-pressed') === String(on), `${flag} does not show`);
        check(await post(page, said.id).evaluate(card => card.classList.contains('open')), 'the post the page is about is no longer shown as such');
        if (count) check((await api('GET', `/api/v1/statuses/${said.id}`, 'patient'))[count] === (on ? 1 : 0), `${count} is wrong`);
      }
    }
  }, {person: 'patient', javaScriptEnabled: scripts});

  scenario(`a person posts, replies and deletes ${how}`, async page => {
    await page.goto('/home');
    await page.locator('main summary', {hasText: 'Ask or share'}).click();
    if (scripts) await until(() => page.evaluate(() => document.activeElement.id === 'status'), 'the composer opens without the focus');
    await write(page, `Thank you all, ${how} <3 & more`);
    const own = page.locator('#feed article', {hasText: `Thank you all, ${how} <3 & more`});
    await own.waitFor();
    check(new URL(page.url()).pathname === '/home', `posting led to ${page.url()}`);
    check((await page.locator('#feed article').first().innerText()).includes('Thank you all'), 'the new post is not at the top');
    check(await page.locator('main textarea').inputValue() === '', 'the composer still holds the text');
    const id = (await own.getAttribute('id')).slice(1);
    await page.goto(`/@patient/${id}`);
    await write(page, `And to the night shift, ${how}`);
    await page.locator('article', {hasText: `And to the night shift, ${how}`}).waitFor();
    check(new URL(page.url()).pathname === `/@patient/${id}`, `replying led to ${page.url()}`);
    check(await page.locator('main textarea').inputValue() === '', 'the composer still holds the reply');
    check((await api('GET', `/api/v1/statuses/${id}`, 'patient')).replies_count === 1, 'the reply is not counted');
    await post(page, id).getByRole('link', {name: /^more/i}).click();
    await page.locator('main').getByRole('button', {name: /delete/i}).click();
    await page.waitForURL('**/home');
    await until(async () => !(await api('GET', '/api/v1/accounts/verify_credentials', 'patient').then(me =>
      api('GET', `/api/v1/accounts/${me.id}/statuses`, 'patient'))).some(each => each.id === id), 'it is still there');
  }, {person: 'patient', javaScriptEnabled: scripts});

  scenario(`an empty post is refused and the entered text is kept ${how}`, async page => {
    await page.goto('/new');
    await write(page, 'y'.repeat(3001));
    await page.locator('.err').waitFor();
    check((await page.locator('main textarea').first().inputValue()).length === 3001, 'the text is gone');
    check(/3,?000/.test(await page.locator('.err').innerText()), 'the reason is not named');
  }, {person: 'patient', javaScriptEnabled: scripts});

  scenario(`somebody signs up, confirms by mail, and posts ${how}`, async page => {
    const name = scripts ? 'newcomer' : 'plaincomer';
    await page.goto('/sign-up');
    await page.fill('[name=birth_month]', '5');
    await page.fill('[name=birth_year]', '1980');
    await page.locator('main form:has([name=birth_year])').getByRole('button').click();
    await page.fill('[name=username]', 'patient');
    await page.fill('[name=email]', `${name}@example.org`);
    await page.fill('[name=password]', 'seven green boats at noon');
    for (const box of await page.locator('main [type=checkbox]').all()) await box.check();
    const submit = () => page.locator('main form:has([name=password])').getByRole('button').last().click();
    await submit();
    await page.locator('.err').waitFor();
    check(await page.inputValue('[name=email]') === `${name}@example.org`, 'the address was not kept');
    check((await page.locator('#username-error').innerText()).length > 5, 'no message at the field');
    await page.fill('[name=username]', name);
    await page.fill('[name=password]', 'seven green boats at noon');
    for (const box of await page.locator('main [type=checkbox]').all()) await box.check();
    await submit();
    await page.waitForURL(address => address.pathname !== '/sign-up');
    await until(async () => { await page.goto('/demo/mail'); return (await page.content()).includes(`${name}@example.org`); }, 'no letter came');
    await page.locator('main li', {hasText: `${name}@example.org`}).first().getByRole('link').click();
    await page.locator('main a[href*="confirm"]').first().click();
    for (const button of await page.locator('main').getByRole('button', {name: /confirm/i}).all()) await button.click();
    if (!await page.locator('#act').count()) {
      await page.goto('/sign-in');
      await page.fill('[name=login]', name);
      await page.fill('[name=password]', 'seven green boats at noon');
      await page.locator('main form:has([name=password])').getByRole('button').first().click();
      await page.waitForURL(address => !address.pathname.startsWith('/sign-in'));
    }
    await page.goto('/new');
    await write(page, 'My first words here');
    await page.goto(`/@${name}`);
    await page.getByText('My first words here').first().waitFor();
  }, {javaScriptEnabled: scripts});

  scenario(`what was just posted is taken back and written anew ${how}`, async page => {
    await page.goto('/new');
    await write(page, `A word too soon, ${how}`);
    await page.locator('#feed article', {hasText: `A word too soon, ${how}`}).waitFor();
    await page.getByRole('button', {name: /undo/i}).click();
    await until(async () => (await page.locator('#status').inputValue()) === `A word too soon, ${how}`, 'the text is not there to be written anew');
    await page.goto('/home');
    check(!(await page.locator('#feed').innerText()).includes(`A word too soon, ${how}`), 'the post is still there');
  }, {person: 'patient', javaScriptEnabled: scripts});

  scenario(`a private message is written, answered and read ${how}`, async page => {
    await page.goto('/messages/new');
    await page.fill('[name=to]', '@clinic');
    await page.fill('[name=status]', `Can I come earlier? ${how}`);
    await page.locator('main form').first().getByRole('button', {name: /send/i}).click();
    await page.locator('.msg', {hasText: `Can I come earlier? ${how}`}).waitFor();
    const [found] = await api('GET', '/api/v1/conversations', 'clinic');
    check(found.unread, 'it is not new for the clinic');
    await say('clinic', '@patient At 9, if you like.', {visibility: 'direct', in_reply_to_id: found.last_status.id});
    await page.goto('/messages');
    await page.locator('main li', {hasText: 'At 9, if you like.'}).getByRole('link').first().click();
    await page.locator('.msg', {hasText: 'At 9, if you like.'}).waitFor();
    check(await page.title().then(title => !title.includes('clinic')), 'the tab says who one writes to');
  }, {person: 'patient', javaScriptEnabled: scripts});

  scenario(`somebody new chooses a language, topics and people by keyboard alone ${how}`, async page => {
    const press_on = async name => {
      for (let i = 0; i < 90; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(said => document.activeElement.matches('main button') && document.activeElement.textContent.trim() === said, name)) break;
      }
      await page.keyboard.press('Enter');
    };
    await page.goto('/welcome');
    await press_on('Go on');
    await page.waitForURL('**/welcome/topics');
    await page.locator('[name=topic][value=Asthma]').focus();
    if (!await page.locator('[name=topic][value=Asthma]').isChecked()) await page.keyboard.press('Space');
    await press_on('Go on');
    await page.waitForURL('**/welcome/people');
    await press_on('Done');
    await page.waitForURL('**/home');
    await page.goto('/topics');
    await page.locator('main a[href="/tags/Asthma"]').first().waitFor();
  }, {person: 'neighbor', javaScriptEnabled: scripts, viewport: phone});

  scenario(`a follow tells the followed ${how}`, async page => {
    const name = scripts ? 'clinic' : 'neighbor';
    await page.goto(`/@${name}`);
    await page.locator('main').getByRole('button', {name: /^follow/i}).first().click();
    await until(async () => (await api('GET', '/api/v1/notifications', name)).some(each => each.type === 'follow' && each.account.username === 'patient'), 'nobody was told');
    await page.goto(`/@${name}`);
    await page.locator('main').getByRole('button', {name: /unfollow|following/i}).first().waitFor();
  }, {person: 'patient', javaScriptEnabled: scripts});
}

scenario('the bell counts a mention at once', async page => {
  await open_live(page, '/home');
  const said = () => page.locator('#bell').getAttribute('aria-label');
  const before = Number((await said()).match(/\d+/) ?? 0);
  await say('neighbor', '@patient shall we go together?');
  await until(async () => (await said()).includes(`${before + 1} new`), `the bell says "${await said()}"`);
  await page.goto('/notifications');
  await page.getByText('shall we go together?').first().waitFor();
  // Being shown is being read: the form sends itself and is gone.
  await until(async () => !await page.locator('form#read').count(), 'the page does not mark them as read');
  check(await page.locator('.news.new').count() > 0, 'what is new no longer shows');
  await page.goto('/home');
  check(!/new/.test(await said()), 'what was read still counts');
}, {person: 'patient'});

scenario('an answer is counted on the open page of its thread', async page => {
  await open_live(page, `/@hospital/${facts.post}`);
  await say('clinic', 'We do that too.', {in_reply_to_id: facts.post});
  const bar = page.locator('#new-posts');
  await bar.waitFor({state: 'visible'});
  await bar.click();
  await page.locator('#feed article', {hasText: 'We do that too.'}).waitFor();
}, {person: 'patient'});

scenario('the composer counts, keeps a draft, and suggests by keyboard', async page => {
  await page.goto('/new');
  await page.locator('#left').waitFor();
  const field = page.locator('#status');
  await field.pressSequentially('👩‍⚕️ thanks @hosp');
  check((await page.locator('#left b').innerText()).replace(/\D/g, '') === String(3000 - 14), `it counts ${await page.locator('#left b').innerText()}`);
  await page.locator('#suggested [role=option]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  check(await field.getAttribute('aria-activedescendant') === 'suggested-1', 'the chosen name is not told');
  await page.keyboard.press('Enter');
  check((await field.inputValue()).endsWith('@hospital '), `it holds "${await field.inputValue()}"`);
  await until(async () => await page.locator('#draft_id').inputValue() !== '', 'no draft is kept', 8000);
  const id = await page.locator('#draft_id').inputValue();
  await page.locator('main form:has(textarea)').first().getByRole('button', {name: /^post/i}).click();
  await page.waitForURL('**/home*');
  check((await page.goto(`/drafts/${id}`)).status() === 404, 'the draft outlived its post');
}, {person: 'patient'});

scenario('without scripts a button marks notifications as read', async page => {
  await say('patient', '@neighbor see you there');
  await page.goto('/notifications');
  await page.locator('main').getByRole('button', {name: /mark all as read/i}).click();
  await until(async () => !await page.locator('form#read').count(), 'they are still unread');
  check(!await page.locator('.news.new').count(), 'they still show as new');
}, {person: 'neighbor', javaScriptEnabled: false});

scenario('search finds people and hashtags', async page => {
  await page.goto('/search?q=hosp');
  await page.locator('main').getByRole('link', {name: /hospital/i}).first().waitFor();
  await page.goto('/search?q=%23FluSeason');
  await page.locator('main').getByRole('link', {name: /fluseason/i}).first().click();
  await page.getByText('Flu vaccination starts').first().waitFor();
}, {person: 'patient'});

scenario('the profile is changed in the settings', async page => {
  await page.goto('/settings');
  if (!await page.locator('[name=name]').count()) await page.goto('/settings/profile');
  await page.fill('[name=name]', 'Noor, a neighbor');
  await page.locator('main form:has([name=name])').getByRole('button', {name: /save/i}).first().click();
  await until(async () => (await api('GET', '/api/v1/accounts/verify_credentials', 'neighbor')).display_name === 'Noor, a neighbor', 'the name is as before');
}, {person: 'neighbor'});

scenario('signing out ends the session', async (page, context) => {
  const cookies = await context.cookies();
  await page.goto('/settings');
  const button = page.getByRole('button', {name: /sign out/i}).first();
  await button.click();
  await page.waitForURL(address => !address.pathname.startsWith('/settings'));
  await context.addCookies(cookies);
  await page.goto('/home');
  check(!await page.locator('#act').count(), 'the old cookie still opens the house');
}, {person: 'neighbor', fresh: true});

scenario('keys move through the feed and write nothing by themselves', async page => {
  await page.goto('/home');
  // The script of the keys comes after the page.
  await until(async () => { await page.keyboard.press('j'); return page.evaluate(() => document.activeElement.id); }, 'no key moves the focus');
  const first = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press('j');
  const second = await page.evaluate(() => document.activeElement.id);
  check(/^p\d+$/.test(first) && /^p\d+$/.test(second) && first !== second, `focus went from "${first}" to "${second}"`);
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.waitForURL('**/notifications');
}, {person: 'patient'});

scenario('strangers read without an account', async page => {
  // What is local moves on: by now other posts stand first there.
  for (const [address, text] of [['/local', ''], ['/@hospital', ''], [`/@hospital/${facts.post}`, 'Flu vaccination starts'], ['/tags/fluseason', 'Flu vaccination starts']]) {
    const answer = await page.goto(address);
    check(answer.status() === 200, `${address}: ${answer.status()}`);
    await page.locator('article', {hasText: text}).first().waitFor();
    check(!await page.locator('#act').count(), 'a visitor is offered actions of members');
  }
});

for (const [who, pages] of [['patient', everywhere], [undefined, outside], ['matron', desk]]) {
  for (const [name, address] of Object.entries(pages)) {
    scenario(`${name} is accessible on every window`, async page => {
      const answer = await page.goto(address);
      check(answer.status() < 500 && (name === 'not-found' || answer.status() < 400), `${address}: ${answer.status()}`);
      await looks(page, name, {sizes: {narrow: {width: 320, height: 700}, phone, desktop}});
    }, {person: who});
  }
}

// A made-up language that reads from right to left, and one with longer words.
for (const locale of ['ar-XB', 'en-XA']) {
  for (const [name, address] of Object.entries({local: '/local', post: everywhere.post, profile: '/@hospital', 'sign-up': '/sign-up', explore: '/explore', search: '/search?q=flu', menu: '/menu'})) {
    scenario(`${name} holds in ${locale}`, async page => {
      await page.goto(address);
      check(await page.getAttribute('html', 'lang') === locale, 'the page speaks another language');
      check(await page.getAttribute('html', 'dir') === (locale === 'ar-XB' ? 'rtl' : 'ltr'), 'the page reads in the wrong direction');
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(wider <= 0, `${address} scrolls sideways by ${wider} px`);
      await picture(page, `${name}-phone-${locale}`);
      await accessible(page, address);
    }, {viewport: phone, locale});
  }
}

await run();

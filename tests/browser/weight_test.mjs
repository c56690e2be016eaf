// What pages weigh as sent, what they ask of whom, and how they hold for those who enlarge, save, or set their own colors.
import {request} from 'node:http';
import {readFileSync} from 'node:fs';
import {HtmlValidate} from 'html-validate';
import {accessible, check, facts, looks, phone, picture, scenario} from './harness.mjs';

const firstViews = {home: '/home', post: `/@hospital/${facts.post}`, profile: '/@hospital', explore: '/explore',
  notifications: '/notifications', settings: '/settings'};

// The bytes of an answer as a browser gets them.
function sent(address, headers = {}) {
  return new Promise((done, failed) => request(facts.url + address, {headers: {'Accept-Encoding': 'br, gzip', ...headers}}, answer => {
    const parts = [];
    answer.on('data', part => parts.push(part));
    answer.on('end', () => done({status: answer.statusCode, headers: answer.headers, size: Buffer.concat(parts).length}));
  }).on('error', failed).end());
}

const weigh = async (page, address, name) => {
  const addresses = new Set();
  page.on('request', asked => addresses.add(asked.url()));
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready);
  const cookie = (await page.context().cookies()).map(each => `${each.name}=${each.value}`).join('; ');
  const html = await sent(address, {cookie, accept: 'text/html'});
  check(html.status === 200 && html.headers['content-encoding'] === 'br', `${address}: ${html.status}, ${html.headers['content-encoding']}`);
  const weight = {html: html.size, css: 0, mjs: 0, svg: 0, woff2: 0};
  const assets = [...addresses].filter(each => each.includes('/assets/')).map(each => new URL(each).pathname);
  for (const asset of assets) {
    const kind = asset.split('.').pop();
    const answer = await sent(asset);
    check(/immutable/.test(answer.headers['cache-control']), `${asset} is not kept`);
    if (kind in weight) weight[kind] += answer.size;
  }
  console.log(`      ${name}: ` + Object.entries(weight).map(([kind, size]) => `${kind} ${size}`).join(', '));
  check(weight.html + weight.css <= 14_000, `${address}: ${weight.html + weight.css} bytes of HTML and CSS`);
  check(weight.mjs <= 6_000, `${address}: ${weight.mjs} bytes of JavaScript`);
  check(weight.svg <= 4_000, `${address}: ${weight.svg} bytes of icons`);
  check(weight.woff2 <= 20_000, `${address}: ${weight.woff2} bytes of fonts`);
  return weight;
};

for (const [name, address] of Object.entries(firstViews))
  scenario(`the first view of ${name} keeps its budget`, page => weigh(page, address, name), {person: 'patient'});
scenario('the first view of sign-up keeps its budget', page => weigh(page, '/sign-up', 'sign-up'));
scenario('the first view of a visitor keeps its budget', page => weigh(page, '/local', 'visitor'));

scenario('who saves data is sent no font', async page => {
  const asked = [];
  page.on('request', each => asked.push(each.url()));
  await page.route('**/*', route => route.continue({headers: {...route.request().headers(), 'save-data': 'on'}}));
  await page.goto('/local');
  await page.evaluate(() => document.fonts.ready);
  check(await page.locator('html[data-lean]').count(), 'the page does not know');
  check(!asked.some(each => each.endsWith('.woff2')), 'the font was fetched');
});

// Reflow and text of one's own size (WCAG 1.4.4, 1.4.10, 1.4.12): nothing is cut off, nothing scrolls sideways.
const fits = async (page, what) => {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wider <= 0, `${what} scrolls sideways by ${wider} px`);
  const cut = await page.evaluate(() => [...document.querySelectorAll('main button, main a, main label, main h1, main h2, main p')].filter(each => {
    const style = getComputedStyle(each);
    return !each.closest('.vh') && style.overflow !== 'visible' && style.textOverflow !== 'ellipsis' && each.scrollHeight > each.clientHeight + 2 && each.clientHeight > 2;
  }).slice(0, 3).map(each => each.outerHTML.slice(0, 120)));
  check(!cut.length, `${what} cuts off ${cut.join(' | ')}`);
};
for (const [name, address] of Object.entries({...firstViews, 'new': '/new', 'own profile': '/@patient'})) {
  scenario(`${name} holds at 400 % zoom, with text spaced and twice as large`, async page => {
    await page.goto(address);
    await fits(page, `${address} at 320 px`);
    await page.addStyleTag({content: '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}'});
    await fits(page, `${address} with text spaced`);
    await page.goto(address);
    await page.setViewportSize({width: 640, height: 900});
    await page.addStyleTag({content: 'html{font-size:200%!important}'});
    await fits(page, `${address} with text at 200 %`);
  }, {person: 'patient', viewport: {width: 320, height: 640}});
}

scenario('with colors of one\'s own, what is current and what is a button still shows', async page => {
  await page.goto('/home');
  const outlined = await page.evaluate(() => getComputedStyle(document.querySelector('.nav [aria-current]')).outlineStyle);
  check(outlined !== 'none', 'what is current has no outline');
  check(await page.evaluate(() => [...document.querySelectorAll('main .btn, main button')].every(each => !each.checkVisibility() || getComputedStyle(each).borderStyle !== 'none' || each.className !== 'btn')), 'a button has no border');
  await picture(page, 'home-forced-colors');
}, {person: 'patient', forcedColors: 'active', viewport: {width: 1280, height: 900}});

for (const colorScheme of ['light', 'dark']) {
  scenario(`what the pointer rests on stays readable: ${colorScheme}`, async page => {
    for (const [address, over] of [['/home', '.tabs [aria-current]'], ['/home', '.rail [aria-current]'], ['/settings/posting', '.tabs [aria-current]'],
      ['/home', '.top .help'], ['/home', '#feed .act[aria-pressed]'], ['/explore', 'main a.chip'], ['/settings', 'main .btn']]) {
      await page.goto(address);
      await page.locator(over).first().hover();
      await accessible(page, `${address} with the pointer on ${over}`, {colors: true});
    }
  }, {person: 'patient', colorScheme, viewport: {width: 1280, height: 900}});
}

scenario('who wants less movement gets none', async page => {
  await page.goto('/home');
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter(each => {
    const style = getComputedStyle(each);
    return parseFloat(style.animationDuration) > 0 && style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
  }).length);
  check(!moving, `${moving} elements move`);
}, {person: 'patient', reducedMotion: 'reduce'});

const validator = new HtmlValidate({extends: ['html-validate:standard'], rules: {
  'void-style': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off', 'long-title': 'off', 'attribute-boolean-style': 'off',
  'no-inline-style': 'error', 'require-sri': 'off', 'no-implicit-button-type': 'off', 'no-implicit-input-type': 'off', 'prefer-native-element': 'off',
  'valid-autocomplete': 'error', 'attr-quotes': 'off', 'no-raw-characters': 'off', 'no-redundant-for': 'off', 'input-missing-label': 'error',
  'tel-non-breaking': 'off', 'text-content': 'error', 'no-redundant-aria-label': 'off', 'no-conditional-comment': 'off',
  'no-redundant-role': 'off', 'wcag/h63': 'off', 'unique-landmark': 'error', 'aria-label-misuse': ['error', {allowAnyNamable: true}]}});
const walked = ['/home', '/new', `/@hospital/${facts.post}`, '/@hospital', '/@patient', '/notifications', '/search?q=hospital', '/settings',
  '/settings/account', '/settings/posting', '/settings/security', '/settings/sessions', '/settings/moving', '/settings/export', '/settings/delete',
  '/local', '/tags/fluseason', '/bookmarks', `/posts/${facts.post}/more`, '/@hospital/followers', '/requests', '/keys', '/explore', '/lists',
  '/filters', '/drafts', '/scheduled', '/blocks', '/mutes', '/messages', '/people', '/help-now', '/language', '/no/such/page'];
const outside = ['/', '/sign-in', '/sign-up', '/about', '/help-now', '/reset', '/language', '/@hospital', `/@hospital/${facts.post}`];
const valid = async (page, addresses) => {
  const faults = [];
  for (const address of addresses) {
    const answer = await page.request.get(address);
    const report = await validator.validateString(await answer.text());
    for (const result of report.results) for (const each of result.messages) if (each.severity === 2) faults.push(`${address}: ${each.ruleId}: ${each.message} ${each.selector ?? ''}`);
  }
  check(!faults.length, `${faults.length} faults:\n      ${[...new Set(faults)].slice(0, 40).join('\n      ')}`);
};
scenario('pages of members are valid HTML', page => valid(page, walked), {person: 'patient'});
scenario('pages of visitors are valid HTML', page => valid(page, outside));

// The languages that we ship, in the direction they are read.
const languages = {es: 'ltr', ar: 'rtl'};
for (const [locale, direction] of Object.entries(languages)) {
  for (const [size, viewport] of Object.entries({phone, wide: {width: 1280, height: 900}})) {
    scenario(`pages hold in ${locale}: ${size}`, async page => {
      for (const [name, address] of Object.entries({local: '/local', post: `/@hospital/${facts.post}`, profile: '/@hospital', 'sign-up': '/sign-up', 'sign-in': '/sign-in',
        explore: '/explore', 'help-now': '/help-now', about: '/about', language: '/language'})) {
        await page.goto(address);
        check(await page.getAttribute('html', 'lang') === locale, `${address} speaks another language`);
        check(await page.getAttribute('html', 'dir') === direction, `${address} reads in the wrong direction`);
        await fits(page, address);
        await looks(page, `${locale}-${name}`, {sizes: {[size]: viewport}});
      }
    }, {viewport, locale});
  }
  scenario(`a member chooses ${locale} at the foot of a page, and every page and refusal speaks it`, async page => {
    try {
      await page.goto('/home');
      await page.locator('footer').getByRole('link', {name: 'العربية'}).click();
      await page.locator(`button[value=${locale}]`).click();
      await page.waitForURL('**/home');
      for (const address of ['/home', '/notifications', '/settings', '/settings/account', '/settings/security', '/new', '/messages', '/lists', '/filters', '/drafts', '/bookmarks', '/keys']) {
        await page.goto(address);
        check(await page.getAttribute('html', 'lang') === locale, `${address} speaks another language`);
        await fits(page, address);
        await picture(page, `${locale}-member${address.replaceAll('/', '-')}`);
        await accessible(page, address);
      }
      await page.goto('/no/such/page');
      check(!/could not find/.test(await page.locator('main').innerText()), 'the refusal is in English');
      await page.goto('/new');
      await page.locator('main textarea').first().fill('y'.repeat(3001));
      await page.locator('main form:has(textarea)').first().locator('button').last().click();
      const said = await page.locator('.err').innerText();
      check(/3.?000/.test(said) && !/characters/.test(said), `the refusal says "${said}"`);
    } finally {
      await page.goto('/language');
      await page.locator('button[value=en]').click();
    }
  }, {person: 'neighbor', viewport: phone});
}

scenario('a visitor chooses a language, and it stays', async page => {
  await page.goto('/about');
  await page.locator('footer').getByRole('link', {name: 'español'}).click();
  await page.locator('button[value=es]').click();
  await page.waitForURL('**/about');
  check(await page.getAttribute('html', 'lang') === 'es', 'the page speaks as before');
  await page.goto('/sign-in');
  check(await page.getAttribute('html', 'lang') === 'es', 'the next page speaks as before');
}, {javaScriptEnabled: false});

scenario('moments are told by the clock of the device, or of the zone that was chosen', async page => {
  await page.goto('/home');
  await page.goto('/language');
  const now = () => page.locator('main .meta').innerText();
  const hour = zone => new Intl.DateTimeFormat('en-GB', {hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone}).format(new Date()).toLowerCase();
  const told = async zone => (await now()).toLowerCase().includes(hour(zone)) || (await now()).toLowerCase().includes(hour(zone).replace(/^0:/, '12:'));
  check(await told('America/Bogota'), `it says "${await now()}" and not ${hour('America/Bogota')}`);
  await page.selectOption('[name=zone]', 'Asia/Tokyo');
  await page.locator('form[action="/language/zone"] button').click();
  await page.goto('/language');
  check(await told('Asia/Tokyo'), `it says "${await now()}" and not ${hour('Asia/Tokyo')}`);
}, {person: 'patient', timezoneId: 'America/Bogota', fresh: true});

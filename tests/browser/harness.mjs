// Opens Chromium, runs scenarios one after another, each in a browser of its own, and counts.
import {mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';

export const facts = JSON.parse(process.env.SALVE_FACTS);
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pictures = new URL('../../build/screenshots/', import.meta.url).pathname;
mkdirSync(pictures, {recursive: true});

const scenarios = [];
export const scenario = (title, work, options = {}) => scenarios.push({title, work, options});

export const desktop = {width: 1280, height: 900}, phone = {width: 390, height: 844};

export function check(condition, message) {
  if (!condition) throw new Error(message);
}

// Asks until the answer is true: pages change in their own time, and a fixed pause is either too long or too short.
export async function until(ask, message, milliseconds = 5000) {
  for (const end = Date.now() + milliseconds; ;) {
    if (await ask()) return;
    if (Date.now() > end) throw new Error(message);
    await new Promise(done => setTimeout(done, 20));
  }
}

export async function api(method, path, person, fields) {
  const answer = await fetch(facts.url + path, {method, body: fields && JSON.stringify(fields), headers: {
    'Content-Type': 'application/json', Authorization: `Bearer ${facts.people[person].token}`}});
  check(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}
export const say = (person, status, more = {}) => api('POST', '/api/v1/statuses', person, {status, ...more});

export async function sign_in(page, person) {
  await page.goto('/sign-in');
  await page.fill('[name=login]', facts.people[person].username);
  await page.fill('[name=password]', facts.people[person].password);
  await page.locator('main form:has([name=password])').getByRole('button').first().click();
  await page.waitForURL(address => !address.pathname.startsWith('/sign-in'));
}

const signed_in = {};  // the cookies of each person, so that one sign-in serves many scenarios

// A window beside the scenario's own, of a person or (null) of a visitor; with their session, or with one of its own (`fresh`).
export async function someone(context, person, {fresh, ...options} = {}) {
  const own = await context.browser().newContext({baseURL: facts.url, viewport: desktop, locale: 'en-US', bypassCSP: true,
    storageState: fresh || !person ? undefined : signed_in[person], ...options});
  const page = await own.newPage();
  page.setDefaultTimeout(8000);
  if (person && (fresh || !signed_in[person])) await sign_in(page, person);
  if (person && !fresh) signed_in[person] ??= await own.storageState();
  return page;
}

// WCAG 2.2 A and AA, and axe's own best practices. Of a page that was checked in another theme only what colors decide (`colors`).
export async function accessible(page, what, {colors} = {}) {
  if (!await page.evaluate(() => !!window.axe)) await page.addScriptTag({path: axe});
  const rules = colors ? {runOnly: ['color-contrast', 'link-in-text-block']} : {};
  const {violations} = await page.evaluate(rules => window.axe.run(document, {resultTypes: ['violations'], ...rules}), rules);
  check(!violations.length, `${what}: ` + violations.map(each =>
    `${each.id} (${each.help}): ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`).join('; '));
}

export async function picture(page, name) {
  await page.screenshot({path: `${pictures}${name}.png`});
}

// How a page looks on each window, by day and by night: nothing stands out of it, everything is accessible; with pictures.
export async function looks(page, name, {sizes = {390: phone, 1280: desktop}, themes = ['light', 'dark']} = {}) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wider <= 0, `${name} scrolls sideways by ${wider} px at ${size}`);
    for (const colorScheme of themes) {
      await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
      await accessible(page, `${name}, ${size}, ${colorScheme}`, {colors: colorScheme !== themes[0]});
      await picture(page, `${name}-${size}-${colorScheme}`);
    }
  }
  await page.emulateMedia({colorScheme: 'light'});
}

export async function run() {
  const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
    '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
  let passed = 0, failed = 0;
  for (const {title, work, options} of scenarios) {
    if (facts.only.length && !facts.only.some(word => title.includes(word))) continue;
    const {person, fresh, ...context_options} = options;
    // The strict policy of our pages would refuse the checker's script; what the policy says is tested elsewhere.
    const context = await browser.newContext({baseURL: facts.url, viewport: desktop, locale: 'en-US', bypassCSP: true,
      storageState: fresh ? undefined : signed_in[person], ...context_options});
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    const complaints = [];
    page.on('pageerror', error => complaints.push(`script: ${error.message}`));
    page.on('console', message => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && complaints.push(`console: ${message.text()}`));
    page.on('request', request => {
      if (new URL(request.url()).origin !== new URL(facts.url).origin && !/^(data|blob|chrome)/.test(request.url())) complaints.push(`other origin: ${request.url()}`);
    });
    const started = Date.now();
    try {
      if (person && (fresh || !signed_in[person])) {
        await sign_in(page, person);
        if (!fresh) signed_in[person] = await context.storageState();
      }
      await work(page, context);
      check(!complaints.length, complaints.join('; '));
      console.log(`ok    ${title} (${Date.now() - started} ms)`);
      passed++;
    } catch (error) {
      console.log(`FAIL  ${title}\n      ${error.message.split('\n').slice(0, 12).join('\n      ')}\n      at ${page.url()}`);
      // Scenarios of several people open windows of their own: the one that failed is among them.
      const name = 'failed-' + title.replace(/\W+/g, '-').slice(0, 60);
      for (const [i, each] of browser.contexts().flatMap(one => one.pages()).entries()) await picture(each, `${name}-${i}`).catch(() => {});
      failed++;
    }
    for (const each of browser.contexts()) await each.close();
  }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

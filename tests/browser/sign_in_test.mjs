// Signing in: passkeys with Chromium's virtual authenticator, codes, and the pages on a phone and a desktop.
import {createHmac} from 'node:crypto';
import {accessible, check, facts, phone, picture, scenario, sign_in, until} from './harness.mjs';

// An authenticator in the browser, as a phone or a laptop has one.
async function with_device(context, page, options = {}) {
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const {authenticatorId} = await device.send('WebAuthn.addVirtualAuthenticator', {options: {protocol: 'ctap2', transport: 'internal',
    hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, ...options}});
  return {device, authenticatorId};
}

async function add_passkey(page, name) {
  await page.goto('/settings/security');
  const form = page.locator('form[data-passkey=create]');
  await form.locator('[name=name]').fill(name);
  await form.getByRole('button').click();
}

const sign_out = async page => {
  await page.goto('/sign-out');
  await page.locator('main').getByRole('button').click();
};
const has_session = async context => (await context.cookies()).some(each => each.name === 'salve_session');

// RFC 6238, as an app on a phone computes it.
function code_of(secret, moment = Date.now()) {
  const bits = [...secret.replaceAll(' ', '')].map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(moment / 30000)));
  const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

scenario('a passkey is added, signs in without a password, and is worth nothing once it is removed', async (page, context) => {
  const {device, authenticatorId} = await with_device(context, page);
  await add_passkey(page, 'My laptop');
  await page.locator('li b', {hasText: 'My laptop'}).waitFor();
  const {credentials} = await device.send('WebAuthn.getCredentials', {authenticatorId});
  check(credentials.length === 1 && credentials[0].isResidentCredential && credentials[0].rpId === 'localhost', `the device keeps ${JSON.stringify(credentials)}`);
  await picture(page, 'passkey-added');

  await sign_out(page);
  await page.goto('/sign-in');
  await page.getByRole('button', {name: /passkey/i}).click();
  await page.waitForURL(address => address.pathname !== '/sign-in');
  check(await has_session(context), 'the passkey did not sign in');

  await page.goto('/settings/security');
  await page.getByRole('button', {name: /^remove/i}).click();
  await until(async () => !await page.locator('li', {hasText: 'My laptop'}).count(), 'the passkey is still listed');
  await sign_out(page);
  await page.goto('/sign-in');
  await page.getByRole('button', {name: /passkey/i}).click();
  await page.getByText('This passkey is not known here').first().waitFor();
  check(!await has_session(context), 'a removed passkey signs in');
}, {person: 'neighbor', fresh: true});

scenario('a device that does not know its owner makes no passkey, and says so', async (page, context) => {
  await with_device(context, page, {isUserVerified: false});
  await add_passkey(page, 'Not mine');
  await page.locator('form[data-passkey=create] [role=alert]').waitFor();
  check(!await page.locator('li').getByText('Not mine').count(), 'it was added');
  check(await page.locator('form[data-passkey=create]').getByRole('button').isEnabled(), 'it cannot be tried again');
}, {person: 'neighbor', fresh: true});

scenario('without scripts no passkey is offered, and the password signs in', async page => {
  await page.goto('/sign-in');
  check(!await page.locator('form[data-passkey]').isVisible(), 'a button that does nothing is shown');
  await sign_in(page, 'patient');
}, {javaScriptEnabled: false});

scenario('an authenticator app is set up, asked for on a phone, and a recovery code stands in for it', async (page, context) => {
  await page.goto('/settings/security');
  await accessible(page, 'security settings');
  await picture(page, 'security-phone');
  await page.getByRole('button', {name: /set up an authenticator app/i}).click();
  await page.getByText('I cannot scan it').click();
  const secret = await page.locator('code.key').innerText();
  check(await page.locator('svg.square-code path').count() === 2, 'there is no pattern to scan');
  await accessible(page, 'setting an app up');
  await picture(page, 'app-setup-phone');
  await page.fill('[name=code]', code_of(secret));
  await page.getByRole('button', {name: /turn it on/i}).click();
  const codes = await page.locator('.codes code').allInnerTexts();
  check(codes.length === 10, `${codes.length} recovery codes`);
  await accessible(page, 'recovery codes');
  await picture(page, 'recovery-codes-phone');

  await sign_out(page);
  await page.goto('/sign-in');
  await page.fill('[name=login]', 'clinic');
  await page.fill('[name=password]', facts.people.clinic.password);
  await page.locator('main form:has([name=password])').getByRole('button').first().click();
  await page.waitForURL(/sign-in\/code/);
  check(!await has_session(context), 'the password alone signed in');
  await accessible(page, 'the code page');
  await picture(page, 'code-phone');
  await page.fill('[name=code]', '000000');
  await page.getByRole('button', {name: 'Go on'}).click();
  await page.getByText('This code is not right').first().waitFor();
  await page.fill('[name=code]', codes[0]);
  await page.getByRole('button', {name: 'Go on'}).click();
  await page.waitForURL(address => !address.pathname.startsWith('/sign-in'));
  check(await has_session(context), 'the recovery code did not sign in');

  await page.goto('/settings/security');
  await page.getByText('9 recovery codes are left').waitFor();
  await page.fill('[name=current]', facts.people.clinic.password);
  await page.getByRole('button', {name: /turn the second step off/i}).click();
  await page.getByRole('button', {name: /set up an authenticator app/i}).waitFor();
}, {person: 'clinic', fresh: true, viewport: phone});

scenario('an invitation brings somebody to sign up', async (page, context) => {
  await page.goto('/settings/invitations');
  await page.getByRole('button', {name: /make a link/i}).click();
  const address = await page.locator('input[readonly]').first().inputValue();
  await accessible(page, 'invitations');
  await picture(page, 'invitations');
  const stranger = await context.browser().newContext({baseURL: facts.url, viewport: phone});
  const other = await stranger.newPage();
  await other.goto(address);
  await other.getByRole('heading', {name: 'patient invites you'}).waitFor();
  await picture(other, 'invited-phone');
  await other.getByRole('link', {name: 'Sign up'}).first().click();
  await other.waitForURL(/sign-up/);
  await stranger.close();
}, {person: 'patient'});

for (const [name, viewport] of [['phone', phone], ['desktop', {width: 1280, height: 900}]])
  scenario(`sign-in is calm on a ${name}`, async page => {
    await page.goto('/sign-in');
    await accessible(page, 'sign-in');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    check(!wide, 'the page is wider than the window');
    await picture(page, `sign-in-${name}`);
  }, {viewport});

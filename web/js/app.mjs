// Entry. Everything on the page works without this file; README.md beside this folder says what pages agree to.
const $ = (selector, root = document) => root.querySelector(selector);
const fragment = {accept: 'text/html;fragment=1'};
const status = Object.assign(document.createElement('div'), {className: 'vh'});
status.setAttribute('role', 'status');
document.body.append(status);

// Every element of the fragment replaces its namesake; data-for="id" adds to one instead. Focus is kept.
export function apply(html, only) {
  const made = document.createElement('template');
  made.innerHTML = html;
  for (const element of only ? made.content.querySelectorAll(only) : [...made.content.children]) {
    if (element.matches('output')) { toast(element); continue; }
    const old = document.getElementById(element.dataset.for || element.id);
    if (!old) continue;
    if (element.dataset.for) { element.dataset.at === 'start' ? old.prepend(...element.childNodes) : old.append(...element.childNodes); continue; }
    const focused = old.contains(document.activeElement) && document.activeElement.id;
    old.replaceWith(element);
    if (focused) document.getElementById(focused)?.focus();
  }
  $('.err[tabindex]')?.focus();
}
export const load = async address => (await fetch(address, {headers: fragment})).text();

function toast(said) {
  $('.toast')?.remove();
  status.textContent = said.textContent;
  const shown = Object.assign(document.createElement('div'), {className: 'toast'});
  shown.append(...said.childNodes);
  document.body.append(shown);
  if (!$('button,a', shown)) setTimeout(() => shown.remove(), 6000);  // what can be acted on never goes by itself
}

addEventListener('submit', async event => {
  const form = event.target, button = event.submitter;
  if (!form.matches('[data-enhance]')) return;
  event.preventDefault();
  const host = button?.closest('article') || form;
  if (host.ariaBusy === 'true') return;
  host.ariaBusy = 'true';
  const address = button?.getAttribute('formaction') || form.getAttribute('action') || location.href;
  const data = new FormData(form, button), body = form.enctype.startsWith('multipart') ? data : new URLSearchParams(data);
  try {
    const answer = form.method === 'get' ? await fetch(address.split(/[?#]/)[0] + '?' + new URLSearchParams(data), {headers: fragment})
                                         : await fetch(address, {method: 'POST', body, headers: fragment});
    const elsewhere = answer.redirected && new URL(answer.url).pathname !== location.pathname;
    if (elsewhere || !answer.headers.get('content-type')?.includes('fragment')) return location.assign(answer.url);
    apply(await answer.text());
  } catch { toast(Object.assign(document.createElement('output'), {textContent: document.body.dataset.offline})); }
  finally { host.ariaBusy = null; }
});
addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.matches('textarea')) event.target.form?.requestSubmit();
});
addEventListener('toggle', event => event.target.open && $('textarea', event.target)?.focus(), true);
$('.err[tabindex]')?.focus();
$('form[data-at-once]')?.requestSubmit();  // what reading the page is meant to do
// The server tells the time where this device is; who only reads gets no cookie.
const zone = $('#act') && Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes('device_zone=' + zone)) document.cookie = `device_zone=${zone};path=/;max-age=31536000;samesite=lax`;
if ($('[data-leave]')) import('./exit.mjs');
if ($('[data-passkey]')) import('./passkeys.mjs');
if ($('[data-position]')) import('./position.mjs');
if ($('#status[data-limit]')) import('./compose.mjs');
if ($('#pick')) import('./area-map.mjs');
if ($('[data-live]')) import('./live.mjs');
if (matchMedia('(hover:hover)').matches && !document.documentElement.hasAttribute('data-nokeys')) import('./keys.mjs');

// Single-key shortcuts: off in fields, off for whoever turns them off (WCAG 2.1.4), listed at "?".
// A post's heading (.by) and buttons (.acts) are looked for outside its text: a post cannot name what a key presses.
const current = () => document.activeElement?.closest?.('article[id]');
const posts = () => [...document.querySelectorAll('main article[id]')];

function go(step) {
  const all = posts(), here = all.indexOf(current());
  let next = here + step;
  if (here < 0) next = step > 0 ? all.findIndex(post => post.getBoundingClientRect().top > 80) : 0;
  const post = all[Math.max(0, Math.min(next, all.length - 1))];
  if (!post) return;
  post.tabIndex = -1;
  post.focus();
  post.scrollIntoView({block: 'start'});
}
const mention = () => {
  const author = current()?.querySelector(':scope > .by h2 a')?.pathname.slice(2);
  if (author) location.assign('/new?mention=' + encodeURIComponent(author));
};
const find = () => ([...document.querySelectorAll('[type=search]')].find(field => field.offsetParent))?.focus();
const press = what => current()?.querySelector(':scope > ' + what)?.click();
function unfold() {
  const note = current()?.querySelector(':scope > details');
  if (note) note.open = !note.open;
}
const keys = {
  j: () => go(1), k: () => go(-1), x: unfold, n: () => location.assign('/new'), '?': () => location.assign('/keys'),
  '/': find, s: find, ArrowDown: () => go(1), ArrowUp: () => go(-1), Backspace: () => history.back(),
  r: () => press('.acts [href*="reply"]'), f: () => press('.acts [formaction$="/support"]'),
  b: () => press('.acts [formaction$="/share"]'), o: () => press('.by .meta a'), p: () => press('.by h2 a'), m: mention,
  Enter: () => press('.by .meta a'), e: () => current()?.querySelector('.shot a')?.click(), h: () => [...current()?.querySelectorAll('.cw>summary') ?? []].at(-1)?.click(),
  '.': () => document.querySelector('#new-posts:not([hidden])')?.click(),
};
const places = {h: '/home', n: '/notifications', l: '/local', d: '/messages', e: '/explore', f: '/favourites', k: '/bookmarks', b: '/settings/blocks', m: '/settings/mutes',
  r: '/requests', s: '/menu', u: document.querySelector('.nav a[href^="/@"]')?.href};

let waits_for_place = 0;
addEventListener('keydown', event => {
  if (event.key === 'Escape' && event.target.matches('input,textarea')) event.target.blur();
  if (event.altKey && event.key === 'n') location.assign('/new');
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input,textarea,select,[contenteditable]')) return;
  if (waits_for_place) {
    clearTimeout(waits_for_place);
    waits_for_place = 0;
    if (places[event.key]) { event.preventDefault(); location.assign(places[event.key]); }
    return;
  }
  if (event.key === 'g') { waits_for_place = setTimeout(() => waits_for_place = 0, 900); return; }
  // Arrows, Enter and Backspace keep their own meaning where no post has the focus.
  if (event.key.length > 1 && event.target !== current()) return;
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

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
const press = what => current()?.querySelector(':scope > ' + what)?.click();
function unfold() {
  const note = current()?.querySelector(':scope > details');
  if (note) note.open = !note.open;
}
const keys = {
  j: () => go(1), k: () => go(-1), x: unfold, n: () => location.assign('/new'), '?': () => location.assign('/keys'),
  '/': () => ([...document.querySelectorAll('[type=search]')].find(field => field.offsetParent))?.focus(),
  r: () => press('.acts [href*="reply"]'), f: () => press('.acts [formaction$="/support"]'),
  b: () => press('.acts [formaction$="/share"]'), o: () => press('.by .meta a'), m: () => press('.by h2 a'),
  '.': () => document.querySelector('#new-posts:not([hidden])')?.click(),
};
const places = {h: '/home', n: '/notifications', l: '/local', f: '/favourites', b: '/bookmarks', s: '/search'};

let waits_for_place = 0;
addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input,textarea,select,[contenteditable]')) return;
  if (waits_for_place) {
    clearTimeout(waits_for_place);
    waits_for_place = 0;
    if (places[event.key]) { event.preventDefault(); location.assign(places[event.key]); }
    return;
  }
  if (event.key === 'g') { waits_for_place = setTimeout(() => waits_for_place = 0, 900); return; }
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

// What happens elsewhere while the page is open: a count in a bar and on the bell. Nothing moves by itself.
import {apply, load} from './app.mjs';
const waiting = new Set();  // ids of posts that the bar counts
const bar = () => document.getElementById('new-posts');
let source, wait = 1000, broken = false;

// data-say="one:# new post|other:# new posts", by the plural rules of the page's language.
const rules = new Intl.PluralRules(document.documentElement.lang);
const counted = (element, count) => {
  const forms = element.dataset.say.split('|'), of = kind => forms.find(form => form.startsWith(kind + ':'));
  return (of(rules.select(count)) ?? of('other')).replace(/^\w+:/, '').replace('#', count);
};

function count(ids) {
  for (const id of ids) if (!document.getElementById('p' + id)) waiting.add(id);
  const shown = bar();
  if (!shown || !waiting.size) return;
  shown.textContent = counted(shown, waiting.size);
  shown.hidden = false;
}
function ring(unread) {
  const bell = document.getElementById('bell'), dot = bell?.querySelector('.dot');
  if (!dot) return;
  dot.textContent = unread > 99 ? '99+' : unread;
  dot.hidden = !unread;
  bell.setAttribute('aria-label', unread ? counted(bell, unread) : bell.dataset.none);
}
// While the stream was away the server told us nothing: the feed itself says what is new.
async function catch_up() {
  const shown = bar();
  if (!shown) return;
  const made = document.createElement('template');
  made.innerHTML = await load(shown.href);
  count([...made.content.querySelectorAll('#feed > article[id^=p]')].map(post => post.id.slice(1)));
}
function open() {
  source?.close();
  source = new EventSource(document.querySelector('[data-live]').dataset.live);
  source.onopen = () => { wait = 1000; if (broken) catch_up().catch(() => {}); broken = false; };
  source.addEventListener('posts', event => count([JSON.parse(event.data).id]));
  source.addEventListener('notifications', event => ring(JSON.parse(event.data).unread));
  source.addEventListener('html', event => apply(event.data));
  source.onerror = () => {
    source.close();
    broken = true;
    setTimeout(() => document.hidden || open(), wait * (0.5 + Math.random()));  // not all pages at once
    wait = Math.min(wait * 1.7, 60000);
  };
}
document.addEventListener('click', async event => {
  const shown = event.target.closest('#new-posts');
  if (!shown || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try { apply(await load(shown.href), '#feed'); } catch { return location.assign(shown.href); }
  waiting.clear();
  shown.hidden = true;
  const first = document.querySelector('#feed > article');
  if (first) { first.tabIndex = -1; first.focus(); }
});
document.addEventListener('visibilitychange', () => { if (document.hidden) { source.close(); broken = true; } else open(); });
open();

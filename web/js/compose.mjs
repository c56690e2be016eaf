// The composer: counts what a reader sees, keeps a draft on the server, suggests names and topics, takes what is pasted or
// dropped. The form says where drafts go by having a field draft_id, the text where suggestions come from by data-suggest.
import {apply, load} from './app.mjs';
const $ = id => document.getElementById(id);
const field = $('status'), form = field.form, left = $('left'), segments = new Intl.Segmenter();
let keeping, asking, list, chosen = -1, kept = field.value;

function count() {
  const text = field.value.replace(/https?:\/\/\S+/g, 'x'.repeat(23)) + (form.elements.spoiler_text?.value ?? '');
  let rest = +field.dataset.limit;
  for (const _ of segments.segment(text)) --rest;
  left.hidden = false;
  left.lastElementChild.textContent = rest.toLocaleString(document.documentElement.lang);
  left.classList.toggle('err-t', rest < 0);
}
async function keep() {
  if (field.value.trim().length < 3 || field.value === kept) return;
  kept = field.value;
  const data = new FormData(form);
  data.delete('media[]');
  const answer = await fetch('/drafts/quietly', {method: 'POST', body: new URLSearchParams(data), headers: {accept: 'text/html;fragment=1'}});
  if (answer.ok) apply(await answer.text());
}
const word = () => field.value.slice(0, field.selectionStart).match(/(?:^|\s)([@#][\p{L}\p{M}\p{N}_.@-]{1,30})$/u)?.[1];
function close() {
  list?.remove();
  list = null;
  chosen = -1;
  field.removeAttribute('aria-activedescendant');
}
function choose(step) {
  const all = list.children;
  all[chosen]?.setAttribute('aria-selected', 'false');
  chosen = (chosen + step + all.length) % all.length;
  all[chosen].setAttribute('aria-selected', 'true');
  field.setAttribute('aria-activedescendant', all[chosen].id);
}
function take(option) {
  const end = field.selectionStart, start = end - word().length;
  field.setRangeText(option.dataset.insert + ' ', start, end, 'end');
  close();
  count();
}
async function suggest() {
  const wanted = word();
  if (!wanted) return close();
  const made = document.createElement('template');
  made.innerHTML = await load(field.dataset.suggest + '?q=' + encodeURIComponent(wanted));
  close();
  if (word() !== wanted || !made.content.querySelector('li')) return;
  list = made.content.querySelector('ul');
  field.after(list);
  field.setAttribute('aria-controls', list.id);
}
field.setAttribute('aria-autocomplete', 'list');
form.addEventListener('input', () => {
  count();
  clearTimeout(keeping);
  clearTimeout(asking);
  if ($('draft_id')) keeping = setTimeout(() => keep().catch(() => {}), 3000);
  asking = setTimeout(() => suggest().catch(close), 150);
});
form.addEventListener('submit', () => clearTimeout(keeping));
field.addEventListener('keydown', event => {
  if (!list) return;
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step) choose(step);
  else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) take(list.children[chosen]);
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
});
form.addEventListener('mousedown', event => {
  const option = event.target.closest('[role=option]');
  if (option) { event.preventDefault(); take(option); }
});
field.addEventListener('blur', close);
form.addEventListener('dragover', event => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });  // or the browser opens the file
for (const name of ['paste', 'drop']) form.addEventListener(name, event => {
  const files = (event.clipboardData ?? event.dataTransfer).files;
  if (!files.length) return;
  event.preventDefault();
  form.append(Object.assign(document.createElement('input'), {type: 'file', name: 'media[]', multiple: true, hidden: true, files}));
  form.requestSubmit(form.querySelector('[name=step]'));
});
count();

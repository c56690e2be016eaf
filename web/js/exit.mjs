// Quick exit: the link, or Shift three times within five seconds. data-leave is where the session ends, or empty.
const link = document.querySelector('[data-leave]'), neutral = link.href;
let pressed = 0, timer;

function leave(event) {
  event?.preventDefault();
  const act = document.getElementById('act');
  if (act && link.dataset.leave) navigator.sendBeacon(link.dataset.leave, new FormData(act));
  document.title = '…';
  document.body.replaceChildren();
  document.documentElement.style.background = '#fff';
  history.replaceState(null, '', '/');
  window.open(neutral, '_blank', 'noopener,noreferrer');
  location.replace(neutral);
}
link.addEventListener('click', leave);
addEventListener('keyup', event => {
  if (event.key !== 'Shift') { pressed = 0; return; }
  clearTimeout(timer);
  timer = setTimeout(() => pressed = 0, 5000);
  if (++pressed === 3) leave();
});
// The back button must not bring the page back from memory.
addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

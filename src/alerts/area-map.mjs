// Drawing an area on the map of the desk: each press adds a corner to the field that forms have without scripts, too.
const $ = id => document.getElementById(id);
const map = $('pick'), draw = $('draw'), undo = $('undo'), field = $('polygon');
const line = map.querySelector('polyline'), {width, height} = map.querySelector('svg').viewBox.baseVal;
const {latitude, longitude, north, east} = map.dataset;
let corners = [];

const place = ([x, y]) => [+latitude + (height / 2 - y) / north, ((+longitude + (x - width / 2) / east + 540) % 360) - 180];
function show() {
  line.setAttribute('points', corners.map(corner => corner.map(Math.round).join()).join(' '));
  const ring = corners.length > 2 ? [...corners, corners[0]] : [];
  field.value = ring.map(corner => place(corner).map(degrees => degrees.toFixed(4)).join()).join(' ');
  undo.hidden = !corners.length;
}
draw.hidden = false;
draw.addEventListener('click', () => {
  const drawing = map.classList.toggle('drawing');
  draw.setAttribute('aria-pressed', drawing);
});
undo.addEventListener('click', () => {
  corners.pop();
  show();
});
map.addEventListener('click', event => {
  if (!map.classList.contains('drawing')) return;
  event.preventDefault();
  const box = map.getBoundingClientRect();
  corners.push([(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height]);
  show();
});
// A place of the list that is unchecked leaves the map, and one that is checked there comes.
$('map').closest('form').addEventListener('change', ({target}) => {
  for (const label of map.querySelectorAll('label.on, label.off'))
    if (label.htmlFor === target.id) label.className = target.checked ? 'on' : 'off';
});

/**
 * The script of the report's timeline, in JavaScript for browsers. It draws what is visible of the run: one row per actor, steps as marks and arrows, batches and
 * requests as bars. It is text, since the report is one file.
 */
export const TIMELINE_SCRIPT: string = `
const run = JSON.parse(document.getElementById('run').textContent);
const LANE = 60, LINE = 38, TOP = 28, STEP = 16, LEFT = 24, LONG_PAUSE_MS = 1000;
const byId = (id) => document.getElementById(id);
const view = byId('view'), svg = byId('timeline'), track = byId('track');
const state = { zoom: 1, isTrue: false, hasQuiet: false, chosen: -1, about: null };
let shown = [], xs = [], width = 0;

/** Whether a step is about the record that was chosen in the table. */
function concerns(step, record) {
  return step.p === record.p && (step.r === record.n || step.b.some((batch) => record.b.includes(batch)));
}

/** Puts the shown steps on the axis. Pauses take less space the longer they are, unless the axis is true to time. */
function layOut() {
  shown = run.steps.map((step, place) => place).filter((place) => state.hasQuiet || run.steps[place].k !== 'quiet');
  xs = [];
  const total = shown.length * STEP + 400;
  const duration = Math.max(1, run.endMs - (shown.length > 0 ? run.steps[shown[0]].t : 0));
  let x = LEFT, before = shown.length > 0 ? run.steps[shown[0]].t : 0;
  for (const place of shown) {
    const { t } = run.steps[place];
    if (state.isTrue) x = Math.max(x + (xs.length > 0 ? 1 : 0), LEFT + ((t - run.steps[shown[0]].t) / duration) * total);
    else if (xs.length > 0) x += STEP + (t > before ? 10 * Math.log2(1 + t - before) : 0);
    before = t;
    xs.push(x);
  }
  width = (xs.length > 0 ? xs[xs.length - 1] : 0) + 80;
  track.style.width = Math.ceil(width * state.zoom) + 'px';
}

/** The index in the list of shown steps of the first one at or after a place in the run. */
function indexOf(place) {
  let low = 0, high = shown.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shown[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function element(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  return made;
}

const laneY = (lane) => TOP + lane * LANE + LINE;

function draw() {
  const visible = view.clientWidth, from = view.scrollLeft, height = TOP + run.lanes.length * LANE;
  const at = (index) => xs[index] * state.zoom - from;
  svg.setAttribute('width', visible);
  svg.setAttribute('height', height);
  const parts = [];
  let first = 0;
  while (first < shown.length && at(first) < -400) first++;
  let last = first;
  while (last < shown.length && at(last) < visible + 400) last++;
  drawAxis(parts, { first, last, at, height });
  run.lanes.forEach((lane, place) => parts.push(element('line', { class: 'lane', x1: 0, x2: visible, y1: laneY(place), y2: laneY(place) })));
  drawSpans(parts, at, visible);
  for (let index = first; index < last; index++) drawStep(parts, index, at);
  if (state.chosen >= 0) {
    const x = at(indexOf(state.chosen));
    parts.push(element('line', { class: 'cursor', x1: x, x2: x, y1: TOP - 6, y2: height }));
  }
  svg.replaceChildren(...parts);
}

function drawAxis(parts, { first, last, at, height }) {
  let labelled = -1000;
  for (let index = first; index < last; index++) {
    const { t } = run.steps[shown[index]], before = index === 0 ? t : run.steps[shown[index - 1]].t, x = at(index);
    if (t - before >= LONG_PAUSE_MS && !state.isTrue)
      parts.push(element('rect', { class: 'pause', x: at(index - 1) + 6, y: TOP, width: Math.max(0, x - at(index - 1) - 12), height: height - TOP }));
    if (index > 0 && t === before) continue;
    parts.push(element('line', { class: 'tick', x1: x, x2: x, y1: TOP, y2: height }));
    if (x - labelled < 64) continue;
    labelled = x;
    parts.push(element('text', { x, y: 17 }, t + ' ms'));
  }
}

/** Bars above the line of each lane, in two rows, so that those that overlap can be told apart. */
function drawSpans(parts, at, visible) {
  const free = run.lanes.map(() => [-1, -1]);
  for (const span of run.spans) {
    const start = indexOf(span.f), end = span.l < 0 ? shown.length - 1 : Math.min(indexOf(span.l), shown.length - 1);
    if (start >= shown.length || end <= start) continue;
    const row = free[span.a][0] <= start ? 0 : 1;
    free[span.a][row] = end;
    const x = at(start), length = at(end) - x;
    if (x > visible || x + length < 0) continue;
    const y = laneY(span.a) + (row === 0 ? -32 : -17);
    const group = element('g', { class: span.k });
    group.append(element('rect', { class: 'span', x, y, width: length, height: 13, rx: 3 }));
    const textX = Math.max(x, 0) + 4, room = (x + length - textX) / 6.4;
    if (room > 5) group.append(element('text', { class: 'name', x: textX, y: y + 10.5 }, shortened(span.n, room)));
    group.append(element('title', {}, span.n));
    parts.push(group);
  }
}

function drawStep(parts, index, at) {
  const place = shown[index], step = run.steps[place], x = at(index), y = laneY(step.a);
  const isDim = state.about !== null && !concerns(step, state.about);
  const group = element('g', { class: ['step', step.k, step.lost ? 'lost' : '', isDim ? 'dim' : '', place === state.chosen ? 'chosen' : ''].join(' '), 'data-place': place });
  if (step.z < 0) {
    if (step.k === 'fault') group.append(element('path', { d: 'M' + x + ' ' + (y - 7) + 'l7 7l-7 7l-7 -7z' }));
    else group.append(element('circle', { cx: x, cy: y, r: 4 }));
  } else {
    const end = step.lost ? (y + laneY(step.z)) / 2 : laneY(step.z), direction = Math.sign(end - y);
    group.append(element('line', { x1: x, x2: x, y1: y, y2: end }), element('circle', { cx: x, cy: y, r: 2.5 }));
    if (step.lost) group.append(element('path', { d: 'M' + (x - 5) + ' ' + (end - 5) + 'l10 10m0 -10l-10 10', fill: 'none' }));
    else group.append(element('path', { d: 'M' + x + ' ' + end + 'l-4 ' + -8 * direction + 'h8z' }));
  }
  // A label has the room up to the next step that begins in the same lane.
  const room = roomAfter(index, at) / 6.2;
  if (room > 7) group.append(element('text', { x: x + 8, y: y + 16 }, shortened(step.n, room)));
  group.append(element('rect', { x: x - 7, y: Math.min(y, laneY(Math.max(step.z, step.a))) - 12, width: 14, height: 24, fill: 'transparent', stroke: 'none' }));
  group.append(element('title', {}, step.t + ' ms: ' + step.n));
  parts.push(group);
}

function roomAfter(index, at) {
  const { a } = run.steps[shown[index]];
  for (let next = index + 1; next < shown.length && next < index + 60; next++) {
    const step = run.steps[shown[next]];
    const [low, high] = step.z < 0 ? [step.a, step.a] : [Math.min(step.a, step.z), Math.max(step.a, step.z)];
    if (low <= a && a <= high) return at(next) - at(index) - 12;
  }
  return 400;
}

function shortened(text, room) {
  const length = Math.floor(room);
  return text.length > length ? text.slice(0, Math.max(1, length - 1)) + '…' : text;
}

/** Chooses a step: it is marked, described below the timeline, and scrolled to. */
function choose(place) {
  state.chosen = place;
  const step = run.steps[place], lanes = run.lanes[step.a] + (step.z < 0 ? '' : ' → ' + run.lanes[step.z]);
  const title = document.createElement('b');
  title.textContent = step.n;
  title.className = step.k;
  byId('caption').replaceChildren(title, step.t + ' ms, ' + lanes + (step.lost ? ', lost on the way' : '') + (step.f === '' ? '' : '. ' + step.f));
  const x = xs[Math.min(indexOf(place), xs.length - 1)] * state.zoom;
  if (x < view.scrollLeft + 40 || x > view.scrollLeft + view.clientWidth - 40) view.scrollLeft = x - view.clientWidth / 2;
  draw();
}

function move(by) {
  if (shown.length === 0) return;
  const index = state.chosen < 0 ? (by > 0 ? 0 : shown.length - 1) : indexOf(state.chosen) + by;
  choose(shown[Math.max(0, Math.min(shown.length - 1, index))]);
}

/** Zooms around the chosen step, or around the middle. */
function zoomTo(zoom) {
  const before = state.zoom, middle = (view.scrollLeft + view.clientWidth / 2) / before;
  state.zoom = Math.max(0.02, Math.min(40, zoom));
  layOut();
  const anchor = state.chosen >= 0 ? xs[Math.min(indexOf(state.chosen), xs.length - 1)] : middle;
  view.scrollLeft = anchor * state.zoom - view.clientWidth / 2;
  draw();
}

const fit = () => zoomTo(view.clientWidth / Math.max(width, 1));
byId('zoom-in').onclick = () => zoomTo(state.zoom * 1.6);
byId('zoom-out').onclick = () => zoomTo(state.zoom / 1.6);
byId('fit').onclick = fit;
byId('previous').onclick = () => move(-1);
byId('next').onclick = () => move(1);
byId('true-time').onchange = (event) => { state.isTrue = event.target.checked; layOut(); fit(); };
byId('quiet').onchange = (event) => { state.hasQuiet = event.target.checked; layOut(); draw(); };
view.addEventListener('scroll', draw);
view.addEventListener('wheel', (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomTo(state.zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2));
}, { passive: false });
svg.addEventListener('click', (event) => {
  const step = event.target.closest('.step');
  if (step !== null) choose(Number(step.dataset.place));
});
const KEYS = { ArrowRight: () => move(1), ArrowLeft: () => move(-1), Home: () => shown.length > 0 && choose(shown[0]), End: () => shown.length > 0 && choose(shown[shown.length - 1]), '+': () => zoomTo(state.zoom * 1.6), '-': () => zoomTo(state.zoom / 1.6), 0: fit };
view.addEventListener('keydown', (event) => {
  const act = KEYS[event.key];
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
new ResizeObserver(draw).observe(view);
layOut();
draw();
`;

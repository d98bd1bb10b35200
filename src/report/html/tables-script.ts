/** The script of the report's tables: filters, and the record whose steps the timeline and the list of events show. It continues the script of the timeline. */
export const TABLES_SCRIPT: string = `
const ROWS = 200;
const recordRows = [...document.querySelectorAll('#records tbody tr')];

function filterRecords() {
  const words = byId('record-filter').value.toLowerCase(), fate = byId('fate').value;
  let count = 0;
  for (const row of recordRows) {
    row.hidden = !row.textContent.toLowerCase().includes(words) || (fate !== '' && row.dataset.fate !== fate);
    if (!row.hidden) count++;
  }
  byId('record-count').textContent = count + ' of ' + recordRows.length;
}

/** Shows only what is about one record, or everything again. */
function follow(row) {
  const isSame = row === null || row.classList.contains('chosen');
  for (const other of recordRows) {
    other.classList.toggle('chosen', other === row && !isSame);
    other.querySelector('button').setAttribute('aria-pressed', String(other === row && !isSame));
  }
  state.about = isSame ? null : run.records[Number(row.dataset.record)];
  byId('everything').hidden = state.about === null;
  showLife(state.about?.x);
  listEvents(ROWS);
  const first = state.about === null ? -1 : shown.find((place) => concerns(run.steps[place], state.about));
  if (first >= 0) choose(first);
  else draw();
}

/** The life of the record that is followed, in sentences. */
function showLife(life) {
  byId('life').hidden = life === undefined;
  if (life === undefined) return;
  const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  const list = document.createElement('dl');
  life.turns.forEach(([ms, text], place) => list.append(make('dt', place > 0 && life.turns[place - 1][0] === ms ? '' : ms + ' ms'), make('dd', text)));
  byId('life').replaceChildren(make('h3', life.title), list, make('p', life.outcome));
}

function listEvents(limit) {
  const words = byId('event-filter').value.toLowerCase(), body = byId('events');
  const found = run.steps.map((step, place) => place).filter((place) => {
    const step = run.steps[place];
    if (!state.hasQuiet && step.k === 'quiet') return false;
    return (state.about === null || concerns(step, state.about)) && textOf(step).toLowerCase().includes(words);
  });
  body.replaceChildren(...found.slice(0, limit).map(eventRow));
  byId('event-count').textContent = Math.min(limit, found.length) + ' of ' + found.length;
  byId('more').hidden = found.length <= limit;
  byId('more').onclick = () => listEvents(limit + ROWS);
}

const textOf = (step) => step.t + ' ' + actorsOf(step) + ' ' + step.n + ' ' + step.f;
const actorsOf = (step) => run.lanes[step.a] + (step.z < 0 ? '' : ' → ' + run.lanes[step.z]);

function eventRow(place) {
  const step = run.steps[place], row = document.createElement('tr');
  const cells = [[String(step.t), 'number'], [actorsOf(step), ''], [step.n, step.k], [step.f, 'code']];
  row.append(...cells.map(([text, name]) => {
    const cell = document.createElement('td');
    cell.textContent = text;
    cell.className = name;
    return cell;
  }));
  row.onclick = () => choose(place);
  return row;
}

for (const row of recordRows) row.querySelector('button').onclick = () => follow(row);
if (byId('record-filter') !== null) {
  byId('record-filter').oninput = filterRecords;
  byId('fate').onchange = filterRecords;
  byId('everything').onclick = () => follow(null);
  filterRecords();
}
byId('event-filter').oninput = () => listEvents(ROWS);
byId('quiet').addEventListener('change', () => listEvents(ROWS));
listEvents(ROWS);
`;

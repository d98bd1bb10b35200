/**
 * Draws the pictures of the README from runs of the built library. Run `npm run pictures` after `npm run build`.
 *
 * A picture is a sequence diagram with one column per actor, one row per event, and the time on the left. test/pictures.slow.test.ts checks
 * that the files in the repository are those that this script draws.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Simulation, StringSerializer } from '../dist/index.js';

const ROW = 30;
const TOP = 58;
const COLUMNS = { application: 130, producer: 390, 'broker-1': 700 };
const WIDTH = 860;

const STYLE = `
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2937 }
  .actor { font-weight: 600; text-anchor: middle }
  .time { font-size: 11px; fill: #6b7280; text-anchor: end }
  .label { text-anchor: middle }
  .line { stroke: #d1d5db; stroke-width: 1 }
  .arrow { stroke: #2563eb; stroke-width: 1.5; fill: none }
  .head { fill: #2563eb }
  .lost { stroke: #dc2626; stroke-dasharray: 5 4 }
  .fault { fill: #dc2626; font-weight: 600 }
  .note { fill: #6b7280; font-style: italic }
  .sheet { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e5e7eb } .time, .note { fill: #9ca3af } .line { stroke: #4b5563 } .sheet { fill: #111827 }
    .arrow { stroke: #60a5fa } .head { fill: #60a5fa } .lost { stroke: #f87171 } .fault { fill: #f87171 }
  }`;

/** The run of the README's first test: one response is lost, and idempotence is off. */
async function lostAnswer() {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.on('Produce').nth(1).loseResponse();
  const producer = sim.producer({
    'enable.idempotence': false,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  await sim.run(() => producer.send({ topic: 'payments', value: 'order 17' }).get());
  return sim;
}

/** The rows that the diagram shows for an event of the trace; other events are not shown. */
const ROWS = {
  'record appended': () => [{ from: 'application', to: 'producer', text: 'send(record)' }],
  'Produce request': ({ attempt }) => [{ from: 'producer', to: 'broker-1', text: `Produce, attempt ${attempt}` }],
  fired: () => [
    { at: 'broker-1', text: 'stored at offset 0' },
    { from: 'broker-1', to: 'producer', text: 'the answer is lost', isLost: true },
  ],
  'batch put back': () => [{ at: 'producer', text: 'request.timeout.ms is over' }],
  'Produce response': ({ facts }) => [
    { at: 'broker-1', text: 'stored again, at offset 1' },
    { from: 'broker-1', to: 'producer', text: `acknowledged: ${String(facts.results)}` },
  ],
  'batch acknowledged': () => [{ from: 'producer', to: 'application', text: 'get() returns payments-0@1' }],
};

function rowsOf(sim) {
  let attempt = 0;
  return sim.trace.entries.flatMap(({ atMs, event, facts }) => {
    if (event === 'Produce request') attempt++;
    return (ROWS[event]?.({ facts, attempt }) ?? []).map((row) => ({ ...row, atMs: atMs - sim.startMs }));
  });
}

function svg(title, rows) {
  const height = TOP + rows.length * ROW;
  const actors = Object.entries(COLUMNS).map(
    ([name, x]) =>
      `<line class="line" x1="${x}" y1="40" x2="${x}" y2="${height - 12}"/><text class="actor" x="${x}" y="28">${name}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>${title}</title>
<style>${STYLE}
</style>
<rect class="sheet" width="${WIDTH}" height="${height}"/>
${[...actors, ...rows.map((row, index) => shapeOf(row, TOP + index * ROW, rows[index - 1]?.atMs))].join('\n')}
</svg>
`;
}

function shapeOf(row, y, previousMs) {
  const time = row.atMs === previousMs ? '' : `<text class="time" x="72" y="${y + 4}">${row.atMs} ms</text>`;
  return time + (row.at === undefined ? arrow(row, y) : note(row, y));
}

function note({ at, text }, y) {
  return `<text class="note" text-anchor="end" x="${COLUMNS[at] - 10}" y="${y + 4}">${text}</text>`;
}

/** The arrow of a lost message ends halfway, with a cross. */
function arrow({ from, to, text, isLost = false }, y) {
  const [start, target] = [COLUMNS[from], COLUMNS[to]];
  const direction = Math.sign(target - start);
  const end = isLost ? (start + target) / 2 : target - 8 * direction;
  const head = isLost
    ? `<path class="arrow lost" style="stroke-dasharray:none" d="M${end - 5} ${y - 5}l10 10m0 -10l-10 10"/>`
    : `<path class="head" d="M${target} ${y}l${-9 * direction} -4v8z"/>`;
  const label = `<text class="label${isLost ? ' fault' : ''}" x="${(start + target) / 2}" y="${y - 7}">${text}</text>`;
  return `<line class="arrow${isLost ? ' lost' : ''}" x1="${start}" y1="${y}" x2="${end}" y2="${y}"/>${head}${label}`;
}

/** The pictures by file name. */
export async function pictures() {
  return { 'lost-answer.svg': svg('A lost answer: the same record is stored twice', rowsOf(await lostAnswer())) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync('docs/pictures', { recursive: true });
  for (const [name, text] of Object.entries(await pictures())) writeFileSync(`docs/pictures/${name}`, text);
}

/**
 * npm run bench: every measure beside its limit. `-- --json` prints the numbers alone, `-- pipeline heapBytesPerRecord`
 * takes those measures only.
 */
import { awaited } from './awaited.js';
import { heapBytesPerRecord } from './heap.js';
import { historyCost } from './history-cost.js';
import { idleHour } from './idle-hour.js';
import { pipeline } from './pipeline.js';
import { start } from './start.js';

const measures = [
  { name: 'pipeline', take: pipeline, limit: 3, meaning: "bare loop's records/s over ours" },
  { name: 'awaited', take: awaited, limit: 20, meaning: "bare loop's records/s over our awaited sends/s" },
  { name: 'start', take: start, limit: 3, meaning: 'first acknowledged record over node -e 0' },
  { name: 'heapBytesPerRecord', take: heapBytesPerRecord, limit: 80, meaning: 'in the log beyond key and value' },
  { name: 'idleHour', take: idleHour, limit: 50_000, meaning: 'a virtual hour, in bare-loop records' },
  { name: 'historyCost', take: historyCost, limit: 1_500, meaning: 'a ten-record history, in bare-loop records' },
];

const asked = process.argv.slice(2).filter((arg) => arg !== '--json');
const asJson = process.argv.includes('--json');
const unknown = asked.find((name) => !measures.some((measure) => measure.name === name));
if (unknown !== undefined) {
  console.error(`bench: there is no measure '${unknown}': ${measures.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const taken = {};
if (!asJson) print('measure', 'ours', 'limit', '', '');
for (const { name, take, limit, meaning } of measures) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const value = await take();
  taken[name] = Number(value.toFixed(2));
  if (!asJson)
    print(name, value.toFixed(value < 1_000 ? 2 : 0), String(limit), value <= limit ? 'ok' : 'OVER', meaning);
}
if (asJson) console.log(JSON.stringify(taken));

function print(name, value, limit, verdict, meaning) {
  console.log(
    `${name.padEnd(20)}${value.padStart(10)}${limit.padStart(10)}  ${verdict.padEnd(5)} ${meaning}`.trimEnd(),
  );
}

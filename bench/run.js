/**
 * npm run bench: every measure beside its limit. `-- --json` prints the numbers alone, `-- pipeline heapBytesPerRecord`
 * takes those measures only.
 *
 * Each is taken in a process of its own, with its yardstick: what a process has run before colours the machine code it gets.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const measures = [
  { name: 'pipeline', limit: 3, meaning: "bare loop's records/s over ours" },
  { name: 'awaited', limit: 20, meaning: "bare loop's records/s over our awaited sends/s" },
  { name: 'start', limit: 3, meaning: 'first acknowledged record over node -e 0' },
  { name: 'heapBytesPerRecord', limit: 80, meaning: 'in the log beyond key and value' },
  { name: 'idleHour', limit: 50_000, meaning: 'a virtual hour, in bare-loop records' },
  { name: 'historyCost', limit: 1_500, meaning: 'a ten-record history, in bare-loop records' },
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
for (const { name, limit, meaning } of measures) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const value = take(name);
  taken[name] = Number(value.toFixed(2));
  if (!asJson)
    print(name, value.toFixed(value < 1_000 ? 2 : 0), String(limit), value <= limit ? 'ok' : 'OVER', meaning);
}
if (asJson) console.log(JSON.stringify(taken));

function take(name) {
  const program = fileURLToPath(new URL('./measure.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program, name], { encoding: 'utf8' });
  if (status === 0) return Number(stdout);
  console.error(`bench: ${name} could not be taken: ${stderr}`);
  process.exit(1);
}

function print(name, value, limit, verdict, meaning) {
  console.log(
    `${name.padEnd(20)}${value.padStart(10)}${limit.padStart(10)}  ${verdict.padEnd(5)} ${meaning}`.trimEnd(),
  );
}

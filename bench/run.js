/**
 * npm run bench: runs the measures and prints each result with its limit. `-- --json` prints the numbers only, and
 * `-- pipeline heapBytesPerRecord` runs these measures only.
 *
 * Each measure runs with its baseline in a separate process, because the machine code that V8 generates depends on what the process has
 * run before.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const measures = [
  { name: 'pipeline', limit: 3, meaning: "bare loop's records/s / ours" },
  { name: 'awaited', limit: 15, meaning: "bare loop's records/s / our awaited sends/s" },
  { name: 'start', limit: 1.6, meaning: 'first acknowledged record / node -e 0' },
  { name: 'heapBytesPerRecord', limit: 80, meaning: 'in the log, without key and value' },
  { name: 'idleHour', limit: 50_000, meaning: 'a virtual hour / a record of the bare loop' },
  { name: 'historyCost', limit: 800, meaning: 'a ten-record history / a record of the bare loop' },
  { name: 'explore2', limit: 0.63, meaning: 'histories/s of explore: one worker / two workers, on two idle cores' },
  {
    name: 'produceDecode',
    limit: 3,
    meaning: 'decoding a Produce request of a real client / a record of the bare loop',
  },
  { name: 'awaitedGuarantees', limit: 2, meaning: 'an awaited send with all guarantees / without' },
  { name: 'awaitedTrace', limit: 1.6, meaning: 'an awaited send with the trace / without' },
  { name: 'bulkGuarantees', limit: 1.5, meaning: 'a record sent without waiting, with all guarantees / without' },
  { name: 'bulkTrace', limit: 1.3, meaning: 'a record sent without waiting, with the trace / without' },
  { name: 'awaited1000Partitions', limit: 1.5, meaning: 'an awaited send with 1,000 partitions / with 10' },
  { name: 'awaited1000Topics', limit: 2, meaning: 'an awaited send to 1,000 topics in turn / to one topic' },
  { name: 'firstSends1000Topics', limit: 1.5, meaning: 'the first send to each of 1,000 topics / of 100' },
  {
    name: 'transaction50',
    limit: 10,
    meaning: 'a transaction with 50 partitions of __transaction_state / an awaited send',
  },
  { name: 'createTopics', limit: 1.5, meaning: 'creating a topic among 1,000 / among 100' },
  { name: 'kafkajsAwaited', limit: 0.8, meaning: 'kafkajs, a record at a time: in process / over TCP' },
  { name: 'kafkajsBatch', limit: 0.8, meaning: 'kafkajs, 100 records at a time: in process / over TCP' },
  { name: 'kafkajsIdleHour', limit: 100_000, meaning: 'events of a virtual hour with a connected producer' },
  { name: 'kafkajsHistory', limit: 10, meaning: 'a history of kafkajs / one of our producer' },
];

const selected = process.argv.slice(2).filter((arg) => arg !== '--json');
const asJson = process.argv.includes('--json');
const unknown = selected.find((name) => !measures.some((measure) => measure.name === name));
if (unknown !== undefined) {
  console.error(
    `bench: '${unknown}' is not a measure; the measures are ${measures.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

const results = {};
if (!asJson) print('measure', 'ours', 'limit', '', '');
for (const { name, limit, meaning } of measures) {
  if (selected.length > 0 && !selected.includes(name)) continue;
  const value = measure(name);
  results[name] = Number(value.toFixed(2));
  if (!asJson)
    print(name, value.toFixed(value < 1_000 ? 2 : 0), String(limit), value <= limit ? 'ok' : 'OVER', meaning);
}
if (asJson) console.log(JSON.stringify(results));

function measure(name) {
  const program = fileURLToPath(new URL('./measure.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program, name], { encoding: 'utf8' });
  if (status === 0) return Number(stdout);
  console.error(`bench: the measure ${name} failed: ${stderr}`);
  process.exit(1);
}

function print(name, value, limit, verdict, meaning) {
  console.log(
    `${name.padEnd(23)}${value.padStart(10)}${limit.padStart(10)}  ${verdict.padEnd(5)} ${meaning}`.trimEnd(),
  );
}

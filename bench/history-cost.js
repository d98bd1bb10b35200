/**
 * historyCost: the time for one history of a program with ten records, in multiples of the time that the bare loop takes per record. A
 * history is a new simulation, a fault plan, a run with all guarantees, and the verdict. The heap is configured as in the threads of
 * `kafka-trial explore`.
 */
import { setFlagsFromString } from 'node:v8';
import { Simulation, StringSerializer } from '../dist/index.js';
import { bareLoop } from './bare-loop.js';
import { medianRatio, timed } from './measuring.js';
import { makeRecords, TOPIC } from './records.js';

const BARE_COUNT = 200_000;
const HISTORIES = 500;
const RECORDS = 10;
/** Both faults fire, and the producer retries at once. */
const PLAN = [
  { on: 'Produce', nth: 1, do: 'respond', error: 'NOT_LEADER_OR_FOLLOWER', optional: true },
  { on: 'Produce', nth: 2, do: 'disconnect', optional: true },
];

export async function historyCost() {
  setFlagsFromString('--no-allocation-site-pretenuring');
  const records = makeRecords(BARE_COUNT);
  return medianRatio({
    rounds: 9,
    warmUp: 5,
    baseline: () => timed(() => bareLoop(records)) / BARE_COUNT,
    ours: async () => {
      const before = performance.now();
      for (let seed = 1; seed <= HISTORIES; seed++) await history(seed, records);
      return (performance.now() - before) / HISTORIES;
    },
  });
}

export async function history(seed, records) {
  const sim = new Simulation({ seed, guarantees: 'all' });
  sim.createTopic(TOPIC, { partitions: 3, replicationFactor: 3 });
  sim.faults.apply(PLAN);
  await sim.run(async () => {
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    for (let i = 0; i < RECORDS; i++) producer.send(records[i]);
    await producer.close();
  });
  const { acknowledged } = sim.verdict();
  if (acknowledged !== RECORDS) throw new Error(`${acknowledged} of ${RECORDS} records were acknowledged`);
}

/**
 * idleHour: the time for one virtual hour of an idle cluster with three brokers and a topic with records, in multiples of the time that
 * the bare loop takes per record.
 */
import { bareLoop } from './bare-loop.js';
import { openCluster, openProducer, sendAll } from './cluster.js';
import { medianRatio, timed } from './measuring.js';
import { makeRecords } from './records.js';

const BARE_COUNT = 200_000;
const HOUR_MS = 3_600_000;

export async function idleHour() {
  const records = makeRecords(BARE_COUNT);
  const sim = openCluster();
  await sim.run(async () => {
    const producer = openProducer(sim);
    await sendAll(producer, 1_000, (i) => records[i]);
    await producer.close();
  });
  return medianRatio({
    rounds: 9,
    warmUp: 3,
    baseline: () => timed(() => bareLoop(records)) / BARE_COUNT,
    ours: () => timed(() => sim.advance(HOUR_MS)),
  });
}

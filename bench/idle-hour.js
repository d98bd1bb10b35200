/** idleHour: what one virtual hour of an idle three-broker cluster with a written topic costs, in bare-loop records. */
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
    yardstick: () => timed(() => bareLoop(records)) / BARE_COUNT,
    ours: () => timed(() => sim.advance(HOUR_MS)),
  });
}

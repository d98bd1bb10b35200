/** awaited: the bare loop's records per second divided by ours, if each send is awaited before the next. */
import { bareLoop } from './bare-loop.js';
import { openCluster, openProducer, warm } from './cluster.js';
import { medianRatio, timed } from './measuring.js';
import { makeRecords } from './records.js';

const BARE_COUNT = 200_000;
const COUNT = 40_000;

export async function awaited() {
  const records = makeRecords(BARE_COUNT);
  return medianRatio({
    rounds: 15,
    warmUp: 5,
    baseline: () => timed(() => bareLoop(records)) / BARE_COUNT,
    ours: async () => {
      const sim = openCluster();
      const producer = openProducer(sim);
      return sim.run(async () => {
        await warm(producer);
        const before = performance.now();
        for (let i = 0; i < COUNT; i++) await producer.send(records[i]).get();
        const taken = performance.now() - before;
        await producer.close();
        return taken / COUNT;
      });
    },
  });
}

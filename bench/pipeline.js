/** pipeline: the bare loop's records per second divided by ours, with a callback per record and without waiting. */
import { bareLoop } from './bare-loop.js';
import { openCluster, openProducer, sendAll, warm } from './cluster.js';
import { medianRatio, timed } from './measuring.js';
import { makeRecords } from './records.js';

const COUNT = 200_000;

export async function pipeline() {
  const records = makeRecords(COUNT);
  return medianRatio({
    rounds: 9,
    warmUp: 3,
    baseline: () => timed(() => bareLoop(records)),
    ours: async () => {
      const sim = openCluster();
      const producer = openProducer(sim);
      return sim.run(async () => {
        await warm(producer);
        const before = performance.now();
        await sendAll(producer, COUNT, (i) => records[i]);
        const taken = performance.now() - before;
        await producer.close();
        return taken;
      });
    },
  });
}

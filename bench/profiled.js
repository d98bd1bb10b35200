/** `node bench/profiled.js <workload>`: runs one of the workloads that bench/profile.js profiles. */
import { openCluster, openProducer, sendAll, warm } from './cluster.js';
import { history } from './history-cost.js';
import { makeRecords } from './records.js';

const workloads = {
  async send(records) {
    const sim = openCluster();
    const producer = openProducer(sim);
    await sim.run(async () => {
      await warm(producer);
      for (const record of records.slice(0, 60_000)) await producer.send(record).get();
      await producer.close();
    });
  },
  async record(records) {
    const sim = openCluster();
    const producer = openProducer(sim);
    await sim.run(async () => {
      await warm(producer);
      for (let round = 0; round < 15; round++) await sendAll(producer, records.length, (i) => records[i]);
      await producer.close();
    });
  },
  async history(records) {
    for (let seed = 1; seed <= 2_000; seed++) await history(seed, records);
  },
};

await workloads[process.argv[2]](makeRecords(100_000));

/** Sends with kafka-trial's producer, and prints both rates as JSON. */
import { readFileSync } from 'node:fs';
import { openCluster, openProducer, sendAll, warm } from '../cluster.js';
import { makeRecords } from '../records.js';

const AWAITED = 50_000;
const BULK = 500_000;

const records = makeRecords(AWAITED);
const sim = openCluster();
const producer = openProducer(sim);
await sim.run(async () => {
  await warm(producer);
  const timed = async (work) => {
    const before = performance.now();
    await work();
    return (performance.now() - before) / 1_000;
  };
  const awaitedSeconds = await timed(async () => {
    for (const record of records) await producer.send(record).get();
  });
  const bulkSeconds = await timed(() => sendAll(producer, BULK, (i) => records[i % AWAITED]));
  await producer.close();
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  console.log(
    JSON.stringify({ version, awaited: Math.round(AWAITED / awaitedSeconds), bulk: Math.round(BULK / bulkSeconds) }),
  );
});

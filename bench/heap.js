/**
 * heapBytesPerRecord: the memory per record in the log, on all three replicas together, without the bytes of its key and value. No other
 * object refers to the strings, so their headers are included.
 */
import { openCluster, openProducer, sendAll, warm } from './cluster.js';
import { collectGarbage } from './measuring.js';
import { KEY_BYTES, makeRecord, VALUE_BYTES } from './records.js';

const COUNT = 200_000;

export async function heapBytesPerRecord() {
  if (globalThis.gc === undefined) throw new Error('The heap can only be measured with node --expose-gc');
  const sim = openCluster();
  const producer = openProducer(sim);
  await sim.run(async () => {
    await warm(producer);
    await sendAll(producer, 10_000, makeRecord);
  });
  const before = usedBytes();
  await sim.run(() => sendAll(producer, COUNT, makeRecord));
  const after = usedBytes();
  await sim.run(() => producer.close());
  return (after - before) / COUNT - KEY_BYTES - VALUE_BYTES;
}

function usedBytes() {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * What it costs to observe a run, as ratios of the same sends without guarantees and without a trace:
 *
 * - awaitedGuarantees, awaitedTrace: a send that is awaited before the next one
 * - bulkGuarantees, bulkTrace: a record that is sent without waiting, with a callback
 */
import { openCluster, openProducer, sendAll, warm } from './cluster.js';
import { medianRatio } from './measuring.js';
import { makeRecords } from './records.js';

const AWAITED = 8_000;
const BULK = 50_000;
const GUARANTEES = { guarantees: 'all' };
const TRACE = { trace: true };

export const awaitedGuarantees = () => ratioOf(sendAwaited, GUARANTEES);
export const awaitedTrace = () => ratioOf(sendAwaited, TRACE);
export const bulkGuarantees = () => ratioOf(sendBulk, GUARANTEES);
export const bulkTrace = () => ratioOf(sendBulk, TRACE);

function ratioOf(send, observed) {
  const records = makeRecords(BULK);
  return medianRatio({
    rounds: 15,
    warmUp: 5,
    baseline: () => timeOf(send, records, {}),
    ours: () => timeOf(send, records, observed),
  });
}

/** Milliseconds of the sends, without those of the check at the end of the run. */
function timeOf(send, records, observed) {
  const sim = openCluster(observed);
  const producer = openProducer(sim);
  return sim.run(async () => {
    await warm(producer);
    const before = performance.now();
    await send(producer, records);
    const taken = performance.now() - before;
    await producer.close();
    return taken;
  });
}

async function sendAwaited(producer, records) {
  for (let i = 0; i < AWAITED; i++) await producer.send(records[i]).get();
}

function sendBulk(producer, records) {
  return sendAll(producer, BULK, (i) => records[i]);
}

/**
 * The cluster and the producer of all measures: three brokers, replication factor 3, acks=all, trace off unless it is what is measured.
 */
import { Simulation, StringSerializer } from '../dist/index.js';
import { TOPIC } from './records.js';

export function openCluster(options = {}) {
  const sim = new Simulation({ seed: 1, brokers: 3, trace: false, maxEvents: Number.MAX_SAFE_INTEGER, ...options });
  sim.createTopic(TOPIC, { partitions: 3, replicationFactor: 3 });
  return sim;
}

export function openProducer(sim) {
  return sim.producer({ acks: 'all', 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
}

/** Sends all records with a callback each. Flushes after every 50,000 records, so that buffer.memory is never exhausted. */
export async function sendAll(producer, count, recordAt) {
  let acknowledged = 0;
  const callback = (_metadata, error) => {
    if (error !== null) throw error;
    acknowledged++;
  };
  const chunk = 50_000;
  for (let i = 0; i < count; i++) {
    producer.send(recordAt(i), callback);
    if (i % chunk === chunk - 1) await producer.flush();
  }
  await producer.flush();
  if (acknowledged !== count) throw new Error(`${acknowledged} of ${count} records were acknowledged`);
}

/** Sends one record, so that metadata and producer id, which a producer requests only once, are not measured. */
export async function warm(producer) {
  await producer.send({ topic: TOPIC, key: 'first', value: 'first' }).get();
}

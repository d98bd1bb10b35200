/**
 * The world all measures play in: three brokers, replication 3, acks=all, trace off.
 */
import { Simulation, StringSerializer } from '../dist/index.js';
import { TOPIC } from './records.js';

export function openCluster() {
  const sim = new Simulation({ seed: 1, brokers: 3, trace: false, maxEvents: Number.MAX_SAFE_INTEGER });
  sim.createTopic(TOPIC, { partitions: 3, replicationFactor: 3 });
  return sim;
}

export function openProducer(sim) {
  return sim.producer({ acks: 'all', 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
}

/** Sends all records with a callback each, and waits now and then, so that buffer.memory never runs out. */
export async function sendAll(producer, count, recordAt) {
  const heard = { acknowledged: 0 };
  const callback = (_metadata, error) => {
    if (error !== null) throw error;
    heard.acknowledged++;
  };
  const chunk = 50_000;
  for (let i = 0; i < count; i++) {
    producer.send(recordAt(i), callback);
    if (i % chunk === chunk - 1) await producer.flush();
  }
  await producer.flush();
  if (heard.acknowledged !== count) throw new Error(`${heard.acknowledged} of ${count} records were acknowledged`);
}

/** Metadata known, producer id assigned: what a producer does once is not what a record costs. */
export async function warm(producer) {
  await producer.send({ topic: TOPIC, key: 'first', value: 'first' }).get();
}

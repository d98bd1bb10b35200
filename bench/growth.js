/**
 * How the work grows with the size of the cluster, as ratios of the same work in a small cluster:
 *
 * - awaited1000Partitions: an awaited send to a topic with 1,000 partitions / to one with 10
 * - awaited1000Topics: an awaited send to one of 1,000 topics, in turn / to the only topic
 * - firstSends1000Topics: the first send to each of 1,000 topics / to each of 100
 * - transaction50: a transaction of one record, with 50 partitions of `__transaction_state` / an awaited send
 * - createTopics: creating a topic among 1,000 / among 100
 */
import { Simulation, StringSerializer } from '../dist/index.js';
import { medianRatio } from './measuring.js';
import { makeRecord } from './records.js';

const SENDS = 2_000;
const PARTITIONS = 3;

export function awaited1000Partitions() {
  return ratioOf({ baseline: { topics: 1, partitions: 10 }, ours: { topics: 1, partitions: 1_000 } });
}

export function awaited1000Topics() {
  return ratioOf({
    baseline: { topics: 1, partitions: PARTITIONS },
    ours: { topics: 1_000, partitions: PARTITIONS },
  });
}

export function firstSends1000Topics() {
  return medianRatio({
    rounds: 9,
    warmUp: 5,
    baseline: () => timePerFirstSend(100, 10),
    ours: () => timePerFirstSend(1_000, 1),
  });
}

export async function transaction50() {
  const sends = await openSends({ topics: 1, partitions: PARTITIONS });
  const transactions = await openSends({ topics: 1, partitions: PARTITIONS }, { 'transactional.id': 'bench' });
  return medianRatio({
    rounds: 9,
    warmUp: 5,
    baseline: () => sends.run(SENDS, sendOne),
    ours: () => transactions.run(SENDS / 4, commitOne),
  });
}

export function createTopics() {
  return medianRatio({
    rounds: 15,
    warmUp: 10,
    baseline: () => timePerTopic(100, 10),
    ours: () => timePerTopic(1_000, 1),
  });
}

async function ratioOf({ baseline, ours }) {
  const [small, large] = [await openSends(baseline), await openSends(ours)];
  return medianRatio({
    rounds: 15,
    warmUp: 5,
    baseline: () => small.run(SENDS, sendOne),
    ours: () => large.run(SENDS, sendOne),
  });
}

/** The mean over several simulations. */
async function timePerFirstSend(topics, simulations) {
  let taken = 0;
  for (let i = 0; i < simulations; i++) {
    const sim = openSimulation();
    createTopicsIn(sim, topics, PARTITIONS);
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await sim.run(async () => {
      const records = Array.from({ length: topics }, (_, topic) => recordAt(topic, topics));
      const before = performance.now();
      for (const record of records) await sendOne(producer, record);
      taken += performance.now() - before;
    });
  }
  return taken / simulations / topics;
}

/** A cluster with a producer that has sent to every topic, so that it knows them. `run` returns milliseconds per call of `act`. */
async function openSends({ topics, partitions }, settings = {}) {
  const sim = openSimulation();
  createTopicsIn(sim, topics, partitions);
  const producer = sim.producer({
    ...settings,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  await sim.run(async () => {
    if (settings['transactional.id'] === undefined) {
      for (let i = 0; i < topics; i++) await sendOne(producer, recordAt(i, topics));
      return;
    }
    await producer.initTransactions();
    await commitOne(producer, recordAt(0, topics));
  });
  let sent = 0;
  const run = (count, act) =>
    sim.run(async () => {
      const records = Array.from({ length: count }, (_, i) => recordAt(sent + i, topics));
      sent += count;
      const before = performance.now();
      for (const record of records) await act(producer, record);
      return (performance.now() - before) / count;
    });
  return { run };
}

async function sendOne(producer, record) {
  await producer.send(record).get();
}

async function commitOne(producer, record) {
  producer.beginTransaction();
  producer.send(record);
  await producer.commitTransaction();
}

/** The mean over several simulations. */
function timePerTopic(count, simulations) {
  let taken = 0;
  for (let i = 0; i < simulations; i++) {
    const sim = openSimulation();
    const before = performance.now();
    createTopicsIn(sim, count, PARTITIONS);
    taken += performance.now() - before;
  }
  return taken / simulations / count;
}

function createTopicsIn(sim, count, partitions) {
  for (let topic = 0; topic < count; topic++) sim.createTopic(nameOf(topic), { partitions, replicationFactor: 3 });
}

function openSimulation() {
  return new Simulation({ seed: 1, brokers: 3, trace: false, maxEvents: Number.MAX_SAFE_INTEGER });
}

function recordAt(i, topics) {
  return { ...makeRecord(i), topic: nameOf(i % topics) };
}

/** Names are the same strings in every record, as in most programs. */
const NAMES = Array.from({ length: 1_000 }, (_, topic) => `topic-${topic}`);

function nameOf(topic) {
  return NAMES[topic];
}

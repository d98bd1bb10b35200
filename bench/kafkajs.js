/**
 * The measures of kafkajs. kafkajsAwaited and kafkajsBatch: the time per record of kafkajs in the process of a simulation, in multiples of
 * its time against `kafka-trial serve` in a process of its own. kafkajsIdleHour: events in a virtual hour with a connected producer.
 * kafkajsHistory: the time for a history of kafkajs, in multiples of one of our producer.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { Simulation, StringSerializer } from '../dist/index.js';
import '../dist/real-clients/index.js';
import { medianRatio } from './measuring.js';
import { makeRecords, TOPIC } from './records.js';

const COUNT = 1_000;
const BATCHES = 50;
const BATCH_SIZE = 100;
const HISTORIES = 100;
const HOUR_MS = 3_600_000;
/** The real clock: an installation takes over `performance`. */
const realNowMs = performance.now.bind(performance);

export function kafkajsAwaited() {
  return overTcp(COUNT, async (producer, records) => {
    for (let i = 0; i < COUNT; i++) await producer.send({ topic: TOPIC, messages: [records[i]] });
  });
}

export function kafkajsBatch() {
  return overTcp(BATCHES * BATCH_SIZE, async (producer, records) => {
    for (let i = 0; i < BATCHES; i++) {
      await producer.send({ topic: TOPIC, messages: records.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE) });
    }
  });
}

export async function kafkajsIdleHour() {
  const sim = simulation();
  const uninstall = sim.realClients.install();
  let events = 0;
  await sim.run(async () => {
    const producer = await connect(['broker-1:9092']);
    const before = sim.parts.kernel.eventCount;
    await sim.sleep(HOUR_MS);
    events = sim.parts.kernel.eventCount - before;
    await producer.disconnect();
  });
  uninstall();
  return events;
}

export function kafkajsHistory() {
  const records = makeRecords(10);
  return medianRatio({
    rounds: 7,
    warmUp: 3,
    baseline: () => timeOf(HISTORIES, (seed) => ownHistory(seed, records)),
    ours: () => timeOf(HISTORIES, (seed) => kafkajsHistoryOf(seed, records)),
  });
}

// --- In process and over TCP ---------------------------------------------------------------------------------------------

async function overTcp(count, send) {
  const records = makeRecords(Math.max(COUNT, BATCHES * BATCH_SIZE));
  const server = await serve();
  const overTcp = await connect(server.brokers);
  try {
    return await medianRatio({
      rounds: 7,
      warmUp: 2,
      baseline: () => timed(() => send(overTcp, records), count),
      ours: () => inProcess((producer) => timed(() => send(producer, records), count)),
    });
  } finally {
    await overTcp.disconnect();
    server.stop();
  }
}

async function inProcess(use) {
  const sim = simulation();
  sim.realClients.install();
  try {
    return await sim.run(async () => {
      const producer = await connect(['broker-1:9092']);
      const result = await use(producer);
      await producer.disconnect();
      return result;
    });
  } finally {
    sim.close();
  }
}

function simulation() {
  const sim = new Simulation({ seed: 1, trace: false, maxEvents: Number.MAX_SAFE_INTEGER });
  sim.createTopic(TOPIC, { partitions: 3, replicationFactor: 3 });
  return sim;
}

async function connect(brokers) {
  const kafka = new Kafka({ brokers, clientId: 'bench', logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  // The first record waits for metadata.
  await producer.send({ topic: TOPIC, messages: [{ value: 'first' }] });
  return producer;
}

/** `kafka-trial serve` in a process of its own. */
async function serve() {
  const command = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
  const child = spawn(process.execPath, [command, 'serve', '--port', '0', '--no-verdict'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.write(`create ${TOPIC} 3\n`);
  const greeting = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(String(text))));
  const [, servers] = /bootstrap\.servers=(\S+)/.exec(greeting);
  return { brokers: servers.split(','), stop: () => child.stdin.end('quit\n') };
}

async function timed(work, count) {
  const before = realNowMs();
  await work();
  return (realNowMs() - before) / count;
}

// --- Histories -------------------------------------------------------------------------------------------------------------

async function timeOf(count, history) {
  const before = realNowMs();
  for (let seed = 1; seed <= count; seed++) await history(seed);
  return (realNowMs() - before) / count;
}

function newHistory(seed) {
  const sim = new Simulation({ seed });
  sim.createTopic(TOPIC, { partitions: 3, replicationFactor: 3 });
  sim.faults.on('Produce').nth(1).breakBeforeResponse();
  return sim;
}

async function ownHistory(seed, records) {
  const sim = newHistory(seed);
  await sim.run(async () => {
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    for (const record of records) await producer.send(record).get();
    await producer.close();
  });
  sim.close();
}

async function kafkajsHistoryOf(seed, records) {
  const sim = newHistory(seed);
  sim.realClients.install();
  await sim.run(async () => {
    const kafka = new Kafka({ brokers: ['broker-1:9092'], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    for (const record of records) await producer.send({ topic: TOPIC, messages: [record] });
    await producer.disconnect();
  });
  sim.close();
}

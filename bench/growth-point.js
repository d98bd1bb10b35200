/** `node bench/growth-point.js <dimension> <size>`: prints the processor time of one send in microseconds, in a cluster of this size. */
import { Simulation, StringSerializer } from '../dist/index.js';

const SETTINGS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const WARM_UP_MS = 500;
const MEASURED_MS = 600;

/** Awaited sends, unless the dimension is the number of records. */
const dimensions = {
  records: async (count) => {
    const sim = open();
    createTopic(sim, 'orders', 3);
    const producer = sim.producer(SETTINGS);
    return sim.run(async () => {
      const before = processorUs();
      for (let i = 0; i < count; i++) {
        producer.send({ topic: 'orders', value: 'value' });
        if (i % 50_000 === 49_999) await producer.flush();
      }
      await producer.flush();
      const taken = processorUs() - before;
      await producer.close();
      return taken / count;
    });
  },
  partitions: (count) => awaited(open(), [['orders', count]]),
  topics: (count) =>
    awaited(
      open(),
      Array.from({ length: count }, (_, i) => [`topic-${i}`, 3]),
    ),
  producers: (count) => awaited(open(), [['orders', 3]], count),
  brokers: (count) => awaited(open(count), [['orders', 3]]),
};

function open(brokers = 3) {
  return new Simulation({ seed: 1, brokers, trace: false, maxEvents: Number.MAX_SAFE_INTEGER });
}

function createTopic(sim, name, partitions) {
  sim.createTopic(name, { partitions, replicationFactor: Math.min(3, sim.bootstrapServers.split(',').length) });
}

/** The sends go to all topics and come from all producers in turn. */
async function awaited(sim, topics, producerCount = 1) {
  for (const [name, partitions] of topics) createTopic(sim, name, partitions);
  const producers = Array.from({ length: producerCount }, () => sim.producer(SETTINGS));
  return sim.run(async () => {
    let sent = 0;
    const sendFor = async (ms) => {
      const [from, before] = [sent, processorUs()];
      while (processorUs() - before < ms * 1_000) {
        for (let i = 0; i < 20; i++, sent++) {
          const [topic] = topics[sent % topics.length];
          await producers[sent % producerCount].send({ topic, value: 'value' }).get();
        }
      }
      return (processorUs() - before) / (sent - from);
    };
    // The first send to a topic asks for its metadata, which is not measured.
    for (const producer of producers) {
      for (const [topic] of topics) await producer.send({ topic, value: 'first' }).get();
    }
    await sendFor(WARM_UP_MS);
    const taken = await sendFor(MEASURED_MS);
    for (const producer of producers) await producer.close();
    return taken;
  });
}

function processorUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const [, , dimension, size] = process.argv;
console.log(await dimensions[dimension](Number(size)));

/**
 * Covers: src/producer/threads/application-threads.ts, src/producer/threads/call-queues.ts, src/producer/calls/
 *
 * Any number of calls may wait: none is made inside another, and each takes the same time, however many there are.
 */
import { expect, it } from 'vitest';
import { StringSerializer } from '../../../src/client/index.ts';
import type { KafkaProducer } from '../../../src/producer/index.ts';
import { Simulation } from '../../../src/simulation/simulation.ts';

const COUNT = 200_000;

function producerOn(sim: Simulation, config: Readonly<Record<string, unknown>> = {}): KafkaProducer<string, string> {
  return sim.producer({ ...config, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
}

/** Makes a call often, and counts how often it was fulfilled and rejected. */
async function outcomes(call: (index: number) => PromiseLike<unknown>) {
  let fulfilled = 0;
  let rejected = 0;
  const calls = Array.from({ length: COUNT }, (_, index) =>
    call(index).then(
      () => fulfilled++,
      () => rejected++,
    ),
  );
  await Promise.all(calls);
  return { fulfilled, rejected };
}

function expectAllInOrder(sim: Simulation): void {
  const records = sim.topic('t').records();
  expect(records).toHaveLength(COUNT);
  expect(records.findIndex(({ value }, index) => value !== `${index}`)).toBe(-1);
}

it('200,000 sends wait for metadata, and are stored in order', async () => {
  const sim = new Simulation({ trace: false });
  sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
  const producer = producerOn(sim);
  await sim.run(async () => {
    for (let i = 0; i < COUNT; i++) producer.send({ topic: 't', value: `${i}` });
    await producer.close();
  });
  expectAllInOrder(sim);
});

it('200,000 sends wait for memory, and are stored in order', async () => {
  const sim = new Simulation({ trace: false });
  sim.createTopic('t', { partitions: 1, replicationFactor: 3 });
  const producer = producerOn(sim, { 'buffer.memory': 400_000, 'batch.size': 100_000 });
  await sim.run(async () => {
    await producer.partitionsFor('t');
    for (let i = 0; i < COUNT; i++) producer.send({ topic: 't', value: `${i}` });
    await producer.close();
  });
  expectAllInOrder(sim);
});

it('200,000 sends wait for metadata that does not come, until the producer is closed', async () => {
  const sim = new Simulation({ trace: false, config: { 'auto.create.topics.enable': false } });
  const producer = producerOn(sim);
  await sim.run(async () => {
    sim.at(1_000).do(() => void producer.close(0));
    const ends = await outcomes((i) => producer.send({ topic: 'missing', value: `${i}` }));
    expect(ends).toEqual({ fulfilled: 0, rejected: COUNT });
  });
});

it('200,000 calls of partitionsFor() wait for metadata', async () => {
  const sim = new Simulation({ trace: false });
  const producer = producerOn(sim);
  await sim.run(async () => {
    expect(await outcomes(() => producer.partitionsFor('t'))).toEqual({ fulfilled: COUNT, rejected: 0 });
  });
});

it('200,000 calls of flush() wait for batches', async () => {
  const sim = new Simulation({ trace: false });
  const producer = producerOn(sim);
  await sim.run(async () => {
    for (let partition = 0; partition < 3; partition++) producer.send({ topic: 't', value: `${partition}` });
    expect(await outcomes(() => producer.flush())).toEqual({ fulfilled: COUNT, rejected: 0 });
  });
});

it('200,000 calls of flush() are interrupted', async () => {
  const sim = new Simulation({ trace: false });
  const producer = producerOn(sim);
  sim.faults.on('Produce').neverAnswer();
  await sim.run(async () => {
    await producer.partitionsFor('t');
    producer.send({ topic: 't', value: 'never acknowledged' });
    sim.at(1_000).do(() => producer.interrupt());
    expect(await outcomes(() => producer.flush())).toEqual({ fulfilled: 0, rejected: COUNT });
  });
});

it('200,000 calls of close() wait for the I/O thread', async () => {
  const sim = new Simulation({ trace: false });
  const producer = producerOn(sim);
  await sim.run(async () => {
    producer.send({ topic: 't', value: 'the last' });
    const ends = await outcomes((i) => producer.close(i % 2 === 0 ? undefined : 10_000));
    expect(ends).toEqual({ fulfilled: COUNT, rejected: 0 });
  });
});

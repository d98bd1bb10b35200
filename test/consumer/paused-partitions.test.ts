/** Covers: src/consumer/position-calls.ts, src/consumer/positions.ts, src/consumer/fetcher.ts. Partitions that a program has paused. */
import { type ConsumerConfigInput, type Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { IllegalArgumentException, IllegalStateException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { type Consumer, cluster, member, namesOf, poll } from './groups/group-program.ts';

const FIRST = { topic: 'payments', partition: 0 };
const SECOND = { topic: 'payments', partition: 1 };
const COOPERATIVE = { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' };

function consumerOf(sim: Simulation, config: ConsumerConfigInput = {}): Consumer {
  return sim.consumer({
    'auto.offset.reset': 'earliest',
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
    ...config,
  }) as Consumer;
}

/** Sends one record to each of the two partitions. */
async function produce(sim: Simulation, ...values: string[]): Promise<void> {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  for (const value of values) {
    for (const { topic, partition } of [FIRST, SECOND]) {
      await producer.send({ topic, partition, value: `${value}${partition}` }).get();
    }
  }
  await producer.close();
}

describe('A paused partition', () => {
  it('is not read until it is resumed, and then from where it was', async () => {
    const sim = cluster(2);
    await sim.run(async () => {
      const consumer = consumerOf(sim);
      consumer.assign([FIRST, SECOND]);
      consumer.pause([FIRST]);
      expect(namesOf(consumer.paused())).toEqual(['payments-0']);
      await produce(sim, 'a');
      expect(await poll(sim, consumer, 2000)).toEqual(['a1']);
      expect(await consumer.position(FIRST)).toBe(0);
      const fetches = sim.trace.lines.filter((line) => /consumer.* Fetch request/.test(line));
      expect(fetches.filter((line) => line.includes('payments-0@'))).toEqual([]);
      consumer.resume([FIRST, SECOND]);
      expect(consumer.paused()).toEqual([]);
      expect(await poll(sim, consumer, 2000)).toEqual(['a0']);
    });
  });

  it('keeps what was fetched before', async () => {
    const sim = cluster(2);
    await sim.run(async () => {
      const consumer = consumerOf(sim, { 'max.poll.records': 1 });
      consumer.assign([FIRST, SECOND]);
      await produce(sim, 'a', 'b', 'c');
      const [first] = await consumer.poll(5000);
      consumer.pause([FIRST]);
      expect(first).toMatchObject({ partition: 0, value: 'a0' });
      expect(await poll(sim, consumer, 2000)).toEqual(['a1', 'b1', 'c1']);
      consumer.resume([FIRST]);
      expect(await poll(sim, consumer, 2000)).toEqual(['b0', 'c0']);
    });
  });

  it('does not keep the consumer from its heartbeats and commits', async () => {
    const sim = cluster(2);
    await sim.run(async () => {
      const consumer = member(sim, { 'session.timeout.ms': 6000 });
      consumer.subscribe(['payments']);
      await poll(sim, consumer, 2000);
      await produce(sim, 'a');
      await poll(sim, consumer, 500);
      consumer.pause(consumer.assignment());
      await produce(sim, 'b');
      expect(await poll(sim, consumer, 20_000)).toEqual([]);
      expect(consumer.groupMetadata().generationId).toBe(1);
      expect(sim.committedOffsets('billing').map(({ offset }) => offset)).toEqual([1, 1]);
    });
  });

  it('is not paused any more after a rebalance that took it away, even for a moment', async () => {
    for (const [config, paused] of [
      [{}, []],
      [COOPERATIVE, ['payments-0', 'payments-1']],
    ] as const) {
      const sim = cluster(4);
      await sim.run(async () => {
        const [first, second] = [member(sim, config), member(sim, config)];
        first.subscribe(['payments']);
        await poll(sim, first, 2000);
        first.pause(first.assignment());
        second.subscribe(['payments']);
        await Promise.all([poll(sim, first, 15_000), poll(sim, second, 15_000)]);
        expect(namesOf(first.assignment())).toHaveLength(2);
        expect(namesOf(first.paused())).toEqual(paused);
      });
    }
  });

  it('has to be assigned', async () => {
    const sim = cluster(2);
    const consumer = consumerOf(sim);
    consumer.assign([FIRST]);
    expect(() => consumer.pause([SECOND])).toThrow('No current assignment for partition payments-1');
    expect(() => consumer.resume([SECOND])).toThrow(IllegalStateException);
    expect(() => consumer.pause(FIRST as never)).toThrow(IllegalArgumentException);
    void consumer.close();
    expect(() => consumer.paused()).toThrow('This consumer has already been closed.');
  });
});

/**
 * Covers: src/consumer/groups/subscription.ts, src/consumer/groups/topic-pattern.ts, src/consumer/groups/fresh-metadata.ts,
 * src/consumer/consumer-metadata.ts. Consumers of a group that subscribe to a pattern.
 */
import { type ConsumerConfigInput, Simulation, StringSerializer } from 'kafka-trial';
import { IllegalArgumentException, IllegalStateException, InvalidGroupIdException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import { type Consumer, member, namesOf, noting, poll } from './group-program.ts';

const COOPERATIVE = { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' };

function clusterWith(...topics: string[]): Simulation {
  const sim = new Simulation({ config: { 'group.initial.rebalance.delay.ms': 100 } });
  for (const topic of topics) sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
  return sim;
}

async function subscribed(sim: Simulation, pattern: RegExp, config: ConsumerConfigInput = {}): Promise<Consumer> {
  const consumer = member(sim, config);
  consumer.subscribe(pattern);
  await poll(sim, consumer, 5000);
  return consumer;
}

async function produce(sim: Simulation, ...topics: string[]): Promise<void> {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  for (const topic of topics) await producer.send({ topic, value: topic }).get();
  await producer.close();
}

describe('A consumer that subscribes to a pattern', () => {
  it('reads the topics whose whole name it matches', async () => {
    const sim = clusterWith('payments-eu', 'orders', 'payments-us', 'old-payments-eu');
    await sim.run(async () => {
      const consumer = await subscribed(sim, /payments-.*/g);
      expect(namesOf(consumer.assignment())).toEqual(['payments-eu-0', 'payments-us-0']);
      await produce(sim, 'orders', 'payments-us', 'old-payments-eu');
      expect(await poll(sim, consumer, 2000)).toEqual(['payments-us']);
      await consumer.close();
      expect(namesOf((await subscribed(sim, /payments/)).assignment())).toEqual([]);
      expect(namesOf((await subscribed(sim, /ORDERS|payments-eu/i, { 'group.id': 'o' })).assignment())).toEqual([
        'orders-0',
        'payments-eu-0',
      ]);
    });
  });

  it('finds a new topic when its metadata has grown old, and notices that one was deleted', async () => {
    const sim = clusterWith('payments-eu', 'payments-us');
    await sim.run(async () => {
      // With automatic commits, that of the deleted topic would hold up the rebalance for max.poll.interval.ms, as in Java.
      const config = { 'metadata.max.age.ms': 10_000, 'enable.auto.commit': false };
      const consumer = await subscribed(sim, /payments-.*/, config);
      const admin = sim.admin();
      await admin.createTopics([{ name: 'payments-asia', numPartitions: 1 }]);
      await poll(sim, consumer, 3000);
      expect(namesOf(consumer.assignment())).toEqual(['payments-eu-0', 'payments-us-0']);
      await poll(sim, consumer, 10_000);
      expect(namesOf(consumer.assignment())).toEqual(['payments-asia-0', 'payments-eu-0', 'payments-us-0']);
      await admin.deleteTopics(['payments-us']);
      await poll(sim, consumer, 3000);
      expect(namesOf(consumer.assignment())).toEqual(['payments-asia-0', 'payments-eu-0']);
      expect(consumer.groupMetadata().generationId).toBe(3);
    });
  });

  it.each([
    ['eager', {}],
    ['cooperative', COOPERATIVE],
  ])('rebalances once for a new topic, although each member finds it: %s', async (_, protocol) => {
    const sim = clusterWith('payments-eu', 'payments-us');
    const config = { ...protocol, 'metadata.max.age.ms': 10_000 };
    await sim.run(async () => {
      const notes: string[] = [];
      const [first, second] = [member(sim, config), member(sim, config)];
      first.subscribe(/payments-.*/);
      second.subscribe(/payments-.*/, noting(notes, 'second'));
      await poll(sim, first, 1000);
      await Promise.all([poll(sim, first, 10_000), poll(sim, second, 10_000)]);
      const { generationId } = first.groupMetadata();
      await sim.admin().createTopics([{ name: 'payments-asia', numPartitions: 2 }]);
      await Promise.all([poll(sim, first, 20_000), poll(sim, second, 20_000)]);
      expect([...first.assignment(), ...second.assignment()]).toHaveLength(4);
      expect(first.groupMetadata().generationId).toBe(generationId + 1);
    });
  });

  it('reads internal topics only if it may', async () => {
    const sim = clusterWith('payments');
    await sim.run(async () => {
      const consumer = await subscribed(sim, /.*/);
      expect(namesOf(consumer.assignment())).toEqual(['payments-0']);
      const curious = await subscribed(sim, /.*/, { 'group.id': 'curious', 'exclude.internal.topics': false });
      expect(new Set(curious.assignment().map(({ topic }) => topic))).toEqual(
        new Set(['__consumer_offsets', 'payments']),
      );
    });
  });

  it('asks for the topics of the cluster before it joins', async () => {
    const sim = clusterWith('payments');
    await sim.run(() => subscribed(sim, /pay.*/));
    const requests = sim.trace.lines.flatMap(
      (line) => /consumer\S* +(Metadata|JoinGroup) request .*/.exec(line)?.[1] ?? [],
    );
    expect(requests.slice(0, requests.indexOf('JoinGroup'))).toContain('Metadata');
    const metadata = sim.trace.lines.filter((line) => /consumer\S* +Metadata request/.test(line));
    expect(metadata.at(-1)).not.toContain('topics=[payments]');
  });

  it('can end that, and subscribe to topics', async () => {
    const sim = clusterWith('payments', 'orders');
    await sim.run(async () => {
      const consumer = await subscribed(sim, /pay.*/);
      expect(() => consumer.subscribe(['orders'])).toThrow(
        'Subscription to topics, partitions and pattern are mutually exclusive',
      );
      expect(() => consumer.assign([{ topic: 'orders', partition: 0 }])).toThrow(IllegalStateException);
      consumer.subscribe(/ord.*/);
      await poll(sim, consumer, 5000);
      expect(namesOf(consumer.assignment())).toEqual(['orders-0']);
      await consumer.unsubscribe();
      consumer.subscribe(['payments']);
      expect(() => consumer.subscribe(/pay.*/)).toThrow(IllegalStateException);
      await poll(sim, consumer, 5000);
      expect(namesOf(consumer.assignment())).toEqual(['payments-0']);
    });
  });

  it('needs a group and a pattern', () => {
    const sim = clusterWith('payments');
    expect(() => member(sim, { 'group.id': null }).subscribe(/pay.*/)).toThrow(InvalidGroupIdException);
    expect(() => member(sim).subscribe(/(?:)/)).toThrow('Topic pattern to subscribe to cannot be empty');
    expect(() => member(sim).subscribe('pay.*' as never)).toThrow(IllegalArgumentException);
  });
});

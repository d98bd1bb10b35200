/** Covers: src/client/versions/removals.ts and what asks it, in src/producer and src/admin. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLIENT_VERSIONS, type ClientVersionName } from '../../../src/client/versions/index.ts';
import { type AdminClient, type KafkaProducer, Simulation, StringSerializer } from '../../../src/index.ts';
import { UniformStickyPartitioner } from '../../../src/producer/index.ts';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

/** What `program` throws or rejects with, as `name: message`; `null` if it does not. */
async function failure(program: () => unknown): Promise<string | null> {
  try {
    await program();
    return null;
  } catch (error) {
    return `${error as Error}`;
  }
}

async function withClients<T>(
  clientVersion: ClientVersionName,
  program: (admin: AdminClient, producer: KafkaProducer, sim: Simulation) => Promise<T>,
): Promise<T> {
  const sim = new Simulation({ clientVersion });
  for (const topic of ['payments', 'orders']) sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
  return sim.run(async () => {
    const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'billing' });
    await producer.initTransactions();
    producer.beginTransaction();
    return program(sim.admin(), producer, sim);
  });
}

describe('Calls that Kafka 4.0 removed', () => {
  it.each(['3.6.1', '3.9'] as const)('work with %s', (version) =>
    withClients(version, async (admin, producer, sim) => {
      await producer.sendOffsetsToTransaction({ 'payments-0': 7 }, 'shop');
      await producer.commitTransaction();
      await sim.sleep(100);
      expect(sim.committedOffsets('shop')[0]?.offset).toBe(7);
      const described = admin.describeTopics(['payments']);
      expect((await described.values().get('payments'))?.name).toBe('payments');
      expect((await described.all()).get('payments')?.name).toBe('payments');
      await admin.deleteTopics(['orders']).values().get('orders');
      expect(await admin.listTopics().names()).toEqual(new Set(['payments']));
    }),
  );

  it('are refused with 4.3, with what to call instead, and what replaces them works', () =>
    withClients('4.3', async (admin, producer, sim) => {
      expect(await failure(() => producer.sendOffsetsToTransaction({ 'payments-0': 7 }, 'shop'))).toBe(
        'NoSuchMethodError: sendOffsetsToTransaction(offsets, groupId) does not exist in the Java clients 4.3.1: Kafka 4.0 removed it ' +
          '(KIP-447, KAFKA-12690). Call sendOffsetsToTransaction(offsets, consumer.groupMetadata()), or pass { groupId } if there is no consumer',
      );
      await producer.sendOffsetsToTransaction({ 'payments-0': 7 }, { groupId: 'shop' });
      await producer.commitTransaction();
      await sim.sleep(100);
      expect(sim.committedOffsets('shop')[0]?.offset).toBe(7);

      const described = admin.describeTopics(['payments']);
      expect([await failure(() => described.values()), await failure(() => described.all())]).toEqual([
        'NoSuchMethodError: DescribeTopicsResult.values() does not exist in the Java clients 4.3.1: Kafka 4.0 removed it (KAFKA-18289). Call topicNameValues() instead',
        'NoSuchMethodError: DescribeTopicsResult.all() does not exist in the Java clients 4.3.1: Kafka 4.0 removed it (KAFKA-18289). Call allTopicNames() instead',
      ]);
      expect((await described.topicNameValues().get('payments'))?.name).toBe('payments');
      expect((await described.allTopicNames()).get('payments')?.name).toBe('payments');

      const deleted = admin.deleteTopics(['orders']);
      expect(await failure(() => deleted.values())).toBe(
        'NoSuchMethodError: DeleteTopicsResult.values() does not exist in the Java clients 4.3.1: Kafka 4.0 removed it (KAFKA-18093). Call topicNameValues() instead',
      );
      await deleted.topicNameValues().get('orders');
      await deleted.all();
    }));

  it('do not leave an unhandled rejection when they are refused', () =>
    withClients('4.3', async (admin, _producer, sim) => {
      expect(await failure(() => admin.describeTopics(['gone']).values())).toContain('NoSuchMethodError');
      expect(await failure(() => admin.deleteTopics(['gone']).values())).toContain('NoSuchMethodError');
      await sim.sleep(1_000);
    }));

  it('can be told from other errors by their class', async () => {
    const { NoSuchMethodError } = await import('../../../src/errors.ts');
    await withClients('4.3', async (admin) => {
      expect(() => admin.describeTopics([]).values()).toThrow(NoSuchMethodError);
    });
  });
});

describe('Partitioners that Kafka 4.0 removed', () => {
  const producerWith = (version: ClientVersionName, partitioner: unknown): (() => unknown) => {
    const sim = new Simulation({ clientVersion: version });
    return () =>
      sim.producer(new Map<string, unknown>([...Object.entries(SERIALIZERS), ['partitioner.class', partitioner]]));
  };

  it.each(['3.6.1', '3.9'] as const)('are there with %s, by name and as a class', (version) => {
    expect(producerWith(version, 'org.apache.kafka.clients.producer.UniformStickyPartitioner')).not.toThrow();
    expect(producerWith(version, UniformStickyPartitioner)).not.toThrow();
  });

  it('are refused with 4.3, by name as in Java and as a class', () => {
    expect(producerWith('4.3', 'org.apache.kafka.clients.producer.UniformStickyPartitioner')).toThrow(
      'Class org.apache.kafka.clients.producer.UniformStickyPartitioner could not be found.',
    );
    expect(producerWith('4.3', UniformStickyPartitioner)).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({
          name: 'ConfigException',
          message: expect.stringMatching(
            /for configuration partitioner\.class: The class does not exist in the Java clients 4\.3\.1: Kafka 4\.0 removed it .*KIP-794.*partitioner\.ignore\.keys/,
          ),
        }),
      }),
    );
  });

  it('do not affect a partitioner of the program', () => {
    class Mine extends UniformStickyPartitioner {}
    expect(producerWith('4.3', Mine)).not.toThrow();
    expect(producerWith('4.3', 'org.apache.kafka.clients.producer.RoundRobinPartitioner')).not.toThrow();
  });
});

describe('docs/upgrading.md', () => {
  it('lists all that was removed, with its release, its source and what to write instead', () => {
    const text = readFileSync(new URL('../../../docs/upgrading.md', import.meta.url), 'utf8');
    const { removedCalls, partitioners } = CLIENT_VERSIONS['4.3'];
    const calls = Object.entries(removedCalls).map(([call, removal]) => ({ what: `\`${call}\``, removal }));
    expect(calls).toHaveLength(4);
    for (const { what, removal } of calls) {
      expect(text).toContain(
        `| ${what} | ${removal.release} | ${removal.source} | ${removal.instead.replace(/`/g, '')} |`,
      );
    }
    const classes = Object.entries(partitioners).filter(([, one]) => typeof one === 'object' && one !== null);
    expect(classes).toHaveLength(2);
    for (const [name] of classes) expect(text).toContain(`\`${name.slice(name.lastIndexOf('.') + 1)}\``);
  });
});

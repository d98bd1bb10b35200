/** How a simulation names its clients and connects them to its brokers. */
import { Simulation } from 'kafka-trial';
import { InvalidReplicationFactorException, UnknownTopicOrPartitionException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';

const SERIALIZER = 'org.apache.kafka.common.serialization.StringSerializer';
const serializers = { 'key.serializer': SERIALIZER, 'value.serializer': SERIALIZER } as const;

/** The hosts in the trace, in order of appearance. */
function hostsOf({ trace }: Simulation): readonly string[] {
  return [...new Set(trace.entries.map(({ source }) => source))].filter((source) => source !== 'cluster');
}

function connectionsOf({ trace }: Simulation): readonly unknown[] {
  return trace.entriesOf('connected').map(({ facts }) => facts.broker);
}

describe('Clients', () => {
  it('are numbered by kind, unless they have a client.id', () => {
    const sim = new Simulation();
    for (const config of [{}, { 'client.id': 'payments' }, {}]) {
      sim.producer({ ...serializers, ...config }).send({ topic: 'payments', value: 'one' });
    }
    sim.settle();
    expect(hostsOf(sim)).toEqual(['producer-1', 'payments', 'producer-3']);
  });

  it.each([
    ['an object', { ...serializers }],
    ['a Map', new Map(Object.entries(serializers))],
  ])('know all brokers by default, with %s as configuration', (_kind, config) => {
    const sim = new Simulation({ brokers: 1 });
    sim.producer(config).send({ topic: 'payments', value: 'one' });
    sim.settle();
    expect(connectionsOf(sim)[0]).toBe(sim.bootstrapServers);
  });

  it('keep the bootstrap.servers that they are given', () => {
    const sim = new Simulation();
    sim.producer(new Map(Object.entries({ ...serializers, 'bootstrap.servers': 'broker-3:9092' }))).send({
      topic: 'payments',
      value: 'one',
    });
    sim.settle();
    expect(connectionsOf(sim)[0]).toBe('broker-3:9092');
  });

  it('of the same client.id have different names in the verdict', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    await sim.run(async () => {
      for (const value of ['one', 'two']) {
        await sim
          .producer({ ...serializers, 'client.id': 'same' })
          .send({ topic: 'payments', value })
          .get();
      }
    });
    expect(sim.verdict().records.map(({ producer }) => producer)).toEqual(['same', 'same (2)']);
  });
});

describe('A call of an admin client', () => {
  it('is awaited until it is done', async () => {
    const sim = new Simulation();
    await sim.run(async () => {
      const admin = sim.admin();
      await admin.createTopics([{ name: 'payments', numPartitions: 2, replicationFactor: 3 }]);
      expect((await admin.listTopics()).map(({ name }) => name)).toEqual(['payments']);
      expect((await admin.describeTopics(['payments'])).get('payments')?.partitions.length).toBe(2);
      const { nodes, controller } = await admin.describeCluster();
      expect(nodes).toContainEqual(controller);
      await admin.deleteTopics(['payments']);
      expect(await admin.listTopics()).toEqual([]);
      await admin.close();
    });
  });

  it('rejects with what the broker refuses', async () => {
    const sim = new Simulation();
    await sim.run(async () => {
      const refused = sim.admin().createTopics([{ name: 'payments', numPartitions: 1, replicationFactor: 9 }]);
      await expect(refused).rejects.toThrow(InvalidReplicationFactorException);
      await expect(sim.admin().deleteTopics(['payments'])).rejects.toThrow(UnknownTopicOrPartitionException);
    });
  });

  it('that is refused, and that the program does not await, causes an unhandled rejection', async () => {
    const rejections: unknown[] = [];
    const listen = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', listen);
    const sim = new Simulation();
    await sim.run(async () => {
      sim.admin().createTopics([{ name: 'payments', numPartitions: 1, replicationFactor: 9 }]);
      await sim.sleep(100);
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(rejections).toEqual([expect.any(InvalidReplicationFactorException)]);
  });
});

/**
 * Covers: src/admin/calls/create-topics.ts, src/admin/calls/delete-topics.ts, src/admin/calls/describe-topics.ts, src/admin/calls/list-topics.ts,
 * src/admin/calls/describe-cluster.ts, src/admin/calls/create-partitions.ts, src/admin/calls/new-topic.ts, src/admin/calls/by-name.ts,
 * src/admin/calls/topic-names.ts, src/admin/calls/not-controller.ts, src/admin/calls/node-with-id.ts, src/admin/futures/values-result.ts,
 * src/admin/futures/keyed-futures.ts
 */
import { type AdminClient, NewPartitions, NewTopic, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

/** Runs `program` with an admin client of a cluster in which `payments` has 2 partitions on 3 brokers. */
async function withAdmin(program: (admin: AdminClient, sim: Simulation) => Promise<void>): Promise<void> {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  await sim.run(() => program(sim.admin(), sim));
}

function assignmentsOf(sim: Simulation, topic: string): readonly (readonly number[])[] {
  const found = sim.snapshot().topics.find(({ name }) => name === topic);
  return found?.partitions.map(({ replicas }) => replicas) ?? [];
}

describe('createTopics()', () => {
  it('returns what was created', () =>
    withAdmin(async (admin) => {
      const result = admin.createTopics([new NewTopic('orders', 4, 2)]);
      await result;
      expect(await result.numPartitions('orders')).toBe(4);
      expect(await result.replicationFactor('orders')).toBe(2);
      const listing = (await admin.listTopics().namesToListings()).get('orders');
      expect(await result.topicId('orders')).toBe(listing?.topicId);
      expect(() => result.topicId('others')).toThrow('The call was not about topic others.');
    }));

  it('creates the first of several topics with the same name', () =>
    withAdmin(async (admin) => {
      await admin.createTopics([new NewTopic('orders', 1, 1), new NewTopic('orders', 2, 1)]);
      expect((await admin.describeTopics(['orders'])).get('orders')?.partitions).toHaveLength(1);
    }));

  it('only checks the topics if asked to', () =>
    withAdmin(async (admin) => {
      await admin.createTopics([{ name: 'orders' }], { validateOnly: true });
      await expect(admin.createTopics([{ name: 'payments' }], { validateOnly: true })).rejects.toThrow(
        "Topic 'payments' already exists.",
      );
      expect(await admin.listTopics().names()).toEqual(new Set(['payments']));
    }));

  it('puts the replicas where they are assigned', () =>
    withAdmin(async (admin, sim) => {
      await admin.createTopics([
        {
          name: 'orders',
          replicasAssignments: [
            [2, 1],
            [1, 3],
          ],
        },
      ]);
      await admin.createTopics([new NewTopic('refunds', [[3]])]);
      expect(assignmentsOf(sim, 'orders')).toEqual([
        [2, 1],
        [1, 3],
      ]);
      expect(assignmentsOf(sim, 'refunds')).toEqual([[3]]);
    }));

  it('fails one topic and creates another', () =>
    withAdmin(async (admin) => {
      const { payments, orders } = Object.fromEntries(
        admin.createTopics([{ name: 'payments' }, { name: 'orders' }]).values(),
      );
      await expect(payments).rejects.toThrow("Topic 'payments' already exists.");
      await expect(orders).resolves.toBeUndefined();
    }));

  it('finds another controller', () =>
    withAdmin(async (admin, sim) => {
      await admin.listTopics();
      const { controller } = await admin.describeCluster();
      sim.crash(controller!.id);
      await admin.createTopics([{ name: 'orders', replicationFactor: 2 }]);
      expect(await admin.listTopics().names()).toContain('orders');
    }));
});

describe('deleteTopics()', () => {
  it('fails one topic and deletes another', () =>
    withAdmin(async (admin) => {
      const result = admin.deleteTopics(['payments', 'orders', '']);
      await expect(result).rejects.toThrow('This server does not host this topic-partition.');
      await expect(result.topicNameValues().get('payments')).resolves.toBeUndefined();
      await expect(result.values().get('')).rejects.toThrow(
        "The given topic name '' cannot be represented in a request.",
      );
      expect(await admin.listTopics()).toEqual([]);
    }));
});

describe('describeTopics()', () => {
  it('returns the partitions with their leaders and replicas', () =>
    withAdmin(async (admin, sim) => {
      const description = (await admin.describeTopics(['payments']).allTopicNames()).get('payments')!;
      const [first, second] = sim.snapshot().topics[0]!.partitions;
      expect(description.partitions.map(({ leader }) => leader?.id)).toEqual([first!.leader, second!.leader]);
      expect(description.partitions.map(({ replicas }) => replicas)).toEqual([first!.replicas, second!.replicas]);
      expect(description.isInternal).toBe(false);
    }));

  it('fails topics that do not exist', () =>
    withAdmin(async (admin) => {
      const result = admin.describeTopics(['payments', 'orders', '']);
      expect((await result.values().get('payments'))?.name).toBe('payments');
      await expect(result.topicNameValues().get('orders')).rejects.toThrow('does not host this topic-partition');
      await expect(result.all()).rejects.toThrow('does not host this topic-partition');
      await expect(admin.describeTopics([''])).rejects.toThrow('cannot be represented in a request');
    }));
});

describe('listTopics()', () => {
  it("leaves Kafka's own topics out, unless they are asked for", () =>
    withAdmin(async (admin, sim) => {
      const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'billing' });
      await producer.initTransactions();
      expect(await admin.listTopics().names()).toEqual(new Set(['payments']));
      expect(await admin.listTopics({ listInternal: true }).names()).toContain('__transaction_state');
    }));
});

describe('describeCluster()', () => {
  it('returns the brokers that are up, and the controller', () =>
    withAdmin(async (admin, sim) => {
      sim.shutdown('broker-1');
      const cluster = admin.describeCluster();
      expect((await cluster.nodes()).map(({ id }) => id)).toEqual([2, 3]);
      expect([2, 3]).toContain((await cluster.controller())?.id);
      expect((await cluster).clusterId).toBe(await cluster.clusterId());
    }));
});

describe('createPartitions()', () => {
  it.each([
    ['an object', { payments: NewPartitions.increaseTo(5) }],
    ['a Map', new Map([['payments', { totalCount: 5 }]])],
    ['an array', [['payments', NewPartitions.increaseTo(5)] as const]],
  ])('adds partitions, given by %s', (_kind, newPartitions) =>
    withAdmin(async (admin) => {
      await admin.createPartitions(newPartitions);
      expect((await admin.describeTopics(['payments'])).get('payments')?.partitions).toHaveLength(5);
    }),
  );

  it('puts new partitions where they are assigned', () =>
    withAdmin(async (admin, sim) => {
      await admin.createPartitions({
        payments: NewPartitions.increaseTo(4, [
          [3, 1, 2],
          [2, 3, 1],
        ]),
      });
      expect(assignmentsOf(sim, 'payments').slice(2)).toEqual([
        [3, 1, 2],
        [2, 3, 1],
      ]);
    }));

  it('only checks if asked to, and fails topic by topic', () =>
    withAdmin(async (admin) => {
      const wanted = { payments: NewPartitions.increaseTo(2), orders: NewPartitions.increaseTo(9) };
      const result = admin.createPartitions(wanted, { validateOnly: true });
      await expect(result).rejects.toThrow('Topic already has 2 partition(s).');
      await expect(result.values().get('orders')).rejects.toThrow('does not host this topic-partition');
      await admin.createPartitions({ payments: NewPartitions.increaseTo(3) }, { validateOnly: true });
      expect((await admin.describeTopics(['payments'])).get('payments')?.partitions).toHaveLength(2);
      await admin.createPartitions({});
    }));

  it('is sent again when the broker is no longer the controller', () =>
    withAdmin(async (admin, sim) => {
      sim.faults.on('CreatePartitions').once().respond('NOT_CONTROLLER');
      await admin.createPartitions({ payments: NewPartitions.increaseTo(3) });
      expect(assignmentsOf(sim, 'payments')).toHaveLength(3);
      // The client has asked who the controller is before it tried again.
      const sent = sim.trace.entries.filter(
        ({ source, event }) => source === 'adminclient-1' && event.endsWith('request'),
      );
      expect(sent.map(({ event }) => event.split(' ')[0]).slice(-3)).toEqual([
        'CreatePartitions',
        'Metadata',
        'CreatePartitions',
      ]);
    }));
});

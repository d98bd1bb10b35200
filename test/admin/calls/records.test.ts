/**
 * Covers: src/admin/calls/delete-records.ts, src/admin/calls/list-offsets.ts, src/admin/calls/list-consumer-group-offsets.ts,
 * src/admin/calls/partitions.ts, src/admin/driver/partition-leaders.ts, src/admin/driver/coordinators.ts, src/admin/running/run-driver.ts,
 * src/admin/futures/map-result.ts
 */
import { type AdminClient, OffsetSpec, RecordsToDelete, Simulation, StringSerializer } from 'kafka-trial';
import { TimeoutException, UnknownTopicOrPartitionException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const FIRST = { topic: 'payments', partition: 0 };
const SECOND = { topic: 'payments', partition: 1 };

/** A cluster in which both partitions of `payments` have records with the timestamps 1000, 3000, 2000, and different leaders. */
async function withRecords(program: (admin: AdminClient, sim: Simulation) => Promise<void>): Promise<void> {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  const producer = sim.producer(SERIALIZERS);
  await sim.run(async () => {
    for (const partition of [0, 1]) {
      for (const timestampMs of [1000, 3000, 2000]) {
        await producer.send({ topic: 'payments', partition, value: `at ${timestampMs}`, timestampMs });
      }
    }
    await program(sim.admin(), sim);
  });
}

function leaderOf(sim: Simulation, partition: number): number {
  return sim.snapshot().topics.find(({ name }) => name === 'payments')!.partitions[partition]!.leader;
}

/** The requests of the admin client after its connection is made, as `DeleteRecords broker-1`. */
function requestsOf(sim: Simulation): readonly string[] {
  return sim.trace.entries
    .filter(({ source, event }) => source === 'adminclient-1' && event.endsWith(' request'))
    .map(
      ({ event, facts }) =>
        `${event.replace(' request', '')} ${String('broker' in facts && facts.broker).replace(':9092', '')}`,
    )
    .filter((text) => !text.startsWith('ApiVersions'));
}

describe('listOffsets()', () => {
  it.each([
    ['earliest', OffsetSpec.earliest(), { offset: 0, timestamp: -1, leaderEpoch: 0 }],
    ['latest', OffsetSpec.latest(), { offset: 3, timestamp: -1, leaderEpoch: 0 }],
    ['largest timestamp', OffsetSpec.maxTimestamp(), { offset: 1, timestamp: 3000, leaderEpoch: 0 }],
    ['first one at a time', OffsetSpec.forTimestamp(1500), { offset: 1, timestamp: 3000, leaderEpoch: 0 }],
    [
      'first one at a time without records',
      OffsetSpec.forTimestamp(5000),
      { offset: -1, timestamp: -1, leaderEpoch: null },
    ],
  ])('finds the %s', (_name, spec, expected) =>
    withRecords(async (admin) => {
      const result = admin.listOffsets([
        [FIRST, spec],
        [SECOND, OffsetSpec.latest()],
      ]);
      expect((await result).get('payments-0')).toEqual(expected);
      expect(await result.partitionResult(FIRST)).toEqual(expected);
      expect((await result.all()).get('payments-1')?.offset).toBe(3);
      expect(() => result.partitionResult({ topic: 'orders', partition: 7 })).toThrow(
        'List Offsets for partition "orders-7" was not attempted',
      );
    }),
  );

  it('asks each leader for its own partitions', () =>
    withRecords(async (admin, sim) => {
      const before = [leaderOf(sim, 0), leaderOf(sim, 1)];
      expect(new Set(before).size).toBe(2);
      await admin.listOffsets([
        [FIRST, OffsetSpec.latest()],
        [SECOND, OffsetSpec.latest()],
      ]);
      const asked = requestsOf(sim).filter((text) => text.startsWith('ListOffsets'));
      expect(asked.toSorted()).toEqual(before.map((id) => `ListOffsets broker-${id}`).toSorted());
    }));

  it('stops at an open transaction under read_committed', () =>
    withRecords(async (admin, sim) => {
      const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'tx' });
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.send({ topic: 'payments', partition: 0, value: 'open' });
      const offsetUnder = async (isolationLevel: 'read_committed' | 'read_uncommitted'): Promise<unknown> => {
        return (await admin.listOffsets([[FIRST, OffsetSpec.latest()]], { isolationLevel })).get('payments-0')?.offset;
      };
      expect(await offsetUnder('read_committed')).toBe(3);
      expect(await offsetUnder('read_uncommitted')).toBe(4);
    }));

  it('looks the leader up again after NOT_LEADER_OR_FOLLOWER', () =>
    withRecords(async (admin, sim) => {
      sim.faults.on('ListOffsets').once().respond('NOT_LEADER_OR_FOLLOWER');
      await admin.listOffsets([[FIRST, OffsetSpec.latest()]]);
      const leader = `broker-${leaderOf(sim, 0)}`;
      const [connect, lookUp, first, again, second] = requestsOf(sim);
      expect([connect, lookUp, again].map((text) => text?.split(' ')[0])).toEqual(['Metadata', 'Metadata', 'Metadata']);
      expect([first, second]).toEqual([`ListOffsets ${leader}`, `ListOffsets ${leader}`]);
    }));

  it('finds the next leader when the first one shuts down before it answers', () =>
    withRecords(async (admin, sim) => {
      const leader = leaderOf(sim, 0);
      sim.faults.on('ListOffsets').once().neverAnswer();
      const result = admin.listOffsets([[FIRST, OffsetSpec.latest()]]);
      await sim.sleep(100);
      sim.shutdown(leader);
      expect((await result).get('payments-0')?.offset).toBe(3);
      expect(leaderOf(sim, 0)).not.toBe(leader);
    }));

  it('waits for a leader that has crashed, and does not look for the next one, as in 3.6.1', () =>
    withRecords(async (admin, sim) => {
      const leader = leaderOf(sim, 0);
      const crashedAtMs = sim.nowMs;
      sim.crash(leader);
      const result = admin.listOffsets([[FIRST, OffsetSpec.latest()]]);
      await sim.sleep(20_000);
      expect(leaderOf(sim, 0)).not.toBe(leader);
      expect(result.partitionResult(FIRST).isDone()).toBe(false);
      sim.restart(leader);
      // The broker follows now: the client looks the leader up once more.
      expect((await result).get('payments-0')?.offset).toBe(3);
      expect(sim.nowMs - crashedAtMs).toBeGreaterThan(20_000);
    }));

  it('fails if the topic does not exist, and waits for a partition that does not', () =>
    withRecords(async (admin) => {
      const missing = admin.listOffsets([[{ topic: 'orders', partition: 0 }, OffsetSpec.latest()]]);
      await expect(missing).rejects.toThrow(
        new UnknownTopicOrPartitionException(
          'Failed to fetch metadata for partition orders-0 because metadata for topic `orders` could not be found',
        ),
      );
      const beyond = admin.listOffsets([[{ topic: 'payments', partition: 9 }, OffsetSpec.latest()]], {
        timeoutMs: 500,
      });
      await expect(beyond).rejects.toThrow(TimeoutException);
      await expect(admin.listOffsets([[{ topic: 'a b', partition: 0 }, OffsetSpec.latest()]])).rejects.toThrow(
        'Failed to fetch metadata for partition a b-0 due to invalid topic `a b`',
      );
    }));
});

describe('deleteRecords()', () => {
  it('deletes the records before an offset', () =>
    withRecords(async (admin, sim) => {
      const result = admin.deleteRecords([[FIRST, RecordsToDelete.beforeOffset(2)]]);
      expect((await result).get('payments-0')).toEqual({ lowWatermark: 2 });
      expect(await result.lowWatermarks().get('payments-0')).toEqual({ lowWatermark: 2 });
      expect(await result.all()).toBeUndefined();
      expect(
        sim
          .topic('payments')
          .values()
          .filter((value) => value === 'at 1000'),
      ).toHaveLength(1);
    }));

  it('deletes all that consumers can see with -1', () =>
    withRecords(async (admin) => {
      const left = await admin.deleteRecords(new Map([[FIRST, { beforeOffset: -1 }]]));
      expect(left.get('payments-0')).toEqual({ lowWatermark: 3 });
    }));

  it('fails partition by partition', () =>
    withRecords(async (admin) => {
      const result = admin.deleteRecords([[FIRST, { beforeOffset: 99 }]]);
      await expect(result).rejects.toThrow('The requested offset is not within the range of offsets');
    }));

  it('waits for a topic that does not exist', () =>
    withRecords(async (admin, sim) => {
      const startedMs = sim.nowMs;
      const result = admin.deleteRecords([[{ topic: 'orders', partition: 0 }, { beforeOffset: 1 }]], {
        timeoutMs: 700,
      });
      await expect(result).rejects.toThrow(TimeoutException);
      expect(sim.nowMs - startedMs).toBeGreaterThanOrEqual(700);
    }));

  it('of several leaders goes on asking them after it is done, until the client is closed (KAFKA-16319)', () =>
    withRecords(async (admin, sim) => {
      await admin.deleteRecords([
        [FIRST, { beforeOffset: 1 }],
        [SECOND, { beforeOffset: 1 }],
      ]);
      const count = requestsOf(sim).length;
      await sim.sleep(1_000);
      expect(requestsOf(sim).length).toBeGreaterThan(count + 10);
      await admin.close();
      const closed = requestsOf(sim).length;
      await sim.sleep(1_000);
      expect(requestsOf(sim).length).toBe(closed);
    }));
});

describe('listConsumerGroupOffsets()', () => {
  /** Commits offset 2 of the first partition for the group `billing` in a transaction. */
  async function commitOffsets(sim: Simulation): Promise<void> {
    const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'tx' });
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.sendOffsetsToTransaction([{ ...FIRST, offset: 2 }], 'billing');
    await producer.commitTransaction();
  }

  it('returns what a group has committed', () =>
    withRecords(async (admin, sim) => {
      await commitOffsets(sim);
      const result = admin.listConsumerGroupOffsets({ billing: {} });
      const expected = new Map([['payments-0', { offset: 2, leaderEpoch: null, metadata: '' }]]);
      expect((await result).get('billing')).toEqual(expected);
      expect(await result.partitionsToOffsetAndMetadata()).toEqual(expected);
      expect(() => result.partitionsToOffsetAndMetadata('other')).toThrow(
        "Offsets for consumer group 'other' were not requested.",
      );
    }));

  it('returns null for partitions without an offset, and is asked for several groups', () =>
    withRecords(async (admin, sim) => {
      await commitOffsets(sim);
      const groups = { billing: { topicPartitions: [FIRST, SECOND] }, other: { topicPartitions: [FIRST] } };
      const result = admin.listConsumerGroupOffsets(groups);
      const billing = await result.partitionsToOffsetAndMetadata('billing');
      expect(billing.get('payments-0')?.offset).toBe(2);
      expect(billing.get('payments-1')).toBeNull();
      expect((await result.all()).get('other')).toEqual(new Map([['payments-0', null]]));
      expect(() => result.partitionsToOffsetAndMetadata()).toThrow(
        'Offsets from multiple consumer groups were requested.',
      );
    }));
});

/**
 * Covers: src/admin/calls/describe-consumer-groups.ts, src/admin/calls/list-consumer-groups.ts, src/admin/calls/delete-consumer-groups.ts,
 * src/admin/calls/alter-consumer-group-offsets.ts, src/admin/calls/consumer-group-state.ts, src/client/groups/consumer-protocol.ts
 */
import { type AdminClient, Simulation } from 'kafka-trial';
import {
  GroupIdNotFoundException,
  GroupNotEmptyException,
  IllegalArgumentException,
  TimeoutException,
  UnknownMemberIdException,
  UnknownTopicOrPartitionException,
} from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/broker/index.ts';
import type { Request } from '../../../src/protocol/messages.ts';

const FIRST = { topic: 'payments', partition: 0 };
const SECOND = { topic: 'payments', partition: 1 };
const VERSION_AND_TOPICS = [0, 1, 0, 0, 0, 1];
const NAME = [0, 8, ...new TextEncoder().encode('payments')];
const TWO_PARTITIONS = [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1];
const NO_USER_DATA = [255, 255, 255, 255];
/** The partitions 0 and 1 of `payments`, as the leader of a group of consumers assigns them. */
const BOTH_PARTITIONS = Uint8Array.from([VERSION_AND_TOPICS, NAME, TWO_PARTITIONS, NO_USER_DATA].flat());

async function withAdmin(program: (admin: AdminClient, sim: Simulation) => Promise<void>): Promise<void> {
  const sim = new Simulation({ config: { 'group.initial.rebalance.delay.ms': 0 } });
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  await sim.run(() => program(sim.admin(), sim));
}

/** Sends a request to all brokers, of which only the coordinator of its group serves it. No client reads the answers. */
function send(sim: Simulation, request: Request): void {
  const { brokers } = (
    sim as unknown as { parts: { brokers: { apply(change: (cluster: Cluster, nowMs: number) => void): void } } }
  ).parts;
  brokers.apply((cluster, nowMs) => {
    for (const { id } of cluster.nodes) {
      cluster.receive(id, { request, clientId: 'accounting', expectResponse: true, apiVersion: 9 }, {}, nowMs);
    }
  });
}

/** A static member joins `billing`, which has to exist. */
async function join(sim: Simulation, protocolType = 'consumer'): Promise<void> {
  const timeouts = { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000 };
  const protocols = [{ name: 'range', metadata: new Uint8Array(0) }];
  const member = { memberId: '', groupInstanceId: 'accounting-1', protocolType, protocols, reason: null };
  send(sim, { api: 'JoinGroup', groupId: 'billing', ...timeouts, ...member });
  await sim.sleep(10);
}

async function sync(sim: Simulation, memberId: string, assignment: Uint8Array): Promise<void> {
  const protocol = { protocolType: 'consumer', protocolName: 'range' };
  const member = { memberId, groupInstanceId: 'accounting-1', generationId: 1 };
  send(sim, { api: 'SyncGroup', groupId: 'billing', ...member, ...protocol, assignments: [{ memberId, assignment }] });
  await sim.sleep(600);
}

describe('alterConsumerGroupOffsets()', () => {
  it('stores offsets of a group, of which the last one for a partition counts', () =>
    withAdmin(async (admin) => {
      const offsets = [
        [FIRST, { offset: 1 }],
        [FIRST, { offset: 7, leaderEpoch: 3, metadata: 'note' }],
        [SECOND, { offset: 2 }],
      ] as const;
      const result = admin.alterConsumerGroupOffsets('billing', offsets);
      await result;
      await result.all();
      await result.partitionResult(FIRST);
      await expect(result.partitionResult({ topic: 'other', partition: 0 })).rejects.toThrow(
        'Alter offset for partition "other-0" was not attempted',
      );
      expect(await admin.listConsumerGroupOffsets({ billing: {} })).toEqual(
        new Map([
          [
            'billing',
            new Map([
              ['payments-0', { offset: 7, leaderEpoch: 3, metadata: 'note' }],
              ['payments-1', { offset: 2, leaderEpoch: null, metadata: '' }],
            ]),
          ],
        ]),
      );
    }));

  it('fails for partitions that do not exist, and for groups with members', () =>
    withAdmin(async (admin, sim) => {
      const missing = { topic: 'missing', partition: 3 };
      const result = admin.alterConsumerGroupOffsets('billing', [
        [FIRST, { offset: 1 }],
        [missing, { offset: 1 }],
      ]);
      await expect(result).rejects.toThrow(
        'Failed altering consumer group offsets for the following partitions: [missing-3]',
      );
      await expect(result.partitionResult(missing)).rejects.toThrow(UnknownTopicOrPartitionException);
      await result.partitionResult(FIRST);
      await join(sim);
      const denied = admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: 1 }]]);
      await expect(denied).rejects.toThrow(UnknownMemberIdException);
      expect(() => admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: -1 }]])).toThrow(
        'Invalid negative offset',
      );
    }));

  it('looks for the coordinator again, and waits for one that loads', () =>
    withAdmin(async (admin, sim) => {
      const refused = ['NOT_COORDINATOR', 'COORDINATOR_LOAD_IN_PROGRESS', 'REBALANCE_IN_PROGRESS'] as const;
      for (const [place, error] of refused.entries())
        sim.faults
          .on('OffsetCommit')
          .nth(place + 1)
          .respond(error);
      await admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: 1 }]]);
      const requests = sim.trace.entries.filter(({ event }) => event === 'OffsetCommit request');
      const lookups = sim.trace.entries.filter(
        ({ event, facts }) => event === 'FindCoordinator request' && facts.group === 'billing',
      );
      expect([requests.length, lookups.length > 1]).toEqual([4, true]);
    }));
});

describe('describeConsumerGroups()', () => {
  it('gives the state, the members and their assignments', () =>
    withAdmin(async (admin, sim) => {
      await admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: 1 }]]);
      const simple = { groupId: 'billing', isSimpleConsumerGroup: true, members: [], partitionAssignor: '' };
      const coordinatorId = expect.any(Number);
      expect((await admin.describeConsumerGroups(['billing'])).get('billing')).toEqual({
        ...simple,
        state: 'Empty',
        coordinatorId,
      });
      await join(sim);
      const joined = (await admin.describeConsumerGroups(['billing'])).get('billing');
      expect(joined).toMatchObject({ state: 'CompletingRebalance', isSimpleConsumerGroup: false });
      const consumerId = joined?.members[0]?.consumerId ?? '';
      await sync(sim, consumerId, BOTH_PARTITIONS);
      const result = admin.describeConsumerGroups(['billing', 'missing']);
      expect((await result.describedGroups().get('billing')) ?? {}).toEqual({
        groupId: 'billing',
        isSimpleConsumerGroup: false,
        members: [{ consumerId, groupInstanceId: 'accounting-1', clientId: 'accounting', assignment: [FIRST, SECOND] }],
        partitionAssignor: 'range',
        state: 'Stable',
        coordinatorId,
      });
      expect((await result.all()).get('missing')?.state).toBe('Dead');
    }));

  it('refuses groups that are not of consumers, and assignments that end too early', () =>
    withAdmin(async (admin, sim) => {
      await admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: 1 }]]);
      await join(sim);
      const members = (await admin.describeConsumerGroups(['billing'])).get('billing')?.members ?? [];
      await sync(sim, members[0]?.consumerId ?? '', BOTH_PARTITIONS.subarray(0, 20));
      await expect(admin.describeConsumerGroups(['billing'])).rejects.toThrow(
        "Buffer underflow while parsing consumer protocol's assignment",
      );
      await sim.sleep(20_000);
      await join(sim, 'connect');
      const other = admin.describeConsumerGroups(['billing']);
      await expect(other).rejects.toThrow(IllegalArgumentException);
      await expect(other.all()).rejects.toThrow('GroupId billing is not a consumer group (connect).');
      expect(await admin.listConsumerGroups()).toEqual([]);
    }));
});

describe('listConsumerGroups()', () => {
  it('lists the groups of all brokers, in some states if these are given', () =>
    withAdmin(async (admin, sim) => {
      for (const group of ['a', 'b', 'c', 'billing']) {
        await admin.alterConsumerGroupOffsets(group, [[FIRST, { offset: 1 }]]);
      }
      await join(sim);
      const listed = await admin.listConsumerGroups();
      expect(listed.map(({ groupId }) => groupId).toSorted()).toEqual(['a', 'b', 'billing', 'c']);
      const rebalancing = admin.listConsumerGroups({ inStates: ['CompletingRebalance'] });
      const expected = [{ groupId: 'billing', isSimpleConsumerGroup: false, state: 'CompletingRebalance' }];
      expect(await rebalancing.valid()).toEqual(expected);
      expect([await rebalancing.all(), await rebalancing.errors()]).toEqual([expected, []]);
    }));

  it('says which broker did not answer, and gives the groups of the others', () =>
    withAdmin(async (admin, sim) => {
      await admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: 1 }]]);
      sim.faults.on('ListGroups').nth(1).respond('GROUP_AUTHORIZATION_FAILED');
      const result = admin.listConsumerGroups();
      await expect(result.all()).rejects.toThrow(/^Error listing groups on broker-\d:9092 \(id: \d rack: null\)/);
      expect(await result.errors()).toHaveLength(1);
      expect((await result.valid()).map(({ groupId }) => groupId)).toEqual(['billing']);
      for (let i = 1; i <= 30; i++) sim.faults.on('ListGroups').nth(i).respond('COORDINATOR_LOAD_IN_PROGRESS');
      const late = admin.listConsumerGroups({ timeoutMs: 1_000 });
      await expect(late.all()).rejects.toThrow(TimeoutException);
      expect(await late.valid()).toEqual([]);
    }));

  it('fails if there is no broker to ask', () =>
    withAdmin(async (admin, sim) => {
      for (const broker of [1, 2, 3]) sim.faults.crash(broker);
      const result = admin.listConsumerGroups({ timeoutMs: 500 });
      await expect(result).rejects.toThrow('Failed to find brokers to send ListGroups');
    }));
});

describe('deleteConsumerGroups()', () => {
  it('deletes groups without members, with their offsets', () =>
    withAdmin(async (admin, sim) => {
      await admin.alterConsumerGroupOffsets('old', [[FIRST, { offset: 1 }]]);
      await admin.alterConsumerGroupOffsets('billing', [[FIRST, { offset: 1 }]]);
      await join(sim);
      const result = admin.deleteConsumerGroups(['old', 'billing', 'missing']);
      await result.deletedGroups().get('old');
      await expect(result.deletedGroups().get('billing')).rejects.toThrow(GroupNotEmptyException);
      await expect(result.deletedGroups().get('missing')).rejects.toThrow(GroupIdNotFoundException);
      expect(await admin.listConsumerGroupOffsets({ old: {} })).toEqual(new Map([['old', new Map()]]));
      expect((await admin.listConsumerGroups()).map(({ groupId }) => groupId)).toEqual(['billing']);
    }));
});

/**
 * Covers: src/admin/calls/elect-leaders.ts, src/admin/calls/alter-partition-reassignments.ts,
 * src/admin/calls/list-partition-reassignments.ts
 */
import { type AdminClient, Simulation, StringSerializer } from 'kafka-trial';
import {
  ElectionNotNeededException,
  InvalidTopicException,
  NoReassignmentInProgressException,
  NotControllerException,
} from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const FIRST = { topic: 'payments', partition: 0 };
const SECOND = { topic: 'payments', partition: 1 };

async function withAdmin(program: (admin: AdminClient, sim: Simulation) => Promise<void>): Promise<void> {
  const sim = new Simulation({ brokers: 4 });
  sim.createTopic('payments', { partitions: 2, replicationFactor: 2 });
  await sim.run(() => program(sim.admin(), sim));
}

function partitionsOf(sim: Simulation): ReturnType<Simulation['snapshot']>['topics'][number]['partitions'] {
  return sim.snapshot().topics.find(({ name }) => name === 'payments')!.partitions;
}

describe('electLeaders()', () => {
  it('elects preferred leaders', () =>
    withAdmin(async (admin, sim) => {
      const [preferred, other] = partitionsOf(sim)[0]!.replicas;
      sim.operator.moveLeader('payments', 0, other!);
      await admin.electLeaders('PREFERRED', [FIRST]);
      expect(partitionsOf(sim)[0]!.leader).toBe(preferred);
    }));

  it('returns the error of each partition', () =>
    withAdmin(async (admin, sim) => {
      sim.operator.moveLeader('payments', 1, partitionsOf(sim)[1]!.replicas[1]!);
      const result = admin.electLeaders('PREFERRED', [FIRST, SECOND]);
      const outcomes = await result.partitions();
      expect(outcomes.get('payments-0')).toBeInstanceOf(ElectionNotNeededException);
      expect(outcomes.get('payments-1')).toBeNull();
      await expect(result).rejects.toThrow(ElectionNotNeededException);
      await expect(result.all()).rejects.toThrow(ElectionNotNeededException);
    }));

  it('elects all that need it without a list', () =>
    withAdmin(async (admin, sim) => {
      sim.operator.moveLeader('payments', 1, partitionsOf(sim)[1]!.replicas[1]!);
      const outcomes = await admin.electLeaders('PREFERRED', null).partitions();
      expect([...outcomes]).toEqual([['payments-1', null]]);
    }));

  it('is not sent again when the broker is not the controller, as in Java', () =>
    withAdmin(async (admin, sim) => {
      sim.faults.on('ElectLeaders').once().respond('NOT_CONTROLLER');
      await expect(admin.electLeaders('PREFERRED', [FIRST])).rejects.toThrow(NotControllerException);
    }));
});

describe('alterPartitionReassignments() and listPartitionReassignments()', () => {
  it('move a partition, and list it while it is being moved', () =>
    withAdmin(async (admin, sim) => {
      const producer = sim.producer(SERIALIZERS);
      await producer.send({ topic: 'payments', partition: 0, value: '12 EUR' });
      const { replicas } = partitionsOf(sim)[0]!;
      const others = [1, 2, 3, 4].filter((id) => !replicas.includes(id));
      // The new replicas cannot catch up, so that the move does not end.
      for (const id of others) sim.faults.slowReplica(id, 60_000);
      await admin.alterPartitionReassignments([[FIRST, { targetReplicas: others }]]);
      const expected = { addingReplicas: others, removingReplicas: replicas };
      expect((await admin.listPartitionReassignments()).get('payments-0')).toMatchObject(expected);
      expect((await admin.listPartitionReassignments([FIRST]).reassignments()).size).toBe(1);
      expect((await admin.listPartitionReassignments([SECOND])).size).toBe(0);
      await admin.alterPartitionReassignments(new Map([[FIRST, null]])).all();
      expect((await admin.listPartitionReassignments()).size).toBe(0);
      expect(partitionsOf(sim)[0]!.replicas).toEqual(replicas);
    }));

  it('end with the new replicas', () =>
    withAdmin(async (admin, sim) => {
      await admin.alterPartitionReassignments([[FIRST, { targetReplicas: [4, 3] }]]);
      await sim.sleep(1_000);
      expect(partitionsOf(sim)[0]!.replicas).toEqual([4, 3]);
    }));

  it('fail partition by partition', () =>
    withAdmin(async (admin) => {
      const result = admin.alterPartitionReassignments([
        [FIRST, null],
        [SECOND, { targetReplicas: [1, 2] }],
        [{ topic: '', partition: 0 }, null],
        [{ topic: 'payments', partition: -1 }, null],
      ]);
      await expect(result.values().get('payments-0')).rejects.toThrow(NoReassignmentInProgressException);
      await expect(result.values().get('payments-1')).resolves.toBeUndefined();
      await expect(result.values().get('-0')).rejects.toThrow("The given topic name '' cannot be represented");
      await expect(result.values().get('payments--1')).rejects.toThrow('The given partition index -1 is not valid.');
      await expect(admin.listPartitionReassignments([{ topic: '', partition: 0 }])).rejects.toThrow(
        InvalidTopicException,
      );
    }));

  it('are sent again when the broker is not the controller', () =>
    withAdmin(async (admin, sim) => {
      sim.faults.on('AlterPartitionReassignments').once().respond('NOT_CONTROLLER');
      sim.faults.on('ListPartitionReassignments').once().respond('NOT_CONTROLLER');
      await admin.alterPartitionReassignments([[FIRST, { targetReplicas: [4, 3] }]]);
      await admin.listPartitionReassignments();
    }));
});

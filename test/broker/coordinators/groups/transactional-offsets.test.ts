/** Covers src/broker/coordinators/groups: group-offsets.ts and committed-offsets.ts, requests/commit-offsets.ts, and the handlers of TxnOffsetCommit and AddOffsetsToTxn. */
import { describe, expect, it } from 'vitest';
import type { Pump } from '../../pump.ts';
import {
  otherThan,
  PAYMENTS,
  TransactionalProducer,
  withCoordinators,
} from '../transactions/transactional-producer.ts';

function withOffsets(config: Record<string, string | number> = {}): { pump: Pump; producer: TransactionalProducer } {
  const pump = withCoordinators(config);
  const producer = new TransactionalProducer(pump);
  producer.init();
  expect(producer.addOffsets('group')).toBe('NONE');
  return { pump, producer };
}

describe('Offsets in a transaction', () => {
  it('count once the transaction is committed', () => {
    const { pump, producer } = withOffsets();
    expect(producer.commitOffset('group', 5)).toBe('NONE');
    expect(pump.cluster.committedOffsets('group')).toEqual([]);
    producer.end(true);
    expect(pump.cluster.committedOffsets('group')).toEqual([{ ...PAYMENTS, offset: 5, leaderEpoch: -1, metadata: '' }]);
    expect(pump.cluster.committedOffsets('another')).toEqual([]);
  });

  it('never count if the transaction is aborted', () => {
    const { pump, producer } = withOffsets();
    producer.commitOffset('group', 5);
    producer.end(true);
    producer.addOffsets('group');
    producer.commitOffset('group', 9);
    producer.end(false);
    expect(pump.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([5]);
  });

  it("survive the loss of the group's coordinator", () => {
    const { pump, producer } = withOffsets();
    producer.commitOffset('group', 5);
    const first = producer.groupCoordinator('group');
    pump.do((cluster, nowMs) => cluster.shutdown(first, nowMs));
    pump.advance(1);
    expect(producer.end(true)).toBe('NONE');
    expect(pump.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([5]);
  });

  it('are refused for an unknown partition, an empty group id, a member, and at another broker', () => {
    const { producer } = withOffsets();
    const partitions = [
      { topic: 'nowhere', partition: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: null },
    ];
    expect(producer.commitOffset('group', 1, { partitions })).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(producer.commitOffset('group', 1, { groupId: '' })).toBe('INVALID_GROUP_ID');
    const another = otherThan(producer.groupCoordinator('group'));
    expect(producer.commitOffset('group', 1, {}, another)).toBe('NOT_COORDINATOR');
    expect(producer.commitOffset('group', 1, { generationId: 3, memberId: 'm' })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('are refused from a fenced producer, and with metadata that is too long', () => {
    const { producer } = withOffsets({ 'offset.metadata.max.bytes': 4 });
    const withMetadata = (committedMetadata: string): object => ({
      partitions: [{ ...PAYMENTS, committedOffset: 1, committedLeaderEpoch: 2, committedMetadata }],
    });
    expect(producer.commitOffset('group', 1, withMetadata('12345'))).toBe('OFFSET_METADATA_TOO_LARGE');
    expect(producer.commitOffset('group', 1, { ...withMetadata('1234'), producerEpoch: 1 })).toBe('NONE');
    expect(producer.commitOffset('group', 1)).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('are answered with COORDINATOR_NOT_AVAILABLE if there are too few replicas, and REQUEST_TIMED_OUT if they are slow', () => {
    const { pump, producer } = withOffsets({ 'min.insync.replicas': 2 });
    const leader = producer.groupCoordinator('group');
    const others = [1, 2, 3].filter((id) => id !== leader);
    for (const id of others) pump.hold(id);
    // The followers' waiting fetches carry the first commit; no further fetch arrives.
    const commit = (): number =>
      pump.send(
        {
          api: 'TxnOffsetCommit',
          ...producer.own(),
          groupId: 'group',
          generationId: -1,
          memberId: '',
          groupInstanceId: null,
          partitions: [{ ...PAYMENTS, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: null }],
        },
        leader,
      );
    const slow = commit();
    pump.advance(5_000);
    expect(pump.answers.get(slow)).toMatchObject({ partitions: [{ error: 'REQUEST_TIMED_OUT' }] });
    for (const id of others) pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));
    expect(pump.answers.get(commit())).toMatchObject({ partitions: [{ error: 'COORDINATOR_NOT_AVAILABLE' }] });
  });
});

describe('AddOffsetsToTxn', () => {
  it('begins a transaction, and is refused for the same reasons as AddPartitionsToTxn', () => {
    const pump = withCoordinators();
    const producer = new TransactionalProducer(pump);
    expect(producer.addOffsets('group')).toBe('INVALID_PRODUCER_ID_MAPPING');
    producer.init();
    expect(producer.addOffsets('group')).toBe('NONE');
    expect(producer.end(true)).toBe('NONE');
    new TransactionalProducer(pump).init();
    expect(producer.addOffsets('group')).toBe('PRODUCER_FENCED');
    producer.apiVersion = 1;
    expect(producer.addOffsets('group')).toBe('INVALID_PRODUCER_EPOCH');
  });
});

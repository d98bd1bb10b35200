import { describe, expect, it } from 'vitest';
import { OngoingTransaction } from '../../../src/producer/transaction-state/ongoing-transaction.ts';

function at(topic: string, partition: number) {
  return { topic, partition };
}

describe('A transaction', () => {
  it('requests each partition once, in order of topic and partition', () => {
    const transaction = new OngoingTransaction();
    for (const [topic, partition] of [
      ['u', 0],
      ['t', 11],
      ['t', 2],
      ['t', 2],
    ] as const)
      transaction.touch(topic, partition);
    expect(transaction.hasNewPartitions).toBe(true);
    expect(transaction.takeNewPartitions()).toEqual([at('t', 2), at('t', 11), at('u', 0)]);
    expect(transaction.hasNewPartitions).toBe(false);
    transaction.touch('t', 2);
    expect(transaction.hasNewPartitions).toBe(false);
  });

  it('contains a partition once it is added, and not while it is pending', () => {
    const transaction = new OngoingTransaction();
    transaction.touch('t', 0);
    expect(transaction.contains('t', 0)).toBe(false);
    const asked = transaction.takeNewPartitions();
    expect([transaction.contains('t', 0), transaction.hasPartitions, transaction.isStarted]).toEqual([
      false,
      false,
      false,
    ]);
    transaction.added(asked);
    expect([transaction.contains('t', 0), transaction.hasPartitions, transaction.isStarted]).toEqual([
      true,
      true,
      true,
    ]);
    transaction.touch('t', 0);
    expect(transaction.hasNewPartitions).toBe(false);
  });

  it('requests pending partitions again together with new ones', () => {
    const transaction = new OngoingTransaction();
    transaction.touch('t', 1);
    transaction.takeNewPartitions();
    transaction.touch('t', 0);
    expect(transaction.takeNewPartitions()).toEqual([at('t', 0), at('t', 1)]);
  });

  it('drops refused partitions and, when it is aborted, those that were not requested yet', () => {
    const transaction = new OngoingTransaction();
    transaction.touch('t', 0);
    transaction.noLongerPending(transaction.takeNewPartitions());
    transaction.touch('t', 1);
    transaction.forgetNewPartitions();
    expect([transaction.hasNewPartitions, transaction.takeNewPartitions()]).toEqual([false, []]);
    transaction.touch('t', 0);
    expect(transaction.takeNewPartitions()).toEqual([at('t', 0)]);
  });

  it('keeps the offsets that are not committed yet, the later of two for one partition', () => {
    const transaction = new OngoingTransaction();
    const offset = (partition: number, committedOffset: number) => ({
      ...at('in', partition),
      committedOffset,
      committedLeaderEpoch: -1,
      committedMetadata: '',
    });
    transaction.addOffsets([offset(1, 5), offset(0, 7)]);
    expect(transaction.addOffsets([offset(1, 6)])).toEqual([offset(0, 7), offset(1, 6)]);
    transaction.offsetCommitted(at('in', 1));
    expect(transaction.addOffsets([])).toEqual([offset(0, 7)]);
    transaction.forgetOffsets();
    expect(transaction.hasOffsetsToCommit).toBe(false);
  });

  it('leaves nothing behind when it ends', () => {
    const transaction = new OngoingTransaction();
    transaction.added([at('t', 0)]);
    transaction.touch('t', 1);
    transaction.end();
    expect([transaction.isStarted, transaction.hasPartitions, transaction.hasNewPartitions]).toEqual([
      false,
      false,
      false,
    ]);
    expect([transaction.contains('t', 0), transaction.takeNewPartitions()]).toEqual([false, []]);
  });
});

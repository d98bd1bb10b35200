/** Covers src/broker/log: replica-log.ts and leader-epochs.ts. */
import { describe, expect, it } from 'vitest';
import { LeaderEpochs } from '../../../src/broker/log/leader-epochs.ts';
import { ReplicaLog } from '../../../src/broker/log/replica-log.ts';
import { V3_6_1 } from '../../../src/broker/versions/v3_6_1.ts';
import { batchOf } from '../pump.ts';

function logOf(...batches: readonly (readonly [count: number, epoch: number])[]): ReplicaLog {
  const log = new ReplicaLog();
  let sequence = 0;
  for (const [count, partitionLeaderEpoch] of batches) {
    const batch = batchOf(
      Array.from({ length: count }, () => 'v'),
      { id: 1, sequence },
    );
    log.append({ baseOffset: log.endOffset, partitionLeaderEpoch, batch });
    sequence += count;
  }
  return log;
}

describe('A log', () => {
  it('finds the batch that contains an offset', () => {
    const log = logOf([2, 0], [3, 0], [1, 0], [4, 0]);
    const starts = Array.from({ length: 10 }, (_, offset) => log.read(offset, 10, 1, true)[0]?.baseOffset);
    expect(starts).toEqual([0, 0, 2, 2, 2, 5, 6, 6, 6, 6]);
    expect(log.read(10, 10, 1, true)).toEqual([]);
  });

  it('truncates whole batches, and forgets what their producer wrote', () => {
    const log = logOf([2, 0], [3, 1]);
    log.highWatermark = 5;
    log.truncateTo(4);
    expect([log.endOffset, log.highWatermark, log.leaderEpochs.latest()]).toEqual([2, 2, 0]);
    expect(log.producers.refusal(batchOf(['v'], { id: 1, sequence: 2 }), 2, 't-0', V3_6_1.policies)).toBeUndefined();
    expect(log.producers.refusal(batchOf(['v'], { id: 1, sequence: 5 }), 2, 't-0', V3_6_1.policies)?.error).toBe(
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
    );
  });

  it('does not change when truncated at its end', () => {
    const log = logOf([2, 0]);
    log.truncateTo(2);
    expect(log.endOffset).toBe(2);
  });

  it('forgets an epoch without records when truncated at its end', () => {
    const log = logOf([2, 0]);
    log.leaderEpochs.assign(1, 2);
    log.truncateTo(2);
    expect([log.endOffset, log.leaderEpochs.latest()]).toEqual([2, 0]);
  });
});

describe('The logs of a partition’s replicas', () => {
  const offsets = (log: ReplicaLog): number[] => log.read(0, log.endOffset, 1_000, true).map((one) => one.baseOffset);
  const values = (log: ReplicaLog): unknown[] =>
    log.read(0, log.endOffset, 1_000, true).map((one) => one.batch.values[0]);

  function fetch(follower: ReplicaLog, leader: ReplicaLog): void {
    follower.beginLike(leader);
    for (const stored of leader.read(follower.endOffset, leader.endOffset, 1_000, true)) follower.appendFetched(stored);
  }

  function write(leader: ReplicaLog, value: string, sequence: number, epoch = 0): void {
    const batch = batchOf([value], { id: 1, sequence });
    leader.append({ baseOffset: leader.endOffset, partitionLeaderEpoch: epoch, batch });
  }

  it('share their batches without showing what a replica does not have', () => {
    const [leader, follower] = [new ReplicaLog(), new ReplicaLog()];
    write(leader, 'a', 0);
    fetch(follower, leader);
    write(leader, 'b', 1);
    expect([values(leader), values(follower)]).toEqual([['a', 'b'], ['a']]);
    expect(follower.bytesBetween(0, 2, 1_000)).toBeLessThan(leader.bytesBetween(0, 2, 1_000));
    fetch(follower, leader);
    expect(values(follower)).toEqual(['a', 'b']);
  });

  it('part when one of them gets other batches', () => {
    const [first, second, third] = [new ReplicaLog(), new ReplicaLog(), new ReplicaLog()];
    write(first, 'a', 0);
    for (const follower of [second, third]) fetch(follower, first);
    write(first, 'lost', 1);
    write(second, 'b', 1, 1);
    fetch(third, second);
    expect([first, second, third].map(values)).toEqual([
      ['a', 'lost'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    first.truncateTo(1);
    expect(values(first)).toEqual(['a']);
    fetch(first, second);
    write(second, 'c', 2, 1);
    expect([first, second, third].map(values)).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b'],
    ]);
  });

  it('keep what another one deletes', () => {
    const [leader, follower] = [new ReplicaLog(), new ReplicaLog()];
    for (const [sequence, value] of ['a', 'b', 'c'].entries()) write(leader, value, sequence);
    fetch(follower, leader);
    leader.highWatermark = 3;
    leader.deleteSegmentsBefore(2, 0);
    write(leader, 'd', 3);
    fetch(follower, leader);
    expect([offsets(leader), offsets(follower)]).toEqual([
      [2, 3],
      [0, 1, 2, 3],
    ]);
    follower.restartAt(2);
    fetch(follower, leader);
    expect(offsets(follower)).toEqual([2, 3]);
  });

  it('know the same producers, whoever appended their batches', () => {
    const [leader, follower] = [new ReplicaLog(), new ReplicaLog()];
    write(leader, 'a', 0);
    write(leader, 'b', 1);
    fetch(follower, leader);
    expect(follower.activeProducers()).toEqual(leader.activeProducers());
    write(leader, 'c', 2);
    fetch(follower, leader);
    follower.highWatermark = 3;
    follower.deleteSegmentsBefore(3, 0);
    expect(follower.activeProducers()).toMatchObject([{ producerId: 1, lastSequence: 2 }]);
    write(leader, 'd', 3);
    fetch(follower, leader);
    follower.truncateTo(3);
    expect(follower.activeProducers()).toMatchObject([{ producerId: 1, lastSequence: 2 }]);
    fetch(follower, leader);
    write(follower, 'e', 4);
    expect(follower.activeProducers()).toMatchObject([{ producerId: 1, lastSequence: 4 }]);
  });
});

describe('The epochs of deleted records', () => {
  it('are forgotten: the epoch at the start is that of the first record, and earlier ones end there', () => {
    const log = logOf([2, 1], [2, 3], [2, 4]);
    const { leaderEpochs } = log;
    log.highWatermark = 6;
    expect([leaderEpochs.epochAtStart(0), leaderEpochs.endOf(1, 6)]).toEqual([1, { epoch: 1, endOffset: 2 }]);
    log.advanceStartTo(3, 0);
    expect([leaderEpochs.epochAtStart(3), leaderEpochs.endOf(1, 6)]).toEqual([3, { epoch: 1, endOffset: 3 }]);
    log.advanceStartTo(4, 0);
    expect(leaderEpochs.epochAtStart(4)).toBe(4);
  });

  it('are not made up: there is no epoch at the start of a log that begins before the first known one', () => {
    const epochs = new LeaderEpochs();
    expect(epochs.epochAtStart(0)).toBe(-1);
    epochs.assign(3, 5);
    expect([epochs.epochAtStart(4), epochs.epochAtStart(5)]).toEqual([-1, 3]);
  });
});

describe('Leader epochs', () => {
  const epochs = new LeaderEpochs();
  epochs.assign(1, 0);
  epochs.assign(3, 10);
  epochs.assign(4, 20);

  it.each([
    [0, { epoch: 0, endOffset: 0 }],
    [1, { epoch: 1, endOffset: 10 }],
    [2, { epoch: 1, endOffset: 10 }],
    [3, { epoch: 3, endOffset: 20 }],
    [4, { epoch: 4, endOffset: 25 }],
    [5, undefined],
  ])('know where epoch %i ends', (epoch, end) => {
    expect(epochs.endOf(epoch, 25)).toEqual(end);
  });
});

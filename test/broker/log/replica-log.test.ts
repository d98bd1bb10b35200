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

/**
 * Covers src/broker/log: producer-state.ts, log-transactions.ts and refusalOfSequence, as ProducerAppendInfo and ProducerStateManager of
 * 3.6.1 behave.
 */
import { describe, expect, it } from 'vitest';
import { resolveBrokerConfig } from '../../../src/broker/index.ts';
import { refusalOfSequence } from '../../../src/broker/log/append-validation.ts';
import { ReplicaLog } from '../../../src/broker/log/replica-log.ts';
import { V3_6_1 } from '../../../src/broker/versions/v3_6_1.ts';
import { batchOf } from '../pump.ts';

const MAX_SEQUENCE = 2 ** 31 - 1;
const DAY_MS = 86_400_000;

function append(log: ReplicaLog, batch: ReturnType<typeof batchOf>): void {
  log.append({ baseOffset: log.endOffset, partitionLeaderEpoch: 0, batch });
}

function write(log: ReplicaLog, sequence: number, count = 1, epoch = 0, id = 1): void {
  append(log, batchOf(Array(count).fill('v'), { id, epoch, sequence }));
}

function refusal(log: ReplicaLog, sequence: number, epoch = 0): string | undefined {
  const refused = refusalOfSequence(log, batchOf(['v'], { id: 1, epoch, sequence }), 't-0', V3_6_1.policies);
  return refused && `${refused.error}: ${refused.message}`;
}

function marker(log: ReplicaLog, control: 'COMMIT' | 'ABORT', epoch = 0, coordinatorEpoch = 0): void {
  append(log, batchOf(['m'], { id: 1, epoch, sequence: -1 }, { control, coordinatorEpoch, isTransactional: true }));
}

describe('Sequence numbers', () => {
  it('wrap around after the largest one', () => {
    const log = new ReplicaLog();
    write(log, MAX_SEQUENCE - 1, 2);
    expect(refusal(log, 0)).toBeUndefined();
    expect(refusal(log, 1)).toBe(
      `OUT_OF_ORDER_SEQUENCE_NUMBER: Out of order sequence number for producer 1 at offset 2 in partition t-0: ` +
        `1 (incoming seq. number), ${MAX_SEQUENCE} (current end sequence number)`,
    );
    const wrapped = new ReplicaLog();
    write(wrapped, MAX_SEQUENCE, 3);
    expect(refusal(wrapped, 2)).toBeUndefined();
    expect(
      wrapped.producers.findDuplicate(batchOf(['v', 'v', 'v'], { id: 1, sequence: MAX_SEQUENCE }))?.baseOffset,
    ).toBe(0);
  });

  it('may begin anywhere for an unknown producer', () => {
    expect(refusal(new ReplicaLog(), 1_000)).toBeUndefined();
  });

  it('begin at 0 in a new epoch', () => {
    const log = new ReplicaLog();
    write(log, 0);
    expect(refusal(log, 0, 1)).toBeUndefined();
    expect(refusal(log, 1, 1)).toBe(
      'OUT_OF_ORDER_SEQUENCE_NUMBER: Invalid sequence number for new epoch of producer 1at offset 1 in partition t-0: ' +
        '1 (request epoch), 1 (seq. number), 0 (current producer epoch)',
    );
  });

  it('of an older epoch are refused', () => {
    const log = new ReplicaLog();
    write(log, 0, 1, 3);
    expect(refusal(log, 1, 2)).toBe(
      'INVALID_PRODUCER_EPOCH: Epoch of producer 1 at offset 1 in t-0 is 2, which is smaller than the last seen epoch 3',
    );
  });

  it('continue after a marker of the same epoch, and begin at 0 after one of a newer epoch', () => {
    const log = new ReplicaLog();
    write(log, 0, 4);
    marker(log, 'COMMIT', 0);
    expect(refusal(log, 4)).toBeUndefined();
    marker(log, 'ABORT', 1);
    expect(refusal(log, 0, 1)).toBeUndefined();
    expect(refusal(log, 4, 1)).toContain('4 (incoming seq. number), -1 (current end sequence number)');
  });
});

describe('Duplicates', () => {
  it('are recognised among the last five batches', () => {
    const log = new ReplicaLog();
    for (let sequence = 0; sequence < 6; sequence++) write(log, sequence);
    const find = (sequence: number): number | undefined =>
      log.producers.findDuplicate(batchOf(['v'], { id: 1, sequence }))?.baseOffset;
    expect([0, 1, 2, 3, 4, 5].map(find)).toEqual([undefined, 1, 2, 3, 4, 5]);
    // The sixth is no longer remembered, and out of order.
    expect(refusal(log, 0)).toContain('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  it('have the same epoch and exactly the same sequence numbers', () => {
    const log = new ReplicaLog();
    write(log, 0, 2);
    expect(log.producers.findDuplicate(batchOf(['v'], { id: 1, sequence: 0 }))).toBeUndefined();
    expect(log.producers.findDuplicate(batchOf(['v', 'v'], { id: 1, epoch: 1, sequence: 0 }))).toBeUndefined();
  });

  it('are recognised for the last batch only after a restart', () => {
    const log = new ReplicaLog();
    for (let sequence = 0; sequence < 3; sequence++) write(log, sequence);
    log.load(resolveBrokerConfig(), 1_000);
    const find = (sequence: number): boolean =>
      log.producers.findDuplicate(batchOf(['v'], { id: 1, sequence })) !== undefined;
    expect([0, 1, 2].map(find)).toEqual([false, false, true]);
    expect(refusal(log, 3)).toBeUndefined();
  });

  it('are forgotten when their broker starts and the log is empty, or they have expired', () => {
    const emptied = new ReplicaLog();
    const expired = new ReplicaLog();
    for (const log of [emptied, expired]) write(log, 0);
    emptied.highWatermark = 1;
    emptied.advanceStartTo(1, 0);
    expect(refusal(emptied, 5)).toContain('OUT_OF_ORDER_SEQUENCE_NUMBER');
    emptied.load(resolveBrokerConfig(), 1_000);
    expired.load(resolveBrokerConfig({ 'producer.id.expiration.ms': 500 }), 1_000);
    expect([emptied, expired].map((log) => refusal(log, 5))).toEqual([undefined, undefined]);
  });

  it('are recognised by what is left after a truncation', () => {
    const log = new ReplicaLog();
    for (let sequence = 0; sequence < 3; sequence++) write(log, sequence);
    log.truncateTo(1);
    expect(log.producers.findDuplicate(batchOf(['v'], { id: 1, sequence: 0 }))?.baseOffset).toBe(0);
    expect(log.producers.findDuplicate(batchOf(['v'], { id: 1, sequence: 1 }))).toBeUndefined();
    expect(refusal(log, 1)).toBeUndefined();
  });
});

describe('A producer that is idle', () => {
  const config = resolveBrokerConfig();

  it('is forgotten a day after its last timestamp, so that any sequence number is accepted', () => {
    const log = new ReplicaLog();
    write(log, 0);
    log.expireProducers(config, DAY_MS);
    expect(refusal(log, 7)).toContain('OUT_OF_ORDER_SEQUENCE_NUMBER');
    // Logs are checked every ten minutes; the record is from 500 ms.
    expect(log.nextExpiryMs).toBe(DAY_MS + 600_000);
    log.expireProducers(config, DAY_MS + 600_000);
    expect(refusal(log, 7)).toBeUndefined();
  });

  it('is remembered while its transaction is open', () => {
    const log = new ReplicaLog();
    append(log, batchOf(['v'], { id: 1, sequence: 0 }, { isTransactional: true }));
    log.expireProducers(config, 10 * DAY_MS);
    expect(refusal(log, 7)).toContain('OUT_OF_ORDER_SEQUENCE_NUMBER');
    marker(log, 'ABORT');
    log.expireProducers(config, 10 * DAY_MS);
    expect(refusal(log, 7)).toBeUndefined();
  });
});

describe('The last stable offset', () => {
  it('stays at a transaction that has ended until the high watermark has passed the marker', () => {
    const log = new ReplicaLog();
    append(log, batchOf(['v'], { id: 1, sequence: 0 }, { isTransactional: true }));
    marker(log, 'COMMIT');
    write(log, 0, 1, 0, 2);
    log.highWatermark = 1;
    expect(log.lastStableOffset).toBe(0);
    log.highWatermark = 2;
    expect(log.lastStableOffset).toBe(2);
    log.highWatermark = 3;
    expect(log.lastStableOffset).toBe(3);
  });

  it('no longer waits for the high watermark to pass a marker when the broker has restarted', () => {
    const log = new ReplicaLog();
    append(log, batchOf(['v'], { id: 1, sequence: 0 }, { isTransactional: true }));
    marker(log, 'COMMIT');
    log.highWatermark = 1;
    log.load(resolveBrokerConfig(), 0);
    expect(log.lastStableOffset).toBe(1);
  });
});

describe('The aborted transactions of a read', () => {
  it('are those that begin before its end', () => {
    const log = new ReplicaLog();
    const abort = (): void => {
      append(log, batchOf(['v'], { id: 1, sequence: 0 }, { isTransactional: true }));
      marker(log, 'ABORT');
    };
    abort();
    append(log, batchOf(['p']));
    abort();
    const firstOffsets = (from: number, end: number): number[] | undefined =>
      log.transactions?.abortedBetween(from, end).map(({ firstOffset }) => firstOffset);
    expect(firstOffsets(0, 2)).toEqual([0]);
    expect(firstOffsets(0, 3)).toEqual([0]);
    expect(firstOffsets(0, 4)).toEqual([0, 3]);
    expect(firstOffsets(2, 4)).toEqual([3]);
  });
});

describe('A truncation', () => {
  it('reopens a transaction whose marker it removes, and forgets one whose records it removes', () => {
    const log = new ReplicaLog();
    append(log, batchOf(['v'], { id: 1, sequence: 0 }, { isTransactional: true }));
    marker(log, 'ABORT');
    log.highWatermark = 2;
    expect(log.lastStableOffset).toBe(2);
    log.truncateTo(1);
    expect([log.lastStableOffset, log.transactions?.isOpen(1)]).toEqual([0, true]);
    expect(log.transactions?.abortedBetween(0, 10)).toEqual([]);
    log.truncateTo(0);
    expect([log.lastStableOffset, log.transactions]).toEqual([0, undefined]);
  });
});

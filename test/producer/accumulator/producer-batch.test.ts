/**
 * Covers: src/producer/accumulator/producer-batch.ts, src/producer/accumulator/batch-timing.ts,
 * src/producer/accumulator/split-batch.ts, src/producer/result/batch-result.ts
 */
import { describe, expect, it } from 'vitest';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { splitBatch } from '../../../src/producer/accumulator/split-batch.ts';
import { TimeoutException } from '../../../src/protocol/errors/exceptions.ts';
import { timestampOf } from '../../../src/protocol/records/record-batch.ts';
import { goldenTable } from '../../golden-tables.ts';
import { append, capacityFor, closedBatch, openBatch, withSequence } from './open-batch.ts';

interface FillRow {
  batchSize: number;
  keySize: number | null;
  valueSize: number;
  allocatedBuffer: number;
  recordsAccepted: number;
  isFullBeforeRejection: boolean;
  estimatedSizeAfterEachAppend: number[];
  isFullAfterCloseForAppends: boolean;
  finalSizeInBytes: number;
}

const fills = goldenTable<FillRow[]>('batch_fill');

function filled(row: FillRow): FillRow {
  const record = {
    key: row.keySize === null ? null : new Uint8Array(row.keySize),
    value: new Uint8Array(row.valueSize),
    timestampMs: 1_700_000_000_000,
  };
  const capacity = capacityFor(row.batchSize, record);
  const batch = openBatch({ capacity });
  const sizes: number[] = [];
  let wasFull = false;
  while (append(batch, record) >= 0) {
    sizes.push(batch.estimatedSizeInBytes);
    wasFull = batch.isFull;
  }
  batch.close();
  return {
    ...row,
    allocatedBuffer: capacity,
    recordsAccepted: sizes.length,
    isFullBeforeRejection: wasFull,
    estimatedSizeAfterEachAppend: sizes.slice(0, row.estimatedSizeAfterEachAppend.length),
    isFullAfterCloseForAppends: batch.isFull,
    finalSizeInBytes: batch.records().sizeInBytes,
  };
}

describe('Filling a batch', () => {
  it('is tried with all of the Java client’s table', () => expect(fills).toHaveLength(140));

  it.each(fills)(
    'of $batchSize bytes with keys of $keySize and values of $valueSize bytes is the same as in Java',
    (row) => {
      expect(filled(row)).toEqual(row);
    },
  );

  it('always succeeds for the first record, and never once the batch is closed', () => {
    const batch = openBatch({ capacity: 1 });
    expect(append(batch, { value: 'far too long for one byte' })).toBe(0);
    expect(append(batch, { value: 'x' })).toBe(-1);
    const closed = closedBatch(['a']);
    expect([closed.isFull, append(closed, { value: 'b' })]).toEqual([true, -1]);
  });

  it('notes the upper bound of the largest record', () => {
    const batch = openBatch();
    for (const value of ['a', 'four', 'bb']) append(batch, { value });
    expect(batch.maxRecordSize).toBe(capacityFor(0, { value: 'four' }));
  });
});

describe('A batch on the wire', () => {
  it('must be closed first', () => {
    const batch = openBatch();
    append(batch, { value: 'a' });
    expect(() => batch.records()).toThrow('close it first');
  });

  it('has its producer id, epoch and sequence, also after a change', () => {
    const batch = withSequence(closedBatch(['a', 'b']), 5);
    expect(batch.records()).toMatchObject({ recordCount: 2, producerId: 1000, producerEpoch: 0, baseSequence: 5 });
    batch.resetProducerState({ producerId: 1000, producerEpoch: 1, baseSequence: 0, isTransactional: false });
    expect(batch.records()).toMatchObject({ producerEpoch: 1, baseSequence: 0 });
    expect(batch.sequenceHasBeenReset).toBe(true);
  });

  it('has a last sequence that wraps at 2^31', () => {
    expect(withSequence(closedBatch(['a', 'b', 'c']), 2 ** 31 - 1).lastSequence).toBe(1);
  });

  it('has no sequence before it gets one', () => {
    const batch = closedBatch(['a']);
    expect([batch.hasSequence, batch.baseSequence, batch.producerId]).toEqual([false, -1, -1]);
  });
});

describe('The times of a batch:', () => {
  it('the delivery timeout is reached exactly delivery.timeout.ms after the creation', () => {
    const batch = openBatch({ createdMs: 1_000 });
    expect([1_099, 1_100].map((nowMs) => batch.timing.hasReachedDeliveryTimeout(100, nowMs))).toEqual([false, true]);
    batch.timing.reenqueued(1_090);
    expect(batch.timing.hasReachedDeliveryTimeout(100, 1_100)).toBe(true);
  });

  it('the queue time is that from the creation to the first drain', () => {
    const batch = openBatch({ createdMs: 1_000 });
    batch.timing.drained(1_030);
    expect(batch.queueTimeMs).toBe(30);
  });

  it('the waiting time starts again with each attempt, and appending does not change it', () => {
    const batch = openBatch({ createdMs: 1_000 });
    append(batch, { value: 'a' }, 1_010);
    expect(batch.timing.waitedTimeMs(1_040)).toBe(40);
    batch.timing.reenqueued(1_100);
    expect([batch.timing.waitedTimeMs(1_130), batch.attempts, batch.timing.isRetry]).toEqual([30, 1, true]);
  });

  it('the waiting time is never negative', () => {
    expect(openBatch({ createdMs: 1_000 }).timing.waitedTimeMs(990)).toBe(0);
  });
});

describe('A batch and its partition’s leader', () => {
  it('need not back off once the leader has changed since the failed attempt', () => {
    const batch = openBatch();
    batch.timing.maybeUpdateLeaderEpoch(1);
    expect(batch.timing.hasLeaderChangedForTheOngoingRetry).toBe(false);
    batch.timing.reenqueued(10);
    expect(batch.timing.hasLeaderChangedForTheOngoingRetry).toBe(false);
    batch.timing.maybeUpdateLeaderEpoch(2);
    expect(batch.timing.hasLeaderChangedForTheOngoingRetry).toBe(true);
    batch.timing.reenqueued(20);
    expect(batch.timing.hasLeaderChangedForTheOngoingRetry).toBe(false);
  });

  it.each([
    [5, false],
    [4, true],
    [null, true],
  ])('treat epoch %s after epoch 5 as another leader: %s', (epoch, isAnother) => {
    const batch = openBatch();
    batch.timing.maybeUpdateLeaderEpoch(5);
    batch.timing.reenqueued(10);
    batch.timing.maybeUpdateLeaderEpoch(epoch);
    expect(batch.timing.hasLeaderChangedForTheOngoingRetry).toBe(isAnother);
  });

  it('count the first known epoch, if it comes during a retry, as a change', () => {
    const batch = openBatch();
    batch.timing.maybeUpdateLeaderEpoch(null);
    batch.timing.reenqueued(10);
    batch.timing.maybeUpdateLeaderEpoch(3);
    expect(batch.timing.hasLeaderChangedForTheOngoingRetry).toBe(true);
  });
});

describe('A batch’s end', () => {
  const outcome = (batch: ProducerBatch): unknown[] => [batch.finalState, batch.result.isDone, batch.result.errorOf(0)];
  const late = new TimeoutException('late');

  it('is reported to its callbacks before its futures', () => {
    const batch = openBatch();
    const seen: unknown[] = [];
    append(batch, { value: 'a', callback: () => seen.push(['a', batch.result.isDone]) });
    append(batch, { value: 'b' });
    append(batch, { value: 'c', callback: () => seen.push(['c', batch.result.isDone]) });
    expect(batch.complete(7, -1)).toBe(true);
    expect(seen).toEqual([
      ['a', false],
      ['c', false],
    ]);
    expect([...outcome(batch), batch.result.baseOffset]).toEqual(['SUCCEEDED', true, null, 7]);
  });

  it('can be a different error for each record', () => {
    const batch = closedBatch(['a', 'b']);
    const errors = [new Error('first'), new Error('second')] as const;
    expect(batch.completeExceptionally((row) => errors[row] as Error)).toBe(true);
    expect([batch.result.errorOf(0), batch.result.errorOf(1)]).toEqual(errors);
  });

  it('comes once: a response after the batch expired or was aborted is ignored', () => {
    const expired = closedBatch(['a']);
    expired.completeExceptionally(late);
    expect([expired.complete(0, -1), expired.completeExceptionally(new Error('other'))]).toEqual([false, false]);
    expect(outcome(expired)).toEqual(['FAILED', true, late]);

    const aborted = closedBatch(['a']);
    aborted.abort(late);
    expect([aborted.complete(0, -1), aborted.completeExceptionally(new Error('other'))]).toEqual([false, false]);
    expect(outcome(aborted)).toEqual(['ABORTED', true, late]);
  });

  it('cannot follow success, which would be a bug of the producer', () => {
    const batch = closedBatch(['a']);
    batch.complete(0, -1);
    expect(() => batch.complete(0, -1)).toThrow('A SUCCEEDED batch must not attempt another state change to SUCCEEDED');
    expect(() => batch.completeExceptionally(late)).toThrow('another state change to FAILED');
    expect(() => batch.abort(late)).toThrow('Batch has already been completed in final state SUCCEEDED');
  });
});

describe('Splitting a batch', () => {
  /** Records of 27 bytes each; with a header of 61 bytes, two of them fit into 115. */
  const values = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(20));
  const roomForTwo = 61 + 2 * 27;

  function split(batch: ProducerBatch, splitSize: number): ProducerBatch[] {
    return splitBatch(batch, splitSize, (capacity) =>
      openBatch({ capacity, isSplitBatch: true, createdMs: batch.createdMs }),
    );
  }

  it('puts as many records into each part as fit, in order, with their callbacks and timestamps', () => {
    const batch = openBatch();
    const called: string[] = [];
    for (const [index, value] of values.entries()) {
      append(batch, { value, timestampMs: 100 + index, callback: () => called.push(value) });
    }
    batch.close();
    const parts = split(batch, roomForTwo);
    expect(parts.map((part) => part.columns.values)).toEqual([values.slice(0, 2), values.slice(2, 4), values.slice(4)]);
    expect(parts.map(({ columns }) => columns.values.map((_, row) => timestampOf(columns, row)))).toEqual([
      [100, 101],
      [102, 103],
      [104],
    ]);
    expect(called).toEqual([]);
    for (const part of parts) part.complete(0, -1);
    expect(called).toEqual(values);
  });

  it('moves the futures to the parts', () => {
    const batch = closedBatch(values);
    const parts = split(batch, roomForTwo);
    expect(batch.result.locate(3)).toEqual({ part: parts[1]?.result, row: 1 });
    expect(batch.result.isDone).toBe(true);
  });

  it('distributes the sequences', () => {
    const parts = split(withSequence(closedBatch(values), 10), roomForTwo);
    expect(parts.map(({ baseSequence, lastSequence }) => [baseSequence, lastSequence])).toEqual([
      [10, 11],
      [12, 13],
      [14, 14],
    ]);
  });

  it('gives no sequences to the parts of a batch without them', () => {
    expect(split(closedBatch(values), 1).every((part) => !part.hasSequence)).toBe(true);
  });

  it('puts a record that is larger than a part’s size into a part of its own', () => {
    const batch = closedBatch(['s'.repeat(20), 'x'.repeat(200), 's'.repeat(20)]);
    expect(split(batch, roomForTwo).map((part) => part.recordCount)).toEqual([1, 1, 1]);
  });

  it('keeps headers', () => {
    const batch = openBatch();
    append(batch, { value: values[0] as string });
    append(batch, { value: values[1] as string, headers: [{ key: 'h', value: null }] });
    batch.close();
    const [first, second] = split(batch, 1);
    expect([first?.columns.headersOf(0), second?.columns.headersOf(0)]).toEqual([
      undefined,
      [{ key: 'h', value: null }],
    ]);
  });
});

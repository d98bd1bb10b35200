/** Batches for tests, and short ways to append a record to one. */
import type { BatchRecord } from '../../../src/producer/accumulator/batch-columns.ts';
import { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { RatioEstimates } from '../../../src/producer/compression/ratio-estimates.ts';
import { RecordMetadata } from '../../../src/producer/record/record-metadata.ts';
import type { Callback } from '../../../src/producer/result/callback.ts';
import { type Payload, payloadSize } from '../../../src/protocol/records/payload.ts';
import type { CompressionType, Header } from '../../../src/protocol/records/record-batch.ts';
import {
  estimateSizeInBytesUpperBound,
  headersSize,
  NO_HEADERS_SIZE,
} from '../../../src/protocol/records/record-size.ts';

/** A host on which nothing is scheduled. */
export const IDLE_HOST = {
  schedule: (): { cancel: () => void } => ({ cancel: () => {} }),
  userVisible: (): void => {},
  userWaits: (): void => {},
};

export interface BatchOptions {
  readonly topic?: string;
  readonly partition?: number;
  /** The limit of its size in bytes; default 16384. */
  readonly capacity?: number;
  readonly compression?: CompressionType;
  /** The compression ratios of earlier batches, if this one is compressed; default none. */
  readonly ratios?: RatioEstimates;
  readonly createdMs?: number;
  readonly isSplitBatch?: boolean;
}

/** An empty batch for partition 0 of `t`; it calls callbacks as the producer does, without interceptors and log. */
export function openBatch(options: BatchOptions = {}): ProducerBatch {
  const {
    topic = 't',
    partition = 0,
    capacity = 16_384,
    compression = 'none',
    ratios = compression === 'none' ? null : new RatioEstimates(),
    createdMs = 0,
    isSplitBatch = false,
  } = options;
  return new ProducerBatch(
    { topic, partition },
    { compression, ratios, capacity, isSplitBatch, host: IDLE_HOST, runCallbacks: callAll },
    createdMs,
  );
}

/** Calls a batch’s callbacks, with meaningless metadata. */
export function callAll(batch: ProducerBatch, errorOf: (row: number) => Error | null): boolean {
  for (let row = 0; row < batch.recordCount; row++) {
    const callback = batch.callbacks?.[row];
    if (typeof callback === 'function') callback(RecordMetadata.unknown(batch.topic, batch.partition), errorOf(row));
  }
  return true;
}

export interface TestRecord {
  readonly key?: Payload;
  readonly value: Payload;
  readonly timestampMs?: number;
  readonly headers?: readonly Header[];
  readonly callback?: Callback;
}

/** Appends at `nowMs`; returns the row, or -1 if there is no room. */
export function append(batch: ProducerBatch, record: TestRecord, nowMs: number = batch.createdMs): number {
  return batch.tryAppend(batchRecord(record, nowMs), nowMs);
}

/** The record in the form that the accumulator takes. */
export function batchRecord(record: TestRecord, nowMs: number): BatchRecord {
  const { key = null, value, timestampMs = nowMs, headers, callback } = record;
  return { timestampMs, key, value, headers, ...sizesOf(record), callback };
}

export function sizesOf({ key = null, value, headers }: TestRecord): {
  keySize: number;
  valueSize: number;
  headersSize: number;
} {
  return {
    keySize: payloadSize(key),
    valueSize: payloadSize(value),
    headersSize: headers === undefined ? NO_HEADERS_SIZE : headersSize(headers),
  };
}

/** The bytes that the producer would allocate for a batch that this record opens. */
export function capacityFor(batchSize: number, record: TestRecord): number {
  const { keySize, valueSize, headersSize: headers } = sizesOf(record);
  return Math.max(batchSize, estimateSizeInBytesUpperBound(keySize, valueSize, headers));
}

/** A closed batch of `values.length` records. */
export function closedBatch(values: readonly string[], options: BatchOptions = {}): ProducerBatch {
  const batch = openBatch(options);
  for (const value of values) append(batch, { value });
  batch.close();
  return batch;
}

export function withSequence(
  batch: ProducerBatch,
  baseSequence: number,
  producerId = 1000,
  producerEpoch = 0,
): ProducerBatch {
  batch.setProducerState({ producerId, producerEpoch, baseSequence, isTransactional: false });
  return batch;
}

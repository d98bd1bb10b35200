/**
 * A record on its way from send() to a batch, and where it went.
 */
import type { Payload } from '../../protocol/records/payload.ts';
import type { Header } from '../../protocol/records/record-batch.ts';
import { estimateSizeInBytesUpperBound } from '../../protocol/records/record-size.ts';
import type { BatchRecord } from './batch-columns.ts';
import type { ProducerBatch } from './producer-batch.ts';

/**
 * A record that is serialized and measured, and not yet in a batch. Its bytes may be those of the user until the record is
 * appended, or has to wait.
 */
export interface PendingRecord extends BatchRecord {
  readonly topic: string;
  timestampMs: number;
  key: Payload;
  value: Payload;
  headers: readonly Header[] | undefined;
  headersSize: number;
  /** The chosen partition; UNKNOWN_PARTITION leaves the choice to the topic's built-in partitioner. */
  partition: number;
  /** The partition of the last attempt to append; UNKNOWN_PARTITION before the first one. */
  triedPartition: number;
}

/** Where a record was appended. */
export interface Appended {
  readonly batch: ProducerBatch;
  readonly row: number;
  /** Whether a batch may be ready to be sent: the batch is full, or a new one was opened behind another. */
  readonly wantsSender: boolean;
}

/**
 * Why a record was not appended: it needs a new batch, which the caller wanted to know first, or a new batch needs memory
 * that is not free.
 */
export type NotAppended = 'needs a new batch' | 'needs memory';

/** The most bytes that the record can take in a batch of its own, header of the batch included. */
export function sizeUpperBound({ keySize, valueSize, headersSize }: PendingRecord): number {
  return estimateSizeInBytesUpperBound(keySize, valueSize, headersSize);
}

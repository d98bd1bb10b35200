/**
 * A record batch as it travels and as a log keeps it: one header, and a column for each field of its records.
 *
 * Owns: the shape. A batch is immutable once a producer has closed it, so every replica and every snapshot shares it.
 * Refuses to know: how a batch is filled (producer) and where in a log it lies (broker).
 */
import type { Payload } from './payload.ts';

/** A record header (KIP-82). */
export interface Header {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export type CompressionType = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
export type TimestampType = 'CreateTime' | 'LogAppendTime';

/** Written where a batch has no producer id, epoch or sequence. */
export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;

export interface RecordBatch {
  readonly recordCount: number;
  /** Size of the whole encoded batch in bytes (header included, after compression). */
  readonly sizeInBytes: number;
  readonly compression: CompressionType;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Sequence of the first record, or NO_SEQUENCE. Invariant: record i has sequence baseSequence + i (mod 2^31). */
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  /** Set on a control batch (a transaction marker); such a batch holds no user records, but takes one offset. */
  readonly control?: 'COMMIT' | 'ABORT';
  /** Of a control batch: the epoch of the transaction coordinator that had it written. */
  readonly coordinatorEpoch?: number;
  readonly maxTimestampMs: number;
  /** Columns; each has `recordCount` entries. */
  readonly keys: readonly Payload[];
  readonly values: readonly Payload[];
  /** Absent when all are the same, as those of records that were sent together are: `timestampOf` knows. */
  readonly timestampsMs?: readonly number[] | undefined;
  /** Absent when no record of the batch has headers. */
  readonly headers?: readonly (readonly Header[])[];
  /** Set by a fault: the checksum does not match the content (CORRUPT_MESSAGE). */
  readonly isCorrupt?: boolean;
}

/** A record's own timestamp, in ms since the epoch. */
export function timestampOf(
  { timestampsMs, maxTimestampMs }: Pick<RecordBatch, 'timestampsMs' | 'maxTimestampMs'>,
  row: number,
): number {
  return timestampsMs === undefined ? maxTimestampMs : (timestampsMs[row] as number);
}

/** A batch where a log keeps it. The batch itself is shared; the place is the log's own. */
export interface StoredBatch {
  readonly baseOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly batch: RecordBatch;
  /** The broker's clock at append when the topic uses LogAppendTime; it then replaces all timestamps of the batch. */
  readonly logAppendTimeMs?: number;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

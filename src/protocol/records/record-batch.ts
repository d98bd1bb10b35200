/**
 * A record batch as requests carry it and logs keep it: one header, and a column for each field of its records. A batch is
 * immutable once a producer has closed it, so that all replicas and snapshots share one object.
 */
import type { Payload } from './payload.ts';

/** A record header (KIP-82). */
export interface Header {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export type CompressionType = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
export type TimestampType = 'CreateTime' | 'LogAppendTime';

/** The values that stand for no producer id, no epoch and no sequence number. */
export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;

export interface RecordBatch {
  readonly recordCount: number;
  /** Size of the encoded batch in bytes, with its header and after compression. */
  readonly sizeInBytes: number;
  readonly compression: CompressionType;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Sequence number of the first record, or NO_SEQUENCE. Invariant: record i has the number baseSequence + i (mod 2^31). */
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  /** Set on a control batch (a transaction marker), which has no records of users but occupies one offset. */
  readonly control?: 'COMMIT' | 'ABORT' | undefined;
  /** Of a control batch: the epoch of the transaction coordinator that wrote it. */
  readonly coordinatorEpoch?: number | undefined;
  readonly maxTimestampMs: number;
  /** The columns have `recordCount` entries each. */
  readonly keys: readonly Payload[];
  readonly values: readonly Payload[];
  /** Absent if all records have the timestamp `maxTimestampMs`; see `timestampOf`. */
  readonly timestampsMs?: readonly number[] | undefined;
  /** Absent if no record of the batch has headers. */
  readonly headers?: readonly (readonly Header[])[] | undefined;
  /** Set by a fault: the checksum does not match the content, and a broker answers CORRUPT_MESSAGE. */
  readonly isCorrupt?: boolean | undefined;
  /** Set if the batch is malformed in another way. */
  readonly malformation?: Malformation | undefined;
  /** Set if the records of a compressed batch cannot be read. */
  readonly damage?: RecordsDamage | undefined;
}

/** Why a broker cannot read compressed records. Java's producer sends no such records; others can. */
export interface RecordsDamage {
  /** What the broker answers. */
  readonly error: 'UNKNOWN_SERVER_ERROR' | 'INVALID_RECORD';
  readonly message: string;
}

/** What is wrong with a batch on the wire. Java's producer sends no such batch; others can. */
export interface Malformation {
  /** How many batches the partition's records consist of, if not of one. */
  readonly batchCount?: number;
  /** Format of the batch, if not 2. */
  readonly magic?: number;
  /** Offset of the first record, if not 0. */
  readonly baseOffset?: number;
  /** What the header says of the batch's length, in bytes after the length field. */
  readonly batchLength?: number;
  /** How many bytes are missing at the end. */
  readonly cutBytes?: number;
  /** What the header says of the number of records. */
  readonly recordCount?: number;
  /** What the header says of the last record's offset, counted from the base offset. */
  readonly lastOffsetDelta?: number;
  /** The records' own offsets, counted from the base offset, if not 0, 1, 2, ... */
  readonly offsetDeltas?: readonly number[];
  /** The header says that the broker has set the timestamps. */
  readonly hasAppendTimeFlag?: boolean;
}

/** Returns the timestamp that record `row` was sent with, in ms since 1970. */
export function timestampOf(
  { timestampsMs, maxTimestampMs }: Pick<RecordBatch, 'timestampsMs' | 'maxTimestampMs'>,
  row: number,
): number {
  return timestampsMs === undefined ? maxTimestampMs : (timestampsMs[row] as number);
}

/** A batch at its place in a log. Logs share the batch; the place is each log's own. */
export interface StoredBatch {
  readonly baseOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly batch: RecordBatch;
  /** The broker's time at the append if the topic uses LogAppendTime. It replaces all timestamps of the batch. */
  readonly logAppendTimeMs?: number;
}

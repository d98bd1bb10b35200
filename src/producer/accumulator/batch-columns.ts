/**
 * The records of a batch, a column for each field, and the size they have on the wire (Java's MemoryRecordsBuilder).
 *
 * Sizes are exact without compression; with it they are estimates until the batch is built.
 */
import { ownPayload, type Payload } from '../../protocol/records/payload.ts';
import type { CompressionType, Header, RecordBatch } from '../../protocol/records/record-batch.ts';
import { encodeRecords } from '../../protocol/records/record-encoding.ts';
import { RECORD_BATCH_OVERHEAD, recordSize } from '../../protocol/records/record-size.ts';
import { compressedSize } from '../compression/compressed-size.ts';
import { compressionRatio, estimatedBytesWritten } from '../compression/ratio-estimates.ts';
import type { Callback } from '../result/callback.ts';

/** What a batch takes of a record. */
export interface BatchRecord {
  readonly timestampMs: number;
  readonly key: Payload;
  readonly value: Payload;
  readonly headers: readonly Header[] | undefined;
  /** In bytes; -1 for `null`. */
  readonly keySize: number;
  /** In bytes; -1 for `null`. */
  readonly valueSize: number;
  readonly headersSize: number;
  readonly callback: Callback | undefined;
}

/** The producer of a batch, and the sequence of its first record. */
export interface BatchIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
}

const NO_HEADERS: readonly Header[] = [];
/** Never written to. */
const NO_ROWS: never[] = [];

export class BatchColumns {
  /** Invariant: keys, values and the columns below that are not empty or undefined have `count` entries. */
  keys: Payload[] = NO_ROWS;
  values: Payload[] = NO_ROWS;
  /** Undefined while all timestamps are the same. */
  timestampsMs: number[] | undefined;
  /** Undefined while no record has headers. */
  headers: (readonly Header[])[] | undefined;
  /** In bytes, -1 for `null`; empty after `forgetSizes`. */
  private keySizes: number[] = NO_ROWS;
  private valueSizes: number[] = NO_ROWS;
  maxTimestampMs = -1;
  private firstTimestampMs = -1;
  private readonly compression: CompressionType;
  /** Bytes the batch may grow to: batch.size, or the size of its first record if that is larger. */
  private readonly writeLimit: number;
  /** The topic's compression ratio when the batch was opened. */
  private readonly expectedRatio: number;
  /** Before compression. */
  private recordsSizeInBytes = 0;
  /** After compression; -1 until the batch is built. */
  private compressedSizeInBytes = -1;

  constructor(compression: CompressionType, writeLimit: number, expectedRatio: number) {
    this.compression = compression;
    this.writeLimit = writeLimit;
    this.expectedRatio = expectedRatio;
  }

  get count(): number {
    return this.values.length;
  }

  /** Size of the encoded batch so far, header included: exact without compression, an estimate with it. */
  get estimatedSizeInBytes(): number {
    return this.compression === 'none'
      ? RECORD_BATCH_OVERHEAD + this.recordsSizeInBytes
      : estimatedBytesWritten(this.recordsSizeInBytes, this.expectedRatio);
  }

  /** Compressed by uncompressed bytes of the records; 1 until the batch is built. */
  get compressionRatio(): number {
    return this.compressedSizeInBytes < 0 ? 1 : compressionRatio(this.compressedSizeInBytes, this.recordsSizeInBytes);
  }

  get isFull(): boolean {
    return this.values.length > 0 && this.writeLimit <= this.estimatedSizeInBytes;
  }

  /**
   * The size that a record would have as the next one; -1 if there is no room for it. There always is for the first one
   * (MemoryRecordsBuilder.hasRoomFor).
   */
  roomFor(timestampMs: number, keySize: number, valueSize: number, headersSize: number): number {
    const count = this.values.length;
    const delta = count === 0 ? 0 : timestampMs - this.firstTimestampMs;
    const size = recordSize(count, delta, keySize, valueSize, headersSize);
    return count === 0 || this.writeLimit >= this.estimatedSizeInBytes + size ? size : -1;
  }

  /**
   * Appends a record. Its bytes are copied, as Java copies them into the batch's buffer: the user may write to them later.
   *
   * @param size of the record, from `roomFor`
   */
  append(size: number, record: BatchRecord): void {
    const { timestampMs, headers, keySize, valueSize } = record;
    const key = ownPayload(record.key);
    const value = ownPayload(record.value);
    if (headers !== undefined && this.headers === undefined) {
      this.headers = Array.from({ length: this.values.length }, () => NO_HEADERS);
    }
    this.headers?.push(headers ?? NO_HEADERS);
    if (this.values.length === 0) {
      // An array literal has room for its elements only; pushing to an empty array makes room for seventeen.
      this.keys = [key];
      this.values = [value];
      this.keySizes = [keySize];
      this.valueSizes = [valueSize];
      this.firstTimestampMs = timestampMs;
      this.maxTimestampMs = timestampMs;
    } else {
      if (timestampMs !== this.maxTimestampMs) this.openTimestampColumn();
      this.keys.push(key);
      this.values.push(value);
      this.keySizes.push(keySize);
      this.valueSizes.push(valueSize);
      this.timestampsMs?.push(timestampMs);
      if (timestampMs > this.maxTimestampMs) this.maxTimestampMs = timestampMs;
    }
    this.recordsSizeInBytes += size;
  }

  private openTimestampColumn(): void {
    this.timestampsMs ??= this.values.map(() => this.maxTimestampMs);
  }

  headersOf(row: number): readonly Header[] | undefined {
    const headers = this.headers?.[row];
    return headers === undefined || headers.length === 0 ? undefined : headers;
  }

  /** In bytes; -1 for `null`. */
  keySizeOf(row: number): number {
    return this.keySizes[row] as number;
  }

  /** In bytes; -1 for `null`. */
  valueSizeOf(row: number): number {
    return this.valueSizes[row] as number;
  }

  /** Frees the sizes of keys and values, which only callbacks read. */
  forgetSizes(): void {
    this.keySizes = NO_ROWS;
    this.valueSizes = NO_ROWS;
  }

  /** @returns the batch in the form that travels; it shares the columns, which must not change afterwards */
  build(identity: BatchIdentity): RecordBatch {
    const batch: RecordBatch = {
      recordCount: this.values.length,
      sizeInBytes: RECORD_BATCH_OVERHEAD + this.finalRecordsSize(),
      compression: this.compression,
      producerId: identity.producerId,
      producerEpoch: identity.producerEpoch,
      baseSequence: identity.baseSequence,
      isTransactional: identity.isTransactional,
      maxTimestampMs: this.maxTimestampMs,
      keys: this.keys,
      values: this.values,
      timestampsMs: this.timestampsMs,
    };
    return this.headers === undefined ? batch : { ...batch, headers: this.headers };
  }

  private finalRecordsSize(): number {
    if (this.compression === 'none') return this.recordsSizeInBytes;
    if (this.compressedSizeInBytes < 0) {
      this.compressedSizeInBytes = compressedSize(this.compression, encodeRecords(this));
    }
    return this.compressedSizeInBytes;
  }
}

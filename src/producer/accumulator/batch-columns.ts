/**
 * The records of an open batch, a column for each field, and the size they would have on the wire.
 *
 * Owns: room (MemoryRecordsBuilder.hasRoomFor), sizes to the byte (expected ones, as long as compressed records are not
 * finished), the finished RecordBatch.
 * Refuses to know: where the batch goes, and who waits for it.
 */
import type { Payload } from '../../protocol/payload.ts';
import type { CompressionType, Header, RecordBatch } from '../../protocol/record-batch.ts';
import { encodeRecords } from '../../protocol/record-encoding.ts';
import { RECORD_BATCH_OVERHEAD, recordSize } from '../../protocol/record-size.ts';
import { compressedSize } from '../compression/compressed-size.ts';
import { compressionRatio, estimatedBytesWritten } from '../compression/ratio-estimates.ts';

const NO_HEADERS: readonly Header[] = [];
/** Never written to. */
const NO_ROWS: never[] = [];

/** Who sent a batch, and where its sequences start. */
export interface BatchIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
}

export class BatchColumns {
  /** The columns are as long as `count` says. Invariant: all of one length. */
  keys: Payload[] = NO_ROWS;
  values: Payload[] = NO_ROWS;
  /** Undefined as long as all are the same. */
  timestampsMs: number[] | undefined;
  /** Undefined as long as no record has some. */
  headers: (readonly Header[])[] | undefined;
  private readonly compression: CompressionType;
  /** Bytes the batch may grow to: batch.size, or what its first record needs if that is more. */
  private readonly writeLimit: number;
  /** What the topic's batches made of their records when this one was opened. */
  private readonly expectedRatio: number;
  /** Before compression. */
  private recordsSizeInBytes = 0;
  /** After compression; -1 until the batch was built. */
  private compressedSizeInBytes = -1;
  maxTimestampMs = -1;
  private firstTimestampMs = -1;

  constructor(compression: CompressionType, writeLimit: number, expectedRatio: number) {
    this.compression = compression;
    this.writeLimit = writeLimit;
    this.expectedRatio = expectedRatio;
  }

  get count(): number {
    return this.values.length;
  }

  /** Size of the encoded batch so far, header included: exact without compression, expected with it. */
  get estimatedSizeInBytes(): number {
    return this.compression === 'none'
      ? RECORD_BATCH_OVERHEAD + this.recordsSizeInBytes
      : estimatedBytesWritten(this.recordsSizeInBytes, this.expectedRatio);
  }

  /** Records as they travel by records as they were appended, both in bytes; 1 until the batch was built. */
  get compressionRatio(): number {
    return this.compressedSizeInBytes < 0 ? 1 : compressionRatio(this.compressedSizeInBytes, this.recordsSizeInBytes);
  }

  get isFull(): boolean {
    return this.values.length > 0 && this.writeLimit <= this.estimatedSizeInBytes;
  }

  /** Size of the record if it came next; -1 if the batch has no room for it. The first record always has. */
  roomFor(timestampMs: number, keySize: number, valueSize: number, headersSize: number): number {
    const count = this.values.length;
    const delta = count === 0 ? 0 : timestampMs - this.firstTimestampMs;
    const size = recordSize(count, delta, keySize, valueSize, headersSize);
    return count === 0 || this.writeLimit >= this.estimatedSizeInBytes + size ? size : -1;
  }

  append(
    size: number,
    timestampMs: number,
    key: Payload,
    value: Payload,
    headers: readonly Header[] | undefined,
  ): void {
    if (headers !== undefined && this.headers === undefined) {
      this.headers = Array.from({ length: this.values.length }, () => NO_HEADERS);
    }
    this.headers?.push(headers ?? NO_HEADERS);
    if (this.values.length === 0) {
      // An array made with its first element holds just that; one that it is pushed to makes room for seventeen.
      this.keys = [key];
      this.values = [value];
      this.firstTimestampMs = timestampMs;
      this.maxTimestampMs = timestampMs;
    } else {
      if (timestampMs !== this.maxTimestampMs) this.tellTimestampsApart();
      this.keys.push(key);
      this.values.push(value);
      this.timestampsMs?.push(timestampMs);
      if (timestampMs > this.maxTimestampMs) this.maxTimestampMs = timestampMs;
    }
    this.recordsSizeInBytes += size;
  }

  private tellTimestampsApart(): void {
    this.timestampsMs ??= this.values.map(() => this.maxTimestampMs);
  }

  headersOf(row: number): readonly Header[] | undefined {
    const headers = this.headers?.[row];
    return headers === undefined || headers.length === 0 ? undefined : headers;
  }

  /** The batch as it travels; shares the columns, which must not change any more. */
  build(producer: BatchIdentity): RecordBatch {
    const batch: RecordBatch = {
      recordCount: this.values.length,
      sizeInBytes: RECORD_BATCH_OVERHEAD + this.finalRecordsSize(),
      compression: this.compression,
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      baseSequence: producer.baseSequence,
      isTransactional: producer.isTransactional,
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

/**
 * A record batch that came as bytes. It keeps them, and reads its records when they are first asked for. Compressed records are checked
 * when a broker asks for their damage, before it appends them, and not kept.
 */
import {
  APPEND_TIME_FLAG,
  ATTRIBUTES_AT,
  BASE_OFFSET_AT,
  CODEC_MASK,
  CODECS,
  CONTROL_FLAG,
  CRC_AT,
  TRANSACTIONAL_FLAG,
} from '../../protocol/records/batch-layout.ts';
import { crc32c } from '../../protocol/records/crc32c.ts';
import type { CompressionType, Malformation, RecordBatch, RecordsDamage } from '../../protocol/records/record-batch.ts';
import type { RecordColumns } from '../../protocol/records/record-encoding.ts';
import { RECORD_BATCH_OVERHEAD } from '../../protocol/records/record-size.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { decompress } from '../compression/codecs.ts';
import { countRecords, readColumns } from './record-columns.ts';

/** The columns must not be asked for if the batch is corrupt, malformed or damaged: that may throw a WireError. */
export class EncodedBatch implements RecordBatch {
  /** The whole batch as its producer sent it. */
  readonly encoded: Uint8Array;
  readonly recordCount: number;
  readonly sizeInBytes: number;
  readonly compression: CompressionType;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  /** Which of the two a control batch of a client claims to be does not matter: brokers refuse it. */
  readonly control: 'COMMIT' | undefined;
  readonly maxTimestampMs: number;
  readonly isCorrupt: boolean;
  readonly malformation: Malformation | undefined;
  /** What the timestamps of the records are counted from. */
  readonly baseTimestampMs: number;
  private columnsRead: RecordColumns | undefined;
  /** `undefined` before somebody has looked for it. */
  private damageFound: RecordsDamage | 'none' | undefined;

  /** @param encoded a batch of format 2, with RECORD_BATCH_OVERHEAD bytes at least and as many as its length says */
  constructor(encoded: Uint8Array) {
    const bytes = new ByteReader(encoded, ATTRIBUTES_AT);
    const attributes = bytes.int16();
    const lastOffsetDelta = bytes.int32();
    const compression = CODECS[attributes & CODEC_MASK];
    this.encoded = encoded;
    this.sizeInBytes = encoded.length;
    this.compression = compression ?? 'none';
    this.isTransactional = (attributes & TRANSACTIONAL_FLAG) !== 0;
    this.control = (attributes & CONTROL_FLAG) === 0 ? undefined : 'COMMIT';
    this.baseTimestampMs = bytes.int64();
    this.maxTimestampMs = bytes.int64();
    this.producerId = bytes.int64();
    this.producerEpoch = bytes.int16();
    this.baseSequence = bytes.int32();
    const declaredCount = bytes.int32();
    bytes.position = CRC_AT;
    this.isCorrupt = compression === undefined || bytes.uint32() !== crc32c(encoded, ATTRIBUTES_AT);
    this.recordCount = this.countOf(declaredCount);
    bytes.position = BASE_OFFSET_AT;
    const baseOffset = bytes.int64();
    const hasAppendTimeFlag = (attributes & APPEND_TIME_FLAG) !== 0;
    const hasRightCounts = declaredCount === this.recordCount && lastOffsetDelta === declaredCount - 1;
    this.malformation =
      hasRightCounts && baseOffset === 0 && !hasAppendTimeFlag
        ? undefined
        : { baseOffset, recordCount: declaredCount, lastOffsetDelta, hasAppendTimeFlag };
  }

  get keys(): RecordBatch['keys'] {
    return this.columns.keys;
  }

  get values(): RecordBatch['values'] {
    return this.columns.values;
  }

  get timestampsMs(): RecordBatch['timestampsMs'] {
    return this.columns.timestampsMs;
  }

  get headers(): RecordBatch['headers'] {
    return this.columns.headers;
  }

  get damage(): RecordsDamage | undefined {
    if (this.compression === 'none') return undefined;
    this.damageFound ??= this.findDamage();
    return this.damageFound === 'none' ? undefined : this.damageFound;
  }

  /** DefaultRecordBatch.compressedIterator. */
  private findDamage(): RecordsDamage | 'none' {
    let records: Uint8Array;
    try {
      records = this.decompressed();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return { error: 'UNKNOWN_SERVER_ERROR', message: error.message };
    }
    const { count, isComplete } = countRecords(records, 0);
    if (isComplete && count === this.recordCount) return 'none';
    const message = `The header says that there are ${this.recordCount} records, of which ${count} can be read.`;
    return { error: 'INVALID_RECORD', message };
  }

  private get columns(): RecordColumns {
    this.columnsRead ??= readColumns(this.decompressed(), this);
    return this.columnsRead;
  }

  private decompressed(): Uint8Array {
    return decompress(this.compression, this.encoded.subarray(RECORD_BATCH_OVERHEAD));
  }

  /** Compressed records are counted by `damage`. */
  private countOf(declaredCount: number): number {
    if (this.compression !== 'none' || this.isCorrupt) return Math.max(declaredCount, 0);
    const { count, isComplete } = countRecords(this.encoded, RECORD_BATCH_OVERHEAD);
    // A malformed record makes the declared count wrong in any case.
    return isComplete || count !== declaredCount ? count : count + 1;
  }
}

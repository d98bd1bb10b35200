/** Where the fields of a record batch of format 2 are in its bytes (org.apache.kafka.common.record.DefaultRecordBatch). */
import type { CompressionType } from './record-batch.ts';

/** Format of record batches since Kafka 0.11 (`magic`). */
export const LATEST_MAGIC = 2;

export const BASE_OFFSET_AT = 0;
export const LENGTH_AT = 8;
export const LEADER_EPOCH_AT = 12;
export const MAGIC_AT = 16;
export const CRC_AT = 17;
/** The checksum covers all bytes from here on. */
export const ATTRIBUTES_AT = 21;
export const LAST_OFFSET_DELTA_AT = 23;
export const BASE_TIMESTAMP_AT = 27;
export const MAX_TIMESTAMP_AT = 35;
export const PRODUCER_ID_AT = 43;
export const PRODUCER_EPOCH_AT = 51;
export const BASE_SEQUENCE_AT = 53;
export const RECORD_COUNT_AT = 57;

/** Size of the fields that the length does not count: the base offset and the length itself. */
export const LOG_OVERHEAD = 12;

/** The position of a codec is its number in the attributes. */
export const CODECS: readonly CompressionType[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
export const CODEC_MASK = 0x07;
export const APPEND_TIME_FLAG = 0x08;
export const TRANSACTIONAL_FLAG = 0x10;
export const CONTROL_FLAG = 0x20;

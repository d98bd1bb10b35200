/**
 * Encodes a record batch in Kafka's format v2 (magic 2): its header, then its records, which record-encoding.ts encodes. Control
 * batches are not supported.
 */
import { crc32c } from './crc32c.ts';
import { type CompressionType, type RecordBatch, timestampOf } from './record-batch.ts';
import { RECORD_BATCH_OVERHEAD } from './record-size.ts';

const MAGIC = 2;
/** The position of a codec is its number in the attributes. */
const CODECS: readonly CompressionType[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const TRANSACTIONAL_FLAG = 0x10;
const LENGTH_AT = 8;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
/** Size of the fields that the length does not count: the base offset and the length itself. */
const LOG_OVERHEAD = 12;

/**
 * Encodes the batch as a producer sends it: base offset 0, no leader epoch, CreateTime.
 *
 * @param records the encoded records, compressed with `batch.compression`
 */
export function encodeBatch(batch: RecordBatch, records: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(RECORD_BATCH_OVERHEAD + records.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(LENGTH_AT, bytes.length - LOG_OVERHEAD);
  view.setInt32(12, -1); // partition leader epoch
  view.setInt8(16, MAGIC);
  view.setInt16(ATTRIBUTES_AT, CODECS.indexOf(batch.compression) | (batch.isTransactional ? TRANSACTIONAL_FLAG : 0));
  view.setInt32(23, batch.recordCount - 1); // offset delta of the last record
  view.setBigInt64(27, BigInt(timestampOf(batch, 0)));
  view.setBigInt64(35, BigInt(batch.maxTimestampMs));
  view.setBigInt64(43, BigInt(batch.producerId));
  view.setInt16(51, batch.producerEpoch);
  view.setInt32(53, batch.baseSequence);
  view.setInt32(57, batch.recordCount);
  bytes.set(records, RECORD_BATCH_OVERHEAD);
  view.setUint32(CRC_AT, crc32c(bytes.subarray(ATTRIBUTES_AT)));
  return bytes;
}

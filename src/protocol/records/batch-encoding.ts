/** Encodes a record batch in Kafka's format v2 (magic 2): its header, then its records, which record-encoding.ts encodes. */
import {
  ATTRIBUTES_AT,
  BASE_SEQUENCE_AT,
  BASE_TIMESTAMP_AT,
  CODECS,
  CONTROL_FLAG,
  CRC_AT,
  LAST_OFFSET_DELTA_AT,
  LATEST_MAGIC,
  LEADER_EPOCH_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAX_TIMESTAMP_AT,
  PRODUCER_EPOCH_AT,
  PRODUCER_ID_AT,
  RECORD_COUNT_AT,
  TRANSACTIONAL_FLAG,
} from './batch-layout.ts';
import { crc32c } from './crc32c.ts';
import { type RecordBatch, timestampOf } from './record-batch.ts';
import { RECORD_BATCH_OVERHEAD } from './record-size.ts';

/**
 * Encodes the batch as a producer sends it: base offset 0, no leader epoch, CreateTime.
 *
 * @param records the encoded records, compressed with `batch.compression`
 */
export function encodeBatch(batch: RecordBatch, records: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(RECORD_BATCH_OVERHEAD + records.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(LENGTH_AT, bytes.length - LOG_OVERHEAD);
  view.setInt32(LEADER_EPOCH_AT, -1);
  view.setInt8(MAGIC_AT, LATEST_MAGIC);
  view.setInt16(ATTRIBUTES_AT, attributesOf(batch));
  view.setInt32(LAST_OFFSET_DELTA_AT, batch.recordCount - 1);
  view.setBigInt64(BASE_TIMESTAMP_AT, BigInt(timestampOf(batch, 0)));
  view.setBigInt64(MAX_TIMESTAMP_AT, BigInt(batch.maxTimestampMs));
  view.setBigInt64(PRODUCER_ID_AT, BigInt(batch.producerId));
  view.setInt16(PRODUCER_EPOCH_AT, batch.producerEpoch);
  view.setInt32(BASE_SEQUENCE_AT, batch.baseSequence);
  view.setInt32(RECORD_COUNT_AT, batch.recordCount);
  bytes.set(records, RECORD_BATCH_OVERHEAD);
  view.setUint32(CRC_AT, crc32c(bytes, ATTRIBUTES_AT));
  return bytes;
}

function attributesOf({ compression, isTransactional, control }: RecordBatch): number {
  const transactional = isTransactional ? TRANSACTIONAL_FLAG : 0;
  return CODECS.indexOf(compression) | transactional | (control === undefined ? 0 : CONTROL_FLAG);
}

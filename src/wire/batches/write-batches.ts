/**
 * The bytes of batches in a Fetch response. A batch that came as bytes leaves as it came, but for the base offset and the leader
 * epoch, which its checksum does not cover, and the time of the append if the topic uses LogAppendTime.
 */
import { encodeBatch } from '../../protocol/records/batch-encoding.ts';
import {
  APPEND_TIME_FLAG,
  ATTRIBUTES_AT,
  BASE_OFFSET_AT,
  CRC_AT,
  LEADER_EPOCH_AT,
  MAX_TIMESTAMP_AT,
} from '../../protocol/records/batch-layout.ts';
import { crc32c } from '../../protocol/records/crc32c.ts';
import type { RecordBatch, StoredBatch } from '../../protocol/records/record-batch.ts';
import { encodeRecords } from '../../protocol/records/record-encoding.ts';
import { compress } from '../compression/codecs.ts';
import { EncodedBatch } from './encoded-batch.ts';

/** What a reader of the batch sees before its checksum: base offset and length, then the leader epoch, the format and the checksum. */
export function writeBatch({ batch, baseOffset, partitionLeaderEpoch, logAppendTimeMs }: StoredBatch): Uint8Array {
  const encoded = batch instanceof EncodedBatch ? batch.encoded.slice() : encode(batch);
  const view = new DataView(encoded.buffer);
  view.setBigInt64(BASE_OFFSET_AT, BigInt(baseOffset));
  view.setInt32(LEADER_EPOCH_AT, partitionLeaderEpoch);
  if (logAppendTimeMs !== undefined) {
    view.setInt16(ATTRIBUTES_AT, view.getInt16(ATTRIBUTES_AT) | APPEND_TIME_FLAG);
    view.setBigInt64(MAX_TIMESTAMP_AT, BigInt(logAppendTimeMs));
    view.setUint32(CRC_AT, crc32c(encoded, ATTRIBUTES_AT));
  }
  return encoded;
}

/** A batch of this project's own producer, or a transaction marker. */
function encode(batch: RecordBatch): Uint8Array {
  if (batch.control !== undefined) return encodeBatch(batch, encodeRecords(markerOf(batch)));
  return encodeBatch(batch, compress(batch.compression, encodeRecords(batch)));
}

const ABORT_TYPE = 0;
const COMMIT_TYPE = 1;

/** The one record of a transaction marker (ControlRecordType, EndTransactionMarker), with versions 0 of both formats. */
function markerOf({ control, coordinatorEpoch = 0, maxTimestampMs }: RecordBatch): Parameters<typeof encodeRecords>[0] {
  const key = new Uint8Array(4);
  new DataView(key.buffer).setInt16(2, control === 'COMMIT' ? COMMIT_TYPE : ABORT_TYPE);
  const value = new Uint8Array(6);
  new DataView(value.buffer).setInt32(2, coordinatorEpoch);
  return { keys: [key], values: [value], maxTimestampMs };
}

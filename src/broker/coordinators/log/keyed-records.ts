/**
 * Batches of text records, as coordinators write them to their topics.
 */
import { payloadSize, utf8Length } from '../../../protocol/records/payload.ts';
import {
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  type RecordBatch,
} from '../../../protocol/records/record-batch.ts';
import { NO_HEADERS_SIZE, RECORD_BATCH_OVERHEAD, recordSize } from '../../../protocol/records/record-size.ts';

export interface KeyedRecord {
  readonly key: string;
  /** `null` if there is nothing for the key any more. */
  readonly value: string | null;
}

/** A batch that belongs to no producer and no transaction. */
export function keyedRecords(records: readonly KeyedRecord[], nowMs: number): RecordBatch {
  let sizeInBytes = RECORD_BATCH_OVERHEAD;
  for (const [place, { key, value }] of records.entries()) {
    sizeInBytes += recordSize(place, 0, utf8Length(key), payloadSize(value), NO_HEADERS_SIZE);
  }
  return {
    recordCount: records.length,
    sizeInBytes,
    compression: 'none',
    producerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    baseSequence: NO_SEQUENCE,
    isTransactional: false,
    maxTimestampMs: nowMs,
    keys: records.map(({ key }) => key),
    values: records.map(({ value }) => value),
  };
}

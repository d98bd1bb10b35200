/**
 * The batch in the records that a Produce request has for a partition (ByteBufferLogInputStream, ProduceRequest.validateRecords).
 * What is wrong with it stands in its `malformation`, and the broker refuses it as Kafka does.
 */
import { LATEST_MAGIC, LENGTH_AT, LOG_OVERHEAD, MAGIC_AT } from '../../protocol/records/batch-layout.ts';
import {
  type Malformation,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  type RecordBatch,
} from '../../protocol/records/record-batch.ts';
import { RECORD_BATCH_OVERHEAD } from '../../protocol/records/record-size.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { EncodedBatch } from './encoded-batch.ts';

const HEADER_SIZE_UP_TO_MAGIC = 17;
const SHORTEST_RECORD = 14;

/** @param records kept by the batch */
export function readBatch(records: Uint8Array | null): RecordBatch {
  if (records === null || records.length < HEADER_SIZE_UP_TO_MAGIC) return unreadable(records, { batchCount: 0 });
  const { batchLength, magic, size } = headAt(records, 0);
  if (batchLength < SHORTEST_RECORD) return unreadable(records, { batchLength });
  if (!isMagic(magic)) return unreadable(records, { magic });
  if (size > records.length) return unreadable(records, { cutBytes: size - records.length });
  if (magic !== LATEST_MAGIC) return unreadable(records, { magic });
  if (records.length - size >= HEADER_SIZE_UP_TO_MAGIC) {
    const next = headAt(records, size);
    if (next.batchLength < SHORTEST_RECORD || !isMagic(next.magic)) return unreadable(records, undefined);
    if (next.size <= records.length - size) return unreadable(records, { batchCount: 2 });
  }
  if (size < RECORD_BATCH_OVERHEAD) return unreadable(records, undefined);
  return new EncodedBatch(size === records.length ? records : records.slice(0, size));
}

/** What a batch begins with. Bytes after the first batch that are too few for the one that they begin are ignored. */
interface BatchHead {
  readonly batchLength: number;
  readonly magic: number;
  readonly size: number;
}

function headAt(records: Uint8Array, at: number): BatchHead {
  const bytes = new ByteReader(records, at + LENGTH_AT);
  const batchLength = bytes.int32();
  bytes.position = at + MAGIC_AT;
  return { batchLength, magic: bytes.int8(), size: batchLength + LOG_OVERHEAD };
}

function isMagic(magic: number): boolean {
  return magic >= 0 && magic <= LATEST_MAGIC;
}

/** The format of the batches in a partition's records; `undefined` if there are none. */
export function magicOf(records: Uint8Array | null): number | undefined {
  return records === null || records.length < HEADER_SIZE_UP_TO_MAGIC ? undefined : records[MAGIC_AT];
}

/** Without a malformation, it has the wrong checksum. */
function unreadable(records: Uint8Array | null, malformation: Malformation | undefined): RecordBatch {
  return {
    recordCount: 0,
    sizeInBytes: records?.length ?? 0,
    compression: 'none',
    producerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    baseSequence: NO_SEQUENCE,
    isTransactional: false,
    maxTimestampMs: -1,
    keys: [],
    values: [],
    isCorrupt: malformation === undefined,
    malformation,
  };
}

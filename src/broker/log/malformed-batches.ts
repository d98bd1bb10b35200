/**
 * What a broker makes of a batch that is malformed on the wire, in the order of 3.6.1 (ByteBufferLogInputStream,
 * ProduceRequest.validateRecords, UnifiedLog.analyzeAndValidateRecords, LogValidator.validateBatch).
 */
import { payloadSize } from '../../protocol/records/payload.ts';
import { type Malformation, type RecordBatch, timestampOf } from '../../protocol/records/record-batch.ts';
import type { AppendRefusal } from './append-refusal.ts';

const LATEST_MAGIC = 2;
/** What a batch's length does not count: its offset, and the length itself. */
const LOG_OVERHEAD = 12;
const SHORTEST_RECORD = 14;

/** Why the records of a whole request cannot be read; undefined if they can. */
export function refusalOfBytes({ magic, batchLength, batchCount }: Malformation): AppendRefusal | undefined {
  if (batchCount === 0) return undefined;
  if (batchLength !== undefined && batchLength < SHORTEST_RECORD) {
    const message = `Record size ${batchLength} is less than the minimum record overhead (${SHORTEST_RECORD})`;
    return { error: 'CORRUPT_MESSAGE', message };
  }
  if (magic === undefined || (magic >= 0 && magic <= LATEST_MAGIC)) return undefined;
  return { error: 'CORRUPT_MESSAGE', message: `Invalid magic found in record: ${magic}` };
}

/** Whether a partition's records are one batch of the current format, as Produce requires since version 3. */
export function isOneBatch({ sizeInBytes, malformation = {} }: RecordBatch): boolean {
  const { batchCount = 1, magic = LATEST_MAGIC, cutBytes = 0, batchLength = 0 } = malformation;
  const isCutOff = cutBytes > 0 || batchLength + LOG_OVERHEAD > sizeInBytes;
  return batchCount === 1 && magic === LATEST_MAGIC && !isCutOff;
}

/** Looked at before the batch's size. */
export function refusalOfBaseOffset(
  { baseOffset = 0 }: Malformation,
  topicPartition: string,
): AppendRefusal | undefined {
  if (baseOffset === 0) return undefined;
  return {
    error: 'INVALID_RECORD',
    message: `The baseOffset of the record batch in the append to ${topicPartition} should be 0, but it is ${baseOffset}`,
  };
}

/** A batch that ends too early has another checksum. */
export function hasWrongChecksum({ sizeInBytes, isCorrupt, malformation }: RecordBatch): boolean {
  const batchLength = malformation?.batchLength;
  return isCorrupt === true || (batchLength !== undefined && batchLength + LOG_OVERHEAD !== sizeInBytes);
}

/** The offsets and the count that the header claims. */
export function refusalOfCounts(batch: RecordBatch, topicPartition: string): AppendRefusal | undefined {
  const { baseOffset = 0, recordCount: count = batch.recordCount } = batch.malformation ?? {};
  const lastOffset = baseOffset + (batch.malformation?.lastOffsetDelta ?? Math.max(batch.recordCount - 1, 0));
  if (lastOffset < baseOffset) {
    return invalid(
      `Batch has an invalid offset range: [${baseOffset}, ${lastOffset}] in topic partition ${topicPartition}`,
    );
  }
  if (count <= 0) {
    return invalid(`Invalid reported count for record batch: ${count} in topic partition ${topicPartition}`);
  }
  if (lastOffset - baseOffset + 1 === count) return undefined;
  return invalid(
    `Inconsistent batch offset range [${baseOffset}, ${lastOffset}] and count of records ${count} in topic partition ${topicPartition}`,
  );
}

/** Whether there are as many records as the header says. */
export function refusalOfMissingRecords({ recordCount, malformation }: RecordBatch): AppendRefusal | undefined {
  const count = malformation?.recordCount ?? recordCount;
  if (count === recordCount) return undefined;
  return invalid(
    count > recordCount
      ? 'Incorrect declared batch size, premature EOF reached'
      : 'Incorrect declared batch size, records still remaining in file',
  );
}

/** Whether compressed records can be read (LogValidator.validateMessagesAndAssignOffsetsCompressed). */
export function refusalOfDamage(batch: RecordBatch): AppendRefusal | undefined {
  return batch.compression === 'none' ? undefined : batch.damage;
}

/** Why a record of a batch that claims to have its append time is refused (LogValidator.validateTimestamp). */
export function appendTimeMessage(batch: RecordBatch, row: number): string {
  const size = (payload: RecordBatch['keys'][number] | undefined): number => Math.max(payloadSize(payload ?? null), 0);
  const record =
    `DefaultRecord(offset=${row}, timestamp=${timestampOf(batch, row)}, key=${size(batch.keys[row])} bytes, ` +
    `value=${size(batch.values[row])} bytes)`;
  return `Invalid timestamp type in message ${record}. Producer should not set timestamp type to LogAppendTime.`;
}

function invalid(message: string): AppendRefusal {
  return { error: 'INVALID_RECORD', message };
}

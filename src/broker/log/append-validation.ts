/**
 * What a leader refuses to append (UnifiedLog.analyzeAndValidateRecords, LogValidator, producer state): the checks of one batch
 * against its topic's configuration and what its producer wrote before, in the order of 3.6.1.
 */
import type { RecordError } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID, type RecordBatch, timestampOf } from '../../protocol/records/record-batch.ts';
import type { TopicConfig } from '../config/topic-config.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';
import type { AppendRefusal } from './append-refusal.ts';
import {
  appendTimeMessage,
  hasWrongChecksum,
  refusalOfBaseOffset,
  refusalOfCounts,
  refusalOfDamage,
  refusalOfMissingRecords,
} from './malformed-batches.ts';
import type { ReplicaLog } from './replica-log.ts';

/** How many record errors the message lists at most. */
const SHOWN_ERRORS = 3;
const NO_TIMESTAMP = -1;
const LONG_MAX = 0x7fffffffffffffffn;

/** Why the content of `batch` is invalid; undefined if it is valid. */
export function refusalOfContent(
  batch: RecordBatch,
  config: TopicConfig,
  topicPartition: string,
  nowMs: number,
): AppendRefusal | undefined {
  const malformed = batch.malformation && refusalOfBaseOffset(batch.malformation, topicPartition);
  if (malformed !== undefined) return malformed;
  if (batch.sizeInBytes > config.maxMessageBytes) {
    return {
      error: 'MESSAGE_TOO_LARGE',
      message:
        `The record batch size in the append to ${topicPartition} is ${batch.sizeInBytes} bytes ` +
        `which exceeds the maximum configured value of ${config.maxMessageBytes}.`,
    };
  }
  if (hasWrongChecksum(batch)) {
    return { error: 'CORRUPT_MESSAGE', message: `Record is corrupt in topic partition ${topicPartition}.` };
  }
  return (
    refusalOfHeader(batch, topicPartition) ??
    refusalOfMissingRecords(batch) ??
    refusalOfDamage(batch) ??
    refusalOfRecords(batch, config, topicPartition, nowMs) ??
    refusalOfSegment(batch, config, topicPartition)
  );
}

/** Why the batch does not continue what its producer wrote before; undefined if it does. Look for a duplicate first. */
export function refusalOfSequence(
  log: ReplicaLog,
  batch: RecordBatch,
  topicPartition: string,
  policies: BrokerPolicies,
): AppendRefusal | undefined {
  if (batch.producerId === NO_PRODUCER_ID) return undefined;
  const { transactions, endOffset } = log;
  if (transactions === undefined) return log.producers.refusal(batch, endOffset, topicPartition, policies);
  const verification = transactions.verification(batch.producerId);
  const refusal = log.producers.refusal(batch, endOffset, topicPartition, policies, verification);
  if (refusal !== undefined || batch.isTransactional || !transactions.isOpen(batch.producerId)) return refusal;
  const offset = `(offset=${endOffset}, segment=[-1:-1])`;
  const message = `Expected transactional write from producer ${batch.producerId} at offset ${offset} in partition ${topicPartition}`;
  return { error: 'INVALID_TXN_STATE', message };
}

function refusalOfHeader(batch: RecordBatch, topicPartition: string): AppendRefusal | undefined {
  const refusal = refusalOfCounts(batch, topicPartition);
  if (refusal !== undefined) return refusal;
  if (batch.control !== undefined) {
    const message = `Clients are not allowed to write control records in topic partition ${topicPartition}`;
    return { error: 'INVALID_RECORD', message };
  }
  if (batch.producerId !== NO_PRODUCER_ID && batch.baseSequence < 0) {
    const message =
      `Invalid sequence number ${batch.baseSequence} in record batch with producerId ${batch.producerId} ` +
      `in topic partition ${topicPartition}`;
    return { error: 'INVALID_RECORD', message };
  }
  return undefined;
}

/** Checks single records only if the topic's configuration requires it. */
function refusalOfRecords(
  batch: RecordBatch,
  config: TopicConfig,
  topicPartition: string,
  nowMs: number,
): AppendRefusal | undefined {
  const checksTimestamps =
    config.timestampType === 'CreateTime' &&
    (config.timestampBeforeMaxMs !== Number.POSITIVE_INFINITY ||
      config.timestampAfterMaxMs !== Number.POSITIVE_INFINITY);
  const hasAppendTimeFlag = batch.malformation?.hasAppendTimeFlag === true;
  if (!config.isCompacted && !checksTimestamps && !hasAppendTimeFlag) return undefined;
  const recordErrors: RecordError[] = [];
  let hasInvalidTimestamp = false;
  for (let i = 0; i < batch.recordCount; i++) {
    if (config.isCompacted && batch.keys[i] === null) {
      const message = `Compacted topic cannot accept message without key in topic partition ${topicPartition}`;
      recordErrors.push({ batchIndex: i, message });
    } else if (checksTimestamps && isOutOfRange(timestampOf(batch, i), config, nowMs)) {
      hasInvalidTimestamp = true;
      recordErrors.push({
        batchIndex: i,
        message: timestampMessage(timestampOf(batch, i), i, config, nowMs),
      });
    } else if (
      hasAppendTimeFlag &&
      (config.timestampType === 'LogAppendTime' || batch.maxTimestampMs === NO_TIMESTAMP)
    ) {
      hasInvalidTimestamp = true;
      recordErrors.push({ batchIndex: i, message: appendTimeMessage(batch, i) });
    }
  }
  if (recordErrors.length === 0) return undefined;
  if (hasInvalidTimestamp) {
    const message = 'One or more records have been rejected due to invalid timestamp';
    return { error: 'INVALID_TIMESTAMP', message, recordErrors };
  }
  return { error: 'INVALID_RECORD', message: recordErrorsMessage(recordErrors), recordErrors };
}

function refusalOfSegment(
  { sizeInBytes }: RecordBatch,
  { segmentBytes }: TopicConfig,
  topicPartition: string,
): AppendRefusal | undefined {
  if (sizeInBytes <= segmentBytes) return undefined;
  const message =
    `Message batch size is ${sizeInBytes} bytes in append to partition ${topicPartition}, ` +
    `which exceeds the maximum configured segment size of ${segmentBytes}.`;
  return { error: 'RECORD_LIST_TOO_LARGE', message };
}

/** A record without a timestamp (-1) is never out of range. */
function isOutOfRange(timestampMs: number, config: TopicConfig, nowMs: number): boolean {
  if (timestampMs === NO_TIMESTAMP) return false;
  const ageMs = nowMs - timestampMs;
  return ageMs > config.timestampBeforeMaxMs || -ageMs > config.timestampAfterMaxMs;
}

function timestampMessage(timestampMs: number, offset: number, config: TopicConfig, nowMs: number): string {
  const now = BigInt(nowMs);
  const earliest = BigInt.asIntN(64, now - asLong(config.timestampBeforeMaxMs));
  const latest = BigInt.asIntN(64, now + asLong(config.timestampAfterMaxMs));
  return (
    `Timestamp ${timestampMs} of message with offset ${offset} is out of range. ` +
    `The timestamp should be within [${earliest}, ${latest}]`
  );
}

function asLong(value: number): bigint {
  return value === Number.POSITIVE_INFINITY ? LONG_MAX : BigInt(value);
}

function recordErrorsMessage(errors: readonly RecordError[]): string {
  const shown = errors
    .slice(0, SHOWN_ERRORS)
    .map(({ batchIndex, message }) => `RecordError(batchIndex=${batchIndex}, message='${message}')`);
  return (
    `One or more records have been rejected due to ${errors.length} record errors in total, ` +
    `and only showing the first three errors at most: [${shown.join(', ')}]`
  );
}

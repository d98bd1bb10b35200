/**
 * Produce in the scenario format.
 */
import { number, textOrNull } from '../json.ts';
import { readBatch } from '../record-batches.ts';
import { type ApiFormat, partitionsOf, sortedPartitions } from './api-format.ts';

/** The first versions that have the field (ProduceResponse.json). */
const LOG_START_OFFSET_SINCE = 5;
const RECORD_ERRORS_SINCE = 8;

export const produce: ApiFormat<'Produce'> = {
  version: 9,
  request: (fields, symbols) => ({
    api: 'Produce',
    acks: number(fields, 'acks', -1) as -1 | 0 | 1,
    timeoutMs: number(fields, 'timeoutMs', 10_000),
    transactionalId: textOrNull(fields, 'transactionalId'),
    partitions: partitionsOf(fields, symbols, (partition) => ({ batch: readBatch(partition, symbols) })),
  }),
  answer: ({ partitions }, symbols, version) => ({
    partitions: sortedPartitions(partitions).map((one) => ({
      topic: one.topic,
      partition: one.partition,
      error: one.error,
      baseOffset: one.baseOffset,
      logAppendTimeMs: symbols.shownTime(one.logAppendTimeMs),
      logStartOffset: version < LOG_START_OFFSET_SINCE ? -1 : one.logStartOffset,
      recordErrors:
        version < RECORD_ERRORS_SINCE
          ? []
          : one.recordErrors.map(({ batchIndex, message }) => ({ batchIndex, message: symbols.message(message) })),
      errorMessage: version < RECORD_ERRORS_SINCE ? null : symbols.message(one.errorMessage),
    })),
  }),
};

/**
 * The exceptions that a produce response means for a batch and for each of its records (Sender.failBatch).
 */

import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import {
  ClusterAuthorizationException,
  exceptionFor,
  InvalidRecordException,
  KafkaException,
  TopicAuthorizationException,
} from '../../protocol/errors/exceptions.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import type { RowErrors } from '../result/batch-result.ts';

// "more more" is Kafka's spelling.
const OTHER_RECORD_INVALID =
  'Failed to append record because it was part of a batch which had one more more invalid records';

/** The exception of the batch as a whole. */
export function batchException({ error, errorMessage, topic }: ProducePartitionResponse): KafkaException {
  if (error === 'TOPIC_AUTHORIZATION_FAILED') {
    return new TopicAuthorizationException(`Not authorized to access topics: [${topic}]`);
  }
  if (error === 'CLUSTER_AUTHORIZATION_FAILED') {
    return new ClusterAuthorizationException('The producer is not authorized to do idempotent sends');
  }
  return exceptionFor(error, errorMessage);
}

/** The exception of each record: that of the batch, unless the broker named the records at fault. */
export function rowErrors(response: ProducePartitionResponse, whole: KafkaException): RowErrors {
  const { error, errorMessage, recordErrors } = response;
  if (recordErrors.length === 0) return whole;
  const byRow = new Map<number, Error>();
  for (const { batchIndex, message } of recordErrors) {
    const text = message ?? errorMessage ?? ERRORS[error].message;
    byRow.set(batchIndex, recordErrors.length === 1 ? exceptionFor(error, text) : new InvalidRecordException(text));
  }
  return (row) => byRow.get(row) ?? new KafkaException(OTHER_RECORD_INVALID);
}

/** The text of the exception as Java prints it, without making one: the stack trace of an exception is expensive. */
export function describeOutcome({ error, errorMessage }: ProducePartitionResponse): string {
  const { exception, message } = ERRORS[error];
  return `org.apache.kafka.common.errors.${exception}: ${errorMessage ?? message}`;
}

/** `NETWORK_EXCEPTION. Error Message: Disconnected from node 0` */
export function describeError({ error, errorMessage }: ProducePartitionResponse): string {
  return errorMessage === null || errorMessage === '' ? error : `${error}. Error Message: ${errorMessage}`;
}

/** The response that stands for a request without one: with acks=0, or after a disconnect. */
export function unanswered(
  { topic, partition }: TopicPartition,
  error: ProducePartitionResponse['error'],
  errorMessage: string | null,
): ProducePartitionResponse {
  return {
    topic,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage,
  };
}

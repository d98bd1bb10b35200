/**
 * From a produce response to the exceptions its records get.
 *
 * Owns: which exception, with which message, for the batch and for each record (Sender.failBatch).
 */
import { ERRORS } from '../../protocol/errors.ts';
import {
  ClusterAuthorizationException,
  exceptionFor,
  InvalidRecordException,
  KafkaException,
  TopicAuthorizationException,
} from '../../protocol/exceptions.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import type { RowErrors } from '../result/batch-result.ts';

const INNOCENT_RECORD =
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

/** What each record gets: the batch's exception, unless the broker named the records at fault. */
export function rowErrors(response: ProducePartitionResponse, whole: KafkaException): RowErrors {
  const { error, errorMessage, recordErrors } = response;
  if (recordErrors.length === 0) return whole;
  const byRow = new Map<number, Error>();
  for (const { batchIndex, message } of recordErrors) {
    const text = message ?? errorMessage ?? ERRORS[error].message;
    byRow.set(batchIndex, recordErrors.length === 1 ? exceptionFor(error, text) : new InvalidRecordException(text));
  }
  return (row) => byRow.get(row) ?? new KafkaException(INNOCENT_RECORD);
}

/** The exception as Java prints it, of an error whose exception is not needed: making one, with its stack, is dear. */
export function describeOutcome({ error, errorMessage }: ProducePartitionResponse): string {
  const { exception, message } = ERRORS[error];
  return `org.apache.kafka.common.errors.${exception}: ${errorMessage ?? message}`;
}

/** `NETWORK_EXCEPTION. Error Message: Disconnected from node 0` */
export function describeError({ error, errorMessage }: ProducePartitionResponse): string {
  return errorMessage === null || errorMessage === '' ? error : `${error}. Error Message: ${errorMessage}`;
}

/** The answer a request that got none stands for. */
export function unanswered(
  place: { readonly topic: string; readonly partition: number },
  error: ProducePartitionResponse['error'],
  errorMessage: string | null,
): ProducePartitionResponse {
  return {
    topic: place.topic,
    partition: place.partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage,
  };
}

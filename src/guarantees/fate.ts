/**
 * What a program can conclude from the outcome of a record.
 *
 * Sources: ReplicaManager.appendToLocalLog and UnifiedLog (3.6.1) refuse with the errors below before anything is written. All other
 * errors may follow an append, or stand for a response that did not arrive.
 */
import { ERRORS, type ErrorName } from '../protocol/errors/errors.ts';
import type { SentRecord } from './run-view.ts';

/**
 * `acknowledged`: the broker gave the record an offset. `failed`: the record is in no log. `unknown`: the record timed out, its
 * connection was lost, it was sent with acks=0, or it has no outcome yet; it may be stored or not.
 */
export type Fate = 'acknowledged' | 'failed' | 'unknown';

/** A broker that answers with one of these has not stored the batch of that request. */
const REFUSALS: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'CORRUPT_MESSAGE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'MESSAGE_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'RECORD_LIST_TOO_LARGE',
  'NOT_ENOUGH_REPLICAS',
  'INVALID_REQUIRED_ACKS',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_TIMESTAMP',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'POLICY_VIOLATION',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'UNKNOWN_PRODUCER_ID',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'INVALID_RECORD',
]);

const REFUSING_EXCEPTIONS: ReadonlySet<string | null> = new Set(Array.from(REFUSALS, (name) => ERRORS[name].exception));

/** Whether a request that was answered with `error` has certainly stored nothing. */
export function isRefusal(error: ErrorName): boolean {
  return REFUSALS.has(error);
}

export function fateOf({ batch, endedMs, error, offset }: SentRecord): Fate {
  if (endedMs === -1) return 'unknown';
  if (error === null) return offset >= 0 ? 'acknowledged' : 'unknown';
  if (batch === null) return 'failed';
  return REFUSING_EXCEPTIONS.has(error.name) && !batch.hasUncertainTry ? 'failed' : 'unknown';
}

/**
 * What a program may conclude from the end of a record.
 *
 * Owns: the three fates, and which errors leave no doubt. Sources: ReplicaManager.appendToLocalLog and UnifiedLog (3.6.1)
 * refuse with these errors before anything is written; all others may follow an append, or stand for no answer at all.
 */
import { ERRORS, type ErrorName } from '../protocol/errors/errors.ts';
import type { SentRecord } from './trial-subject.ts';

/**
 * `acknowledged`: the broker gave it an offset. `failed`: it is in no log. `unknown`: timed out, cut off, sent with acks=0, or
 * still under way: it may be stored or not.
 */
export type Fate = 'acknowledged' | 'failed' | 'unknown';

/** A broker that answers so has not written the batch in answer to this request. */
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

/** Whether a try that was answered so leaves no doubt that it wrote nothing. */
export function isRefusal(error: ErrorName): boolean {
  return REFUSALS.has(error);
}

export function fateOf({ batch, endedMs, error, offset }: SentRecord): Fate {
  if (endedMs === -1) return 'unknown';
  if (error === null) return offset >= 0 ? 'acknowledged' : 'unknown';
  if (batch === null) return 'failed';
  return REFUSING_EXCEPTIONS.has(error.name) && !batch.hasUncertainTry ? 'failed' : 'unknown';
}

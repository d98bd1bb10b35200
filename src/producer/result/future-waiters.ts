/** What waits for a future. */
import type { RecordMetadata } from '../record/record-metadata.ts';
import type { Deferred } from './deferred.ts';

/** The fields of a future that few futures need: made when send() waits, or when the future is looked at. */
export interface Waiters {
  completion: Deferred<RecordMetadata> | null;
  acceptance: Deferred<void> | null;
  /** What Java's send() would have thrown after blocking. */
  thrown: Error | null;
  /** Starts the timeouts of get(timeoutMs) calls that were made before acceptance, when Java's send() had not returned. */
  startTimeouts: (() => void)[];
  note: object | null;
}

export function noWaiters(): Waiters {
  return { completion: null, acceptance: null, thrown: null, startTimeouts: [], note: null };
}

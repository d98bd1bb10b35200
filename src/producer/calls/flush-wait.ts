/**
 * What flush() waits for: the policy `flushAwaits` of the client's version.
 */
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { BatchResult } from '../result/batch-result.ts';

export interface FlushWait {
  /** Whether flush() has nothing left to wait for in this batch. */
  isDone(result: BatchResult): boolean;
  /** Calls `signal` when that may have changed. @returns ends the subscription */
  onDone(result: BatchResult, signal: () => void): () => void;
}

export const FLUSH_WAITS: Readonly<Record<ClientPolicies['flushAwaits'], FlushWait>> = {
  // A batch that is split is done with that; its parts are not waited for (KAFKA-19479).
  batches: { isDone: (result) => result.isDone, onDone: (result, signal) => result.onDone(signal) },
};

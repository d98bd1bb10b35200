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
  'batches and their parts': { isDone: isWholeDone, onDone: onWholeDone },
};

/** Whether a batch is done, and all of the batches that it was split into. */
function isWholeDone(result: BatchResult): boolean {
  return result.isDone && (result.parts ?? []).every(isWholeDone);
}

function onWholeDone(result: BatchResult, signal: () => void): () => void {
  let undo = (): void => {};
  const waitForNext = (): void => {
    const next = firstOpen(result);
    if (next === null) signal();
    else undo = next.onDone(waitForNext);
  };
  waitForNext();
  return () => undo();
}

/** The first of the batch and its parts that is not done; `null`: all are. */
function firstOpen(result: BatchResult): BatchResult | null {
  if (!result.isDone) return result;
  for (const part of result.parts ?? []) {
    const open = firstOpen(part);
    if (open !== null) return open;
  }
  return null;
}

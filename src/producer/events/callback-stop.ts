/**
 * What stops the I/O thread: a callback that has made a call that has to wait.
 */
import type { BatchView } from './batch-view.ts';

/** A stop of the I/O thread, on which nothing is sent, received or expired until the call is over. */
export interface CallbackStop {
  /** In ms since the epoch. */
  readonly sinceMs: number;
  /** The call: `send()`, `flush()`, ... */
  readonly call: string;
  /** What the call waits for, in words. */
  readonly waitsFor: string;
  /** The batch whose callback has made the call; `null`: it was made by an interceptor's or another listener's code. */
  readonly batch: BatchView | null;
  /** The row of the callback's record in the batch; -1: none. */
  readonly row: number;
}

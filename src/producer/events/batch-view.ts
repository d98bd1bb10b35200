/**
 * What a listener can read of a batch: its records, how it is sent, and how it ended.
 */
import type { Payload } from '../../protocol/records/payload.ts';

/** How a batch ended. */
export type FinalState = 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** Why a batch is sent at this moment. */
export type ReasonToSend =
  | 'batch full'
  | 'linger.ms over'
  | 'flush or close'
  | 'memory short'
  | 'retry.backoff.ms over'
  /** KIP-951: no need to back off. */
  | 'leader changed'
  /** Its node gets a request on account of another partition. */
  | 'request under way';

/** A batch, as its watchers see it. The same object all its life. */
export interface BatchView {
  readonly topic: string;
  readonly partition: number;
  readonly recordCount: number;
  readonly estimatedSizeInBytes: number;
  /** Tries that have failed. */
  readonly attempts: number;
  /** -1 without a sequence. */
  readonly baseSequence: number;
  readonly createdMs: number;
  /** Offset of the first record; -1 until acknowledged, and with acks=0. */
  readonly baseOffset: number;
  /** How it ended; `null` before. ABORTED: nobody's answer ended it, and one may still be on its way. */
  readonly finalState: FinalState | null;
  /** By row. The very array that the logs of the brokers will hold. */
  readonly values: readonly Payload[];
}

/** How a batch goes out. */
export interface BatchSending {
  readonly nodeId: number;
  readonly reason: ReasonToSend;
  /** Requests in flight to the node, this one included. */
  readonly inFlightRequests: number;
}

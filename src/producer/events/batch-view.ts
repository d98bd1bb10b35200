/**
 * What a listener can read of a batch: its records, how it is sent, and how it ended.
 */
import type { Payload } from '../../protocol/records/payload.ts';

/**
 * How a batch ended. `ABORTED`: not by a broker's response, which may still be on its way, but by the end of its transaction, by
 * a forced close() or by a split into smaller batches.
 */
export type FinalState = 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** Why a batch is sent at this moment. */
export type ReasonToSend =
  | 'batch full'
  | 'linger.ms over'
  | 'flush or close'
  /** A send waits for memory of the buffer pool. */
  | 'memory short'
  | 'retry.backoff.ms over'
  /** Another leader was elected since the last attempt: no need to wait for retry.backoff.ms (KIP-951). */
  | 'leader changed'
  /** Its node gets a request because of another partition. */
  | 'request under way';

/** A batch as listeners see it: the same object from the first event about it to the last. */
export interface BatchView {
  readonly topic: string;
  readonly partition: number;
  readonly recordCount: number;
  /** Size of the encoded batch; an estimate while a batch that is to be compressed is open. */
  readonly estimatedSizeInBytes: number;
  /** Attempts that have failed. */
  readonly attempts: number;
  /** Sequence of the first record; -1: none yet, or no idempotence. */
  readonly baseSequence: number;
  /** In ms since the epoch. */
  readonly createdMs: number;
  /** Offset of the first record; -1: not acknowledged yet, or acks is 0. */
  readonly baseOffset: number;
  /** `null`: the batch has not ended. */
  readonly finalState: FinalState | null;
  /** The serialized values, one per record. The logs of the brokers hold this very array. */
  readonly values: readonly Payload[];
}

/** The request that a batch is sent with. */
export interface BatchSending {
  readonly nodeId: number;
  readonly reason: ReasonToSend;
  /** Requests in flight to the node, including this one. */
  readonly inFlightRequests: number;
}

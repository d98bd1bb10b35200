/**
 * The requests that may wait: a Produce for its replicas, a Fetch for data (DelayedProduce, DelayedFetch).
 *
 * What completes them is in replication/: delayed-produce.ts, serve-consumers.ts, serve-followers.ts.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { FetchRequest, ProducePartitionResponse } from '../../protocol/messages.ts';
import type { Token } from '../state/effects.ts';
import type { Delayed } from './purgatory.ts';

export type ProduceResult = { -readonly [K in keyof ProducePartitionResponse]: ProducePartitionResponse[K] };

/** Called with the outcome of an append. */
export type AppendCallback = (error: ErrorName) => void;

/** A Produce with acks=all, or a coordinator's append to one partition. */
export interface DelayedProduce extends Delayed {
  readonly token: Token;
  /** Set for a coordinator's append, and called in place of an answer to a client. */
  readonly whenDone?: AppendCallback;
  /** One per partition, in the order of the request. */
  readonly results: readonly ProduceResult[];
  /** For how long the client is throttled, as measured when the request arrived. */
  readonly throttleTimeMs: number;
  /** How many partitions have not been acknowledged yet. */
  pending: number;
}

/** One partition of a DelayedProduce. */
export interface PendingAcknowledgement {
  readonly operation: DelayedProduce;
  readonly result: ProduceResult;
  /** Acknowledged once the high watermark has reached this offset. */
  readonly requiredOffset: number;
  isPending: boolean;
}

export interface DelayedFetch extends Delayed {
  readonly token: Token;
  readonly request: FetchRequest;
  /** A consumer's: the lists of waiting fetches that it is in, one per partition. A follower's fetch is in none. */
  readonly watchLists: readonly DelayedFetch[][];
}

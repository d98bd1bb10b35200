/**
 * The requests that may wait: Produce for its replicas, Fetch for its data (DelayedProduce, DelayedFetch).
 *
 * Owns: their shapes. Refuses to know: when they are over (replication/acknowledge.ts, replication/serve-fetch.ts).
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { FetchRequest, ProducePartitionResponse } from '../../protocol/messages.ts';
import type { Replica } from '../replication/replica.ts';
import type { Token } from '../state/effects.ts';
import type { Delayed } from './purgatory.ts';

export type ProduceResult = { -readonly [K in keyof ProducePartitionResponse]: ProducePartitionResponse[K] };

/** Is told how an append has ended. */
export type AppendDone = (error: ErrorName, nowMs: number) => void;

/** A Produce with acks=all; or what a coordinator appends for itself, to one partition. */
export interface DelayedProduce extends Delayed {
  readonly token: Token;
  /** The coordinator's: is told instead of a client being answered. */
  readonly whenDone?: AppendDone;
  /** One per partition, in the order of the request. */
  readonly results: readonly ProduceResult[];
  /** For how long the client is throttled, as counted when the request came. */
  readonly throttleTimeMs: number;
  /** Partitions whose acknowledgement is still to come. */
  pending: number;
}

/** One partition's part of a DelayedProduce. */
export interface PendingAcknowledgement {
  readonly operation: DelayedProduce;
  readonly result: ProduceResult;
  /** Acknowledged once the high watermark has reached it. */
  readonly requiredOffset: number;
  isPending: boolean;
}

export interface DelayedFetch extends Delayed {
  readonly token: Token;
  readonly request: FetchRequest;
  /** The partitions a consumer waits for; empty for a follower, of which one fetch at most waits at a leader. */
  readonly watched: readonly Replica[];
}

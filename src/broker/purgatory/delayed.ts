/**
 * The requests that may wait: a Produce and a DeleteRecords for replicas, a Fetch for data (DelayedProduce, DelayedDeleteRecords,
 * DelayedFetch).
 *
 * What completes them is in replication/: delayed-produce.ts, delayed-deletions.ts, serve-consumers.ts, serve-followers.ts.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type {
  DeleteRecordsPartitionResponse,
  FetchPartition,
  FetchRequest,
  ProducePartitionResponse,
} from '../../protocol/messages.ts';
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
  /** The partitions that are read: those that the broker knew when a consumer's request came; all of a follower's. */
  readonly known: readonly FetchPartition[];
  readonly apiVersion: number;
  /** A consumer's: the lists of waiting fetches that it is in, one per partition. A follower's fetch is in none. */
  readonly watchLists: readonly DelayedFetch[][];
}

export type DeletionResult = {
  -readonly [K in keyof DeleteRecordsPartitionResponse]: DeleteRecordsPartitionResponse[K];
};

/** A DeleteRecords request on its way. */
export interface DelayedDeletion {
  readonly results: readonly DeletionResult[];
  /** Partitions that still wait. */
  pending: number;
  readonly whenDone: (results: readonly DeletionResult[]) => void;
}

/** One partition's part of it, kept at the leader's replica. */
export interface PendingDeletion {
  readonly operation: DelayedDeletion;
  readonly result: DeletionResult;
  readonly requiredOffset: number;
}

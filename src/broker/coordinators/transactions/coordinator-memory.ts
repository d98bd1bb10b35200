/**
 * What a broker remembers as a transaction coordinator (TransactionStateManager's cache, TransactionMarkerChannelManager's
 * queues). Gone with its process; what counts is in the log.
 *
 * Owns: which partitions of `__transaction_state` it coordinates, their transactions, and the markers it has to send.
 * Refuses to know: how any of these move.
 */
import type { ErrorName } from '../../../protocol/errors.ts';
import type { TxnMarker } from '../../../protocol/messages.ts';
import type { TransactionMetadata, TransitMetadata } from './transaction-metadata.ts';

/** A partition of `__transaction_state` that this broker leads. */
export interface CoordinatedPartition {
  /** The leader epoch in which it came to lead. */
  readonly coordinatorEpoch: number;
  /** False while its log is being read. */
  isLoaded: boolean;
  /** By transactional id. */
  transactions: Map<string, TransactionMetadata>;
}

/** A marker that is to be sent to the leader of its partitions. */
export interface QueuedMarker {
  readonly transactionalId: string;
  readonly marker: TxnMarker;
}

/** What is left to do once all markers of a transaction are written. */
export interface PendingCompletion {
  readonly transactionalId: string;
  readonly coordinatorEpoch: number;
  readonly metadata: TransactionMetadata;
  readonly transit: TransitMetadata;
}

export class MarkerQueue {
  readonly markers: QueuedMarker[] = [];
  /** One request at a time is on its way to a broker, or a pause after one that failed. */
  isBusy = false;
}

export type Found =
  | { readonly error: Exclude<ErrorName, 'NONE'> }
  | { readonly error: 'NONE'; readonly coordinatorEpoch: number; readonly metadata: TransactionMetadata | undefined };

export class CoordinatorMemory {
  /** By partition of `__transaction_state`. */
  readonly partitions: Map<number, CoordinatedPartition> = new Map();
  /** By the broker they go to. */
  readonly markerQueues: Map<number, MarkerQueue> = new Map();
  /** Markers for partitions that have no live leader. */
  homelessMarkers: QueuedMarker[] = [];
  /** By transactional id. */
  readonly completions: Map<string, PendingCompletion> = new Map();

  /** What is known of a transactional id, or why nothing can be said of it here. */
  find(partition: number, transactionalId: string): Found {
    const coordinated = this.partitions.get(partition);
    if (coordinated === undefined) return { error: 'NOT_COORDINATOR' };
    if (!coordinated.isLoaded) return { error: 'COORDINATOR_LOAD_IN_PROGRESS' };
    const { coordinatorEpoch, transactions } = coordinated;
    return { error: 'NONE', coordinatorEpoch, metadata: transactions.get(transactionalId) };
  }

  /** A transactional id that this broker, its coordinator, hears of for the first time. */
  add(partition: number, metadata: TransactionMetadata): void {
    this.partitions.get(partition)?.transactions.set(metadata.transactionalId, metadata);
  }

  /** Drops the markers of a partition whose coordinator this broker no longer is, or is anew. */
  dropMarkers(transactionalIds: Iterable<string>): void {
    const dropped = new Set(transactionalIds);
    const isKept = ({ transactionalId }: QueuedMarker): boolean => !dropped.has(transactionalId);
    this.homelessMarkers = this.homelessMarkers.filter(isKept);
    for (const { markers } of this.markerQueues.values()) markers.splice(0, markers.length, ...markers.filter(isKept));
    for (const transactionalId of dropped) this.completions.delete(transactionalId);
  }

  markerQueue(brokerId: number): MarkerQueue {
    let queue = this.markerQueues.get(brokerId);
    if (queue === undefined) {
      queue = new MarkerQueue();
      this.markerQueues.set(brokerId, queue);
    }
    return queue;
  }
}

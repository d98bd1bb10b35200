/**
 * The transactions that one broker coordinates (TransactionStateManager). Each transition is written to the log first, and
 * completed in memory once all in-sync replicas have it.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { AppendCallback } from '../../purgatory/delayed.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { Deadline } from '../../state/deadline.ts';
import { type CoordinatedPartition, CoordinatorRuntime } from '../log/coordinator-runtime.ts';
import type { TransactionMetadata, TransitMetadata } from './transaction-metadata.ts';
import { PartitionTransactions, recordOf, TRANSACTION_LOG, type TransactionRecord } from './transaction-records.ts';
import { transactionVersionLevel } from './transaction-rules.ts';

/** A transaction at its coordinator. */
export interface CoordinatedTransaction {
  /** The epoch of the coordinator: the leader epoch of its partition of `__transaction_state`. */
  readonly epoch: number;
  readonly metadata: TransactionMetadata;
}

/** What the broker knows of a transactional id; `metadata` is undefined if it is not known yet. */
export type FoundTransaction =
  | { readonly error: Exclude<ErrorName, 'NONE'> }
  | { readonly error: 'NONE'; readonly epoch: number; readonly metadata: TransactionMetadata | undefined };

export interface TransactionStateListener {
  /** Transactions have been loaded, all of them of one partition. */
  loaded(transactions: Iterable<TransactionMetadata>, epoch: number): void;
  /** The broker no longer coordinates these transactions. */
  unloaded(transactionalIds: Iterable<string>): void;
}

export class TransactionStateManager {
  private readonly replicas: ReplicaManager;
  private readonly timeoutCheck: Deadline;
  private readonly versionLevel: number;
  private readonly runtime: CoordinatorRuntime<TransactionRecord, PartitionTransactions>;

  /** @param timeoutCheck the time of the next check for transactions that have timed out */
  constructor(replicas: ReplicaManager, timeoutCheck: Deadline, listener: TransactionStateListener) {
    this.replicas = replicas;
    this.timeoutCheck = timeoutCheck;
    this.versionLevel = transactionVersionLevel(replicas.replication.config.version);
    this.runtime = new CoordinatorRuntime(replicas, TRANSACTION_LOG, {
      reloads: replicas.replication.config.mode.coordinatorLoads,
      newState: () => new PartitionTransactions(),
      loaded: (partition) => {
        this.reportLoaded(partition);
        listener.loaded(partition.state.byId.values(), partition.epoch);
      },
      unloaded: ({ byId }) => listener.unloaded(byId.keys()),
    });
  }

  find(transactionalId: string): FoundTransaction {
    const found = this.runtime.find(transactionalId);
    if (found.error !== 'NONE') return found;
    return { error: 'NONE', epoch: found.epoch, metadata: found.state.byId.get(transactionalId) };
  }

  /** All transactions that the broker coordinates; undefined while some of them are being loaded. */
  list(): TransactionMetadata[] | undefined {
    return this.runtime.isLoading ? undefined : this.runtime.states().flatMap(({ byId }) => [...byId.values()]);
  }

  /** Adds a transactional id that is used for the first time. It is in memory only until its first transition. */
  add(metadata: TransactionMetadata): void {
    const found = this.runtime.find(metadata.transactionalId);
    if (found.error === 'NONE') found.state.byId.set(metadata.transactionalId, metadata);
  }

  /**
   * Appends a prepared transition, then completes it in memory.
   * @param isRetried the caller tries again after COORDINATOR_NOT_AVAILABLE, so the transition stays pending
   */
  append(
    { epoch, metadata }: CoordinatedTransaction,
    transit: TransitMetadata,
    whenDone: AppendCallback,
    isRetried = false,
  ): void {
    const { transactionalId } = metadata;
    const records = [recordOf(transactionalId, transit, this.versionLevel)];
    this.runtime.append(epoch, { key: transactionalId, records, timeoutMs: transit.timeoutMs }, (error, state) => {
      const current = state?.byId.get(transactionalId);
      if (current !== undefined) {
        if (error === 'NONE') this.complete(current, transit);
        else if (!(isRetried && error === 'COORDINATOR_NOT_AVAILABLE')) current.pendingState = undefined;
      }
      whenDone(error);
    });
  }

  /** Plans the check at which an open transaction will have timed out. */
  watchTimeout({ startMs, timeoutMs }: TransactionMetadata): void {
    const { config, scheduler } = this.replicas.replication;
    const intervalMs = config.transactionAbortIntervalMs;
    const overMs = Math.max(startMs + timeoutMs, scheduler.nowMs);
    this.timeoutCheck.bringForward((Math.floor(overMs / intervalMs) + 1) * intervalMs);
  }

  /** The open transactions that have timed out. */
  timedOut(): TransactionMetadata[] {
    const timedOut: TransactionMetadata[] = [];
    const { nowMs } = this.replicas.replication.scheduler;
    for (const { byId } of this.runtime.states()) {
      for (const metadata of byId.values()) {
        if (metadata.state !== 'Ongoing') continue;
        const isOver = metadata.startMs + metadata.timeoutMs < nowMs;
        if (isOver && metadata.pendingState === undefined) timedOut.push(metadata);
        // If the abort fails, the next check finds the transaction again.
        this.watchTimeout(metadata);
      }
    }
    return timedOut;
  }

  /**
   * If the transaction was loaded from the log again while a transition was retried, both make the transition, and it is over when the
   * second one is in the log. Kafka then throws an IllegalStateException, which its broker logs, and goes on.
   */
  private complete(metadata: TransactionMetadata, transit: TransitMetadata): void {
    if (metadata.pendingState !== transit.state) {
      const { transactionalId, state } = metadata;
      this.replicas.replication.effects.event('transition failed', { transactionalId, from: state, to: transit.state });
      return;
    }
    if (metadata.state !== transit.state) {
      const { transactionalId } = metadata;
      const { state, producerId, producerEpoch } = transit;
      this.replicas.replication.effects.event('transaction', {
        transactionalId,
        state,
        producerId,
        epoch: producerEpoch,
      });
    }
    metadata.complete(transit);
    if (transit.state === 'Ongoing') this.watchTimeout(metadata);
  }

  private reportLoaded({ partition, state }: CoordinatedPartition<PartitionTransactions>): void {
    const { broker, replication } = this.replicas;
    const transactions = state.byId.size;
    replication.effects.event('transactions loaded', { broker: broker.id, partition, transactions });
  }
}

/**
 * When transactions time out (TransactionCoordinator.abortTimedOutTransactions).
 *
 * Owns: which have, and when to look next. Coordinators look every
 * transaction.abort.timed.out.transaction.cleanup.interval.ms; here only at those moments at which there is something to see.
 * Refuses to know: how a transaction is aborted.
 */
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { TransactionMetadata } from './transaction-metadata.ts';

/** A transaction is open: somebody has to look at the first moment after its time is over. */
export function watchTimeout(state: ClusterState, { startMs, timeoutMs }: TransactionMetadata, nowMs: number): void {
  const intervalMs = state.config.transactionAbortIntervalMs;
  const overMs = Math.max(startMs + timeoutMs, nowMs);
  const checkMs = (Math.floor(overMs / intervalMs) + 1) * intervalMs;
  if (checkMs >= state.transactionCheckMs) return;
  state.transactionCheckMs = checkMs;
  state.wakeBy(checkMs);
}

/** The open transactions of a coordinator whose time is over; the others are watched on. */
export function timedOutTransactions(state: ClusterState, broker: Broker, nowMs: number): TransactionMetadata[] {
  const timedOut: TransactionMetadata[] = [];
  for (const { isLoaded, transactions } of broker.coordination.partitions.values()) {
    if (!isLoaded) continue;
    for (const metadata of transactions.values()) {
      if (metadata.state !== 'Ongoing') continue;
      if (metadata.pendingState === undefined && metadata.startMs + metadata.timeoutMs < nowMs) timedOut.push(metadata);
      // Should the abort fail, the next look finds it again.
      watchTimeout(state, metadata, nowMs);
    }
  }
  return timedOut;
}

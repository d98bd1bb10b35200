/**
 * A DeleteRecords waits until the log of every live replica begins at the offset that was asked for, or for its time-out
 * (DelayedDeleteRecords).
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { DelayedDeletion, PendingDeletion } from '../purgatory/delayed.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { Replica } from './replica.ts';

/** The smallest log start offset of the leader and its live followers (Partition.lowWatermarkIfLeader). */
export function lowWatermark({ controlPlane }: ClusterContext, { log, followers }: Replica): number {
  let lowest = log.startOffset;
  for (const { brokerId, logStartOffset } of followers) {
    if (logStartOffset < lowest && controlPlane.isRegistered(brokerId)) lowest = logStartOffset;
  }
  return lowest;
}

/** A follower's log start has moved: what waited for it may be over. */
export function deletionsReached(context: ClusterContext, replica: Replica): void {
  const reached = lowWatermark(context, replica);
  for (const pending of replica.deletions.slice()) {
    if (pending.requiredOffset <= reached) settle(replica, pending, 'NONE', reached);
  }
}

/** The replica no longer leads. */
export function failDeletions(replica: Replica, error: ErrorName): void {
  for (const pending of replica.deletions.slice()) settle(replica, pending, error, -1);
}

/** The request's time is over: what has not been reached stays REQUEST_TIMED_OUT. */
export function expireDeletion(operation: DelayedDeletion, replicas: readonly Replica[]): void {
  if (operation.pending === 0) return;
  operation.pending = 0;
  for (const replica of replicas) {
    replica.deletions = replica.deletions.filter((pending) => pending.operation !== operation);
  }
  operation.whenDone(operation.results);
}

function settle(replica: Replica, pending: PendingDeletion, error: ErrorName, lowest: number): void {
  replica.deletions = replica.deletions.filter((other) => other !== pending);
  const { operation, result } = pending;
  result.error = error;
  result.lowWatermark = lowest;
  operation.pending--;
  if (operation.pending === 0) operation.whenDone(operation.results);
}

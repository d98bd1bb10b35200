/**
 * When a Produce with acks=all is answered (DelayedProduce, Partition.checkEnoughReplicasReachOffset).
 *
 * Owns: telling a waiting Produce that the high watermark has come by, that the leader is gone, or that time is up.
 * Refuses to know: what moves the high watermark.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { DelayedProduce, PendingAcknowledgement, ProduceResult } from '../purgatory/delayed.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { Replica } from './replica.ts';

/** Acknowledges everything at `replica` that the high watermark has reached. */
export function acknowledgeReached(state: ClusterState, replica: Replica): void {
  const waiting = replica.acknowledgements;
  if (waiting.length === 0) return;
  const { highWatermark } = replica.log;
  const error = errorOnceReached(replica);
  let kept = 0;
  for (let i = 0; i < waiting.length; i++) {
    const pending = waiting[i] as PendingAcknowledgement;
    if (!pending.isPending) continue;
    if (pending.requiredOffset <= highWatermark) settle(state, pending, error);
    else waiting[kept++] = pending;
  }
  if (kept === 0 && waiting.length === 1) waiting.pop();
  else waiting.length = kept;
}

/** The in-sync replicas may have become too few while the batch waited for them. */
export function errorOnceReached(replica: Replica): ErrorName {
  return replica.isr.length >= replica.config.minInSyncReplicas ? 'NONE' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
}

/** Whoever waits at `replica` waits in vain: it no longer leads, or is no more. */
export function refuseWaiting(state: ClusterState, replica: Replica, error: ErrorName): void {
  for (const pending of replica.acknowledgements.splice(0)) if (pending.isPending) settle(state, pending, error);
}

/** request.timeout.ms of the Produce is over. What was reached by then is acknowledged. */
export function expireProduce(state: ClusterState, operation: DelayedProduce): void {
  for (const { replica, pending } of pendingOf(state, operation)) {
    const waiting = replica.acknowledgements;
    waiting.splice(waiting.indexOf(pending), 1);
    pending.isPending = false;
    fail(pending.result, 'REQUEST_TIMED_OUT');
  }
  finish(state, operation);
}

function* pendingOf(
  state: ClusterState,
  operation: DelayedProduce,
): Generator<{ replica: Replica; pending: PendingAcknowledgement }> {
  for (const { topic, partition } of operation.results) {
    const replica = state.broker(operation.brokerId)?.replica(topic, partition);
    const pending = replica?.acknowledgements.find((waiting) => waiting.operation === operation);
    if (replica !== undefined && pending !== undefined) yield { replica, pending };
  }
}

function settle(state: ClusterState, pending: PendingAcknowledgement, error: ErrorName): void {
  const { operation } = pending;
  pending.isPending = false;
  if (error !== 'NONE') fail(pending.result, error);
  operation.pending--;
  if (operation.pending > 0) return;
  state.delayedProduces.remove(operation);
  finish(state, operation);
}

function finish(state: ClusterState, { brokerId, token, results, throttleTimeMs, whenDone }: DelayedProduce): void {
  if (whenDone === undefined) {
    state.answer(brokerId, token, { api: 'Produce', throttleTimeMs, partitions: results });
    return;
  }
  const { error } = results[0] as ProduceResult;
  state.afterCall((nowMs) => whenDone(error, nowMs));
}

function fail(result: ProduceResult, error: ErrorName): void {
  result.error = error;
  result.baseOffset = -1;
}

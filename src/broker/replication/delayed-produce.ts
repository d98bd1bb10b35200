/**
 * When an append with acks=all is acknowledged (DelayedProduce, Partition.checkEnoughReplicasReachOffset): when the high
 * watermark has reached it, when its broker ceases to lead the partition, or when time is up.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { DelayedProduce, PendingAcknowledgement, ProduceResult } from '../purgatory/delayed.ts';
import { failDeletions } from './delayed-deletions.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager, Replication } from './replica-manager.ts';

/** Acknowledges all appends that the high watermark has reached. */
export function acknowledgeReached(replication: Replication, replica: Replica): void {
  const waiting = replica.acknowledgements;
  if (waiting.length === 0) return;
  const { highWatermark } = replica.log;
  const error = errorOnceReached(replica);
  let kept = 0;
  for (let i = 0; i < waiting.length; i++) {
    const pending = waiting[i] as PendingAcknowledgement;
    if (!pending.isPending) continue;
    if (pending.requiredOffset <= highWatermark) settle(replication, pending, error);
    else waiting[kept++] = pending;
  }
  if (kept === 0 && waiting.length === 1) waiting.pop();
  else waiting.length = kept;
}

/** The outcome of an append that the high watermark has reached: by then there may be too few in-sync replicas. */
export function errorOnceReached(replica: Replica): ErrorName {
  return replica.isr.length >= replica.requiredInSync ? 'NONE' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
}

/** Fails all that wait at `replica` for its followers: its broker no longer leads or hosts the partition. */
export function failWaitingProduces(replication: Replication, replica: Replica, error: ErrorName): void {
  for (const pending of replica.acknowledgements.splice(0)) if (pending.isPending) settle(replication, pending, error);
  failDeletions(replica, error);
}

/** The timeout of the Produce is over. Partitions that were reached in time are acknowledged. */
export function expireProduce(replication: Replication, operation: DelayedProduce): void {
  for (const { topic, partition } of operation.results) {
    const waiting = replication.manager(operation.brokerId)?.replica(topic, partition)?.acknowledgements ?? [];
    const place = waiting.findIndex((pending) => pending.operation === operation);
    const pending = waiting[place];
    if (pending === undefined) continue;
    waiting.splice(place, 1);
    pending.isPending = false;
    pending.result.error = 'REQUEST_TIMED_OUT';
  }
  finish(replication, operation);
}

function settle(replication: Replication, pending: PendingAcknowledgement, error: ErrorName): void {
  const { operation } = pending;
  pending.isPending = false;
  pending.result.error = error;
  operation.pending--;
  if (operation.pending > 0) return;
  replication.delayedProduces.remove(operation);
  finish(replication, operation);
}

function finish(replication: Replication, operation: DelayedProduce): void {
  const { brokerId, token, results, throttleTimeMs, whenDone } = operation;
  if (whenDone === undefined) {
    const { metadata } = replication.manager(brokerId) as ReplicaManager;
    const response = replication.leaderHints.produceResponse(throttleTimeMs, results, metadata);
    replication.effects.answer(brokerId, token, response);
    return;
  }
  const { error } = results[0] as ProduceResult;
  replication.scheduler.afterCall(() => whenDone(error));
}

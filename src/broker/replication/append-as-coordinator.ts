/**
 * A coordinator appends to its own log, or a marker to a transaction's: acks=all, without a client
 * (ReplicaManager.appendRecords with AppendOrigin.COORDINATOR).
 *
 * Owns: the checks of such an append, and telling whoever asked for it how it ended. Never inside the call.
 * Refuses to know: what is appended and why.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import { NO_PRODUCER_ID, type RecordBatch, type TopicPartition } from '../../protocol/record-batch.ts';
import type { AppendDone, DelayedProduce, ProduceResult } from '../purgatory/delayed.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { errorOnceReached } from './acknowledge.ts';
import type { Replica } from './replica.ts';
import { highWatermarkMoved, serveWaitingFollowers } from './serve-followers.ts';

export function appendAsCoordinator(
  state: ClusterState,
  broker: Broker,
  to: TopicPartition,
  batch: RecordBatch,
  timeoutMs: number,
  nowMs: number,
  whenDone: AppendDone,
): void {
  const replica = broker.replica(to.topic, to.partition);
  const error = refusal(state, replica, to, batch);
  if (replica === undefined || error !== 'NONE') {
    state.afterCall((laterMs) => whenDone(error, laterMs));
    return;
  }
  const { log } = replica;
  const baseOffset = log.endOffset;
  log.append({ baseOffset, partitionLeaderEpoch: replica.leaderEpoch, batch });
  const { control, producerId } = batch;
  if (control !== undefined) state.event('marker written', { ...to, marker: control, producerId, offset: baseOffset });
  if (replica.advanceHighWatermark(nowMs, state.config.replicaLagTimeMaxMs)) highWatermarkMoved(state, replica, nowMs);
  awaitReplicas(state, replica, nowMs + timeoutMs, whenDone);
  if (replica.followers.length > 0) serveWaitingFollowers(state, broker, replica, nowMs);
}

function refusal(
  state: ClusterState,
  replica: Replica | undefined,
  { topic, partition }: TopicPartition,
  batch: RecordBatch,
): ErrorName {
  if (replica === undefined) {
    return state.knowsPartition(topic, partition) ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_TOPIC_OR_PARTITION';
  }
  if (!replica.isLeader) return 'NOT_LEADER_OR_FOLLOWER';
  if (replica.isr.length < replica.config.minInSyncReplicas) return 'NOT_ENOUGH_REPLICAS';
  if (batch.producerId === NO_PRODUCER_ID) return 'NONE';
  const { log, name, brokerId } = replica;
  const refused = log.producers.refusalOfCoordinator(batch, log.endOffset, name);
  if (refused === undefined) return 'NONE';
  state.event('append refused', { broker: brokerId, partition: name, ...refused });
  return refused.error;
}

function awaitReplicas(state: ClusterState, replica: Replica, deadlineMs: number, whenDone: AppendDone): void {
  const { topic, partition, brokerId, log } = replica;
  if (log.highWatermark >= log.endOffset) {
    const error = errorOnceReached(replica);
    state.afterCall((nowMs) => whenDone(error, nowMs));
    return;
  }
  const result: ProduceResult = {
    topic,
    partition,
    error: 'NONE',
    baseOffset: log.endOffset - 1,
    logAppendTimeMs: -1,
    logStartOffset: log.startOffset,
    recordErrors: [],
    errorMessage: null,
  };
  const operation: DelayedProduce = {
    brokerId,
    token: undefined,
    whenDone,
    results: [result],
    throttleTimeMs: 0,
    pending: 1,
    deadlineMs,
  };
  replica.acknowledgements.push({ operation, result, requiredOffset: log.endOffset, isPending: true });
  state.delayedProduces.add(operation);
  state.wakeBy(deadlineMs);
}

/**
 * An append without a client, with acks=all: a coordinator's to its own log, or a transaction marker
 * (ReplicaManager.appendRecords with AppendOrigin.COORDINATOR).
 */

import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { NO_PRODUCER_ID, type RecordBatch } from '../../protocol/records/record-batch.ts';
import type { Verification } from '../log/log-transactions.ts';
import { REFUSALS_OF_OFFSETS } from '../log/unverified-batches.ts';
import type { AppendCallback, DelayedProduce, ProduceResult } from '../purgatory/delayed.ts';
import { errorOnceReached } from './delayed-produce.ts';
import { raiseHighWatermark } from './high-watermark.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';
import { serveWaitingFollowers } from './serve-followers.ts';

export interface CoordinatorAppend {
  readonly to: TopicPartition;
  readonly batch: RecordBatch;
  readonly timeoutMs: number;
  /** The transaction version of a marker. */
  readonly markerVersion?: number;
  /** What the transaction of offsets was verified with; absent: it was not. */
  readonly verification?: Verification | undefined;
}

/**
 * @param whenDone called once with the outcome, never within this call
 * @returns the offset of the batch; undefined if it is refused
 */
export function appendAsCoordinator(
  leader: ReplicaManager,
  append: CoordinatorAppend,
  whenDone: AppendCallback,
): number | undefined {
  const { to, batch } = append;
  const { effects, scheduler } = leader.replication;
  const replica = leader.replica(to.topic, to.partition);
  const error = refusalOf(leader, replica, append);
  if (replica === undefined || error !== 'NONE') {
    scheduler.afterCall(() => whenDone(error));
    return undefined;
  }
  const baseOffset = store(replica, batch);
  const { control, producerId } = batch;
  if (control !== undefined)
    effects.event('marker written', { ...to, marker: control, producerId, offset: baseOffset });
  raiseHighWatermark(leader, replica);
  awaitReplicas(leader, replica, append.timeoutMs, whenDone);
  if (replica.followers.length > 0) serveWaitingFollowers(leader, replica);
  return baseOffset;
}

/** The same with acks=0: it does not wait for the replicas, of which there may be too few. Nothing happens at another broker. */
export function appendWithoutReplicas(leader: ReplicaManager, to: TopicPartition, batch: RecordBatch): void {
  const replica = leader.replica(to.topic, to.partition);
  if (replica?.isLeader !== true) return;
  store(replica, batch);
  raiseHighWatermark(leader, replica);
  if (replica.followers.length > 0) serveWaitingFollowers(leader, replica);
}

function store({ log, leaderEpoch }: Replica, batch: RecordBatch): number {
  const baseOffset = log.endOffset;
  log.append({ baseOffset, partitionLeaderEpoch: leaderEpoch, batch });
  return baseOffset;
}

function refusalOf(
  { replication, metadata }: ReplicaManager,
  replica: Replica | undefined,
  { to, batch, markerVersion = 0, verification }: CoordinatorAppend,
): ErrorName {
  if (replica === undefined) {
    const isKnown = metadata.knowsPartition(to.topic, to.partition);
    return isKnown ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_TOPIC_OR_PARTITION';
  }
  if (!replica.isLeader) return 'NOT_LEADER_OR_FOLLOWER';
  if (replica.isr.length < replica.requiredInSync) return 'NOT_ENOUGH_REPLICAS';
  if (batch.producerId === NO_PRODUCER_ID) return 'NONE';
  const { log, name, brokerId } = replica;
  const { config } = replication;
  const { policies } = config.version;
  const isOpen = log.transactions?.isOpen(batch.producerId) === true;
  const marker = batch.control === undefined ? undefined : { version: markerVersion, isOpen };
  const refusal =
    (marker === undefined
      ? REFUSALS_OF_OFFSETS[policies.transactionVerification](log, batch, verification, config)
      : undefined) ?? log.producers.refusalOfCoordinator(batch, log.endOffset, name, policies, marker);
  if (refusal === undefined) return 'NONE';
  replication.effects.event('append refused', { broker: brokerId, partition: name, ...refusal });
  return refusal.error;
}

function awaitReplicas(
  { replication }: ReplicaManager,
  replica: Replica,
  timeoutMs: number,
  whenDone: AppendCallback,
): void {
  const { scheduler, delayedProduces } = replication;
  const { topic, partition, brokerId, log } = replica;
  if (log.highWatermark >= log.endOffset) {
    const error = errorOnceReached(replica);
    scheduler.afterCall(() => whenDone(error));
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
    deadlineMs: scheduler.nowMs + timeoutMs,
  };
  replica.acknowledgements.push({ operation, result, requiredOffset: log.endOffset, isPending: true });
  delayedProduces.add(operation);
}

/**
 * Which nodes have something to send now, and when to look again (RecordAccumulator.ready).
 *
 * Owns: linger, backoff, and what overrides them; the partitioner's view of queue lengths.
 * Refuses to know: connections.
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { Node } from '../../protocol/node.ts';
import type { NodeLatencies } from './node-latencies.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { RetryBackoff } from './retry-backoff.ts';
import type { PartitionQueue, TopicQueues } from './topic-queues.ts';

export interface ReadyCheckResult {
  /** In order of first use. */
  readonly readyNodes: readonly Node[];
  /** Infinity if time alone will change nothing. */
  readonly nextReadyCheckDelayMs: number;
  /** Topics that have something to send and nobody to send it to. */
  readonly unknownLeaderTopics: readonly string[];
}

export interface ReadinessRules {
  readonly lingerMs: number;
  readonly retryBackoff: RetryBackoff;
  readonly isAdaptive: boolean;
  readonly latencies: NodeLatencies;
}

const NO_TOPICS: readonly string[] = [];
const NO_NODES: readonly Node[] = [];

const NOTHING_READY: ReadyCheckResult = {
  readyNodes: NO_NODES,
  nextReadyCheckDelayMs: Number.POSITIVE_INFINITY,
  unknownLeaderTopics: NO_TOPICS,
};

/** Something that makes every batch sendable at once: memory is short, a flush, closing, a completing transaction. */
export type Urgency = boolean;

export function checkReady(
  topics: readonly TopicQueues[],
  metadata: ProducerMetadata,
  rules: ReadinessRules,
  isUrgent: Urgency,
  nowMs: number,
): ReadyCheckResult {
  if (isIdle(topics, metadata.fetch())) return NOTHING_READY;
  const check = new ReadyCheck(metadata, rules, isUrgent, nowMs);
  for (let i = 0; i < topics.length; i++) check.visit(topics[i] as TopicQueues);
  return check;
}

/** Nothing has been queued anywhere since the last look found nothing. */
function isIdle(topics: readonly TopicQueues[], view: ClusterView): boolean {
  for (let i = 0; i < topics.length; i++) if ((topics[i] as TopicQueues).idleIn !== view) return false;
  return true;
}

/** Whether the batch has to wait for its next try. A leader elected since the last one ends the wait (KIP-951). */
export function shouldBackOff(batch: ProducerBatch, retryBackoff: RetryBackoff, nowMs: number): boolean {
  const { attempts } = batch;
  return (
    attempts > 0 &&
    batch.waitedTimeMs(nowMs) < retryBackoff.delayMs(attempts) &&
    !batch.hasLeaderChangedForTheOngoingRetry
  );
}

class ReadyCheck implements ReadyCheckResult {
  readyNodes: readonly Node[] = NO_NODES;
  nextReadyCheckDelayMs = Number.POSITIVE_INFINITY;
  unknownLeaderTopics: readonly string[] = NO_TOPICS;
  private readonly metadata: ProducerMetadata;
  private readonly rules: ReadinessRules;
  private readonly isUrgent: Urgency;
  private readonly nowMs: number;

  constructor(metadata: ProducerMetadata, rules: ReadinessRules, isUrgent: Urgency, nowMs: number) {
    this.metadata = metadata;
    this.rules = rules;
    this.isUrgent = isUrgent;
    this.nowMs = nowMs;
  }

  visit(topic: TopicQueues): void {
    const view = this.metadata.fetch();
    if (topic.idleIn === view) return;
    const { queues, loads } = topic;
    const { isAdaptive, latencies } = this.rules;
    const isWeighing = isAdaptive && queues.length >= view.partitionsForTopic(topic.topic).length;
    if (isWeighing) loads.clear(queues.length);
    let isIdle = true;
    for (let i = 0; i < queues.length; i++) {
      const queue = queues[i] as PartitionQueue;
      const { leader, epoch } = this.metadata.currentLeaderOf(queue.topic, queue.partition);
      if (isWeighing && leader !== null) loads.begin(queue.partition);
      const first = queue.batches[0];
      if (first === undefined) continue;
      isIdle = false;
      first.maybeUpdateLeaderEpoch(epoch);
      if (leader === null) {
        if (!this.unknownLeaderTopics.includes(topic.topic))
          this.unknownLeaderTopics = [...this.unknownLeaderTopics, topic.topic];
        continue;
      }
      if (isWeighing) loads.setSize(queue.batches.length);
      if (isWeighing && latencies.isUnavailable(leader.id)) loads.takeBack();
      this.visitQueue(queue, first, leader);
    }
    topic.partitioner.updatePartitionLoadStats(isWeighing ? loads.sizes : null, loads.partitions, loads.count);
    // With nothing queued, the next look would see the same until something is, or the metadata changes.
    if (isIdle && !latencies.areMeasured) topic.idleIn = view;
  }

  private visitQueue(queue: PartitionQueue, first: ProducerBatch, leader: Node): void {
    if (queue.isMuted || this.readyNodes.includes(leader)) return;
    const { lingerMs, retryBackoff } = this.rules;
    const waitedMs = first.waitedTimeMs(this.nowMs);
    const isBackingOff = shouldBackOff(first, retryBackoff, this.nowMs);
    const waitMs = isBackingOff ? retryBackoff.delayMs(first.attempts) : lingerMs;
    const isFull = queue.batches.length > 1 || first.isFull;
    const isSendable = isFull || waitedMs >= waitMs || this.isUrgent;
    if (isSendable && !isBackingOff)
      this.readyNodes = this.readyNodes.length === 0 ? [leader] : [...this.readyNodes, leader];
    else this.nextReadyCheckDelayMs = Math.min(this.nextReadyCheckDelayMs, Math.max(waitMs - waitedMs, 0));
  }
}

/**
 * Which nodes have something to send now, and when to look again (RecordAccumulator.ready).
 *
 * Owns: linger, backoff, and what overrides them; the partitioner's view of queue lengths.
 * Refuses to know: connections.
 */
import type { Node } from '../../protocol/messages.ts';
import type { ProducerMetadata } from '../metadata/producer-metadata.ts';
import type { NodeLatencies } from './node-latencies.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { PartitionQueue, TopicQueues } from './topic-queues.ts';

export interface ReadyCheckResult {
  /** In order of first use. */
  readonly readyNodes: Node[];
  /** Infinity if time alone will change nothing. */
  readonly nextReadyCheckDelayMs: number;
  readonly unknownLeaderTopics: ReadonlySet<string>;
}

export interface ReadinessRules {
  readonly lingerMs: number;
  readonly retryBackoffMs: number;
  readonly isAdaptive: boolean;
  readonly latencies: NodeLatencies;
}

/** Something that makes every batch sendable at once: memory is short, a flush, closing, a completing transaction. */
export type Urgency = boolean;

export function checkReady(
  topics: Iterable<TopicQueues>,
  metadata: ProducerMetadata,
  rules: ReadinessRules,
  isUrgent: Urgency,
  nowMs: number,
): ReadyCheckResult {
  const check = new ReadyCheck(metadata, rules, isUrgent, nowMs);
  for (const topic of topics) check.visit(topic);
  return check;
}

/** Whether the batch has to wait for its next try. A leader elected since the last one ends the wait (KIP-951). */
export function shouldBackOff(batch: ProducerBatch, retryBackoffMs: number, nowMs: number): boolean {
  return batch.attempts > 0 && batch.waitedTimeMs(nowMs) < retryBackoffMs && !batch.hasLeaderChangedForTheOngoingRetry;
}

class ReadyCheck implements ReadyCheckResult {
  readonly readyNodes: Node[] = [];
  nextReadyCheckDelayMs = Number.POSITIVE_INFINITY;
  readonly unknownLeaderTopics = new Set<string>();
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
    const { queues } = topic;
    const partitionCount = this.metadata.fetch().partitionsForTopic(topic.topic).length;
    const isWeighing = this.rules.isAdaptive && queues.length >= partitionCount;
    // As long as there are queues; only the first `weighed` entries count.
    const queueSizes = isWeighing ? queues.map(() => 0) : null;
    const partitionIds = isWeighing ? queues.map(() => 0) : [];
    let weighed = 0;
    for (const queue of queues) {
      const { leader, epoch } = this.metadata.currentLeaderOf(queue.topic, queue.partition);
      if (queueSizes !== null && leader !== null) partitionIds[weighed++] = queue.partition;
      const first = queue.batches[0];
      if (first === undefined) continue;
      first.maybeUpdateLeaderEpoch(epoch);
      if (leader === null) {
        this.unknownLeaderTopics.add(queue.topic);
        continue;
      }
      if (queueSizes !== null) queueSizes[weighed - 1] = queue.batches.length;
      if (queueSizes !== null && this.rules.latencies.isUnavailable(leader.id)) weighed--;
      this.visitQueue(queue, first, leader);
    }
    topic.partitioner.updatePartitionLoadStats(queueSizes, partitionIds, weighed);
  }

  private visitQueue(queue: PartitionQueue, first: ProducerBatch, leader: Node): void {
    if (queue.isMuted || this.readyNodes.some(({ id }) => id === leader.id)) return;
    const { lingerMs, retryBackoffMs } = this.rules;
    const waitedMs = first.waitedTimeMs(this.nowMs);
    const isBackingOff = shouldBackOff(first, retryBackoffMs, this.nowMs);
    const waitMs = isBackingOff ? retryBackoffMs : lingerMs;
    const isFull = queue.batches.length > 1 || first.isFull;
    const isSendable = isFull || waitedMs >= waitMs || this.isUrgent;
    if (isSendable && !isBackingOff) this.readyNodes.push(leader);
    else this.nextReadyCheckDelayMs = Math.min(this.nextReadyCheckDelayMs, Math.max(waitMs - waitedMs, 0));
  }
}

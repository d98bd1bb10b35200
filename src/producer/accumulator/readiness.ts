/**
 * Which nodes have batches that are ready to be sent, and when to check again (RecordAccumulator.ready).
 *
 * The check also tells the adaptive partitioner the lengths of the queues. Whether a connection can take a request is not
 * considered here.
 */

import type { RetryBackoff } from '../../client/backoff/retry-backoff.ts';
import type { ClusterView, VersionedView } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { BusyTopics } from './busy-topics.ts';
import type { NodeLatencies } from './node-latencies.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { PartitionQueue, TopicQueues } from './topic-queues.ts';

export interface ReadyCheckResult {
  /** In order of their first batch. */
  readonly readyNodes: readonly Node[];
  /** Infinity if no batch becomes ready by waiting alone. */
  readonly nextReadyCheckDelayMs: number;
  /** Topics with batches for a partition whose leader is unknown. */
  readonly unknownLeaderTopics: readonly string[];
}

export interface ReadinessRules {
  readonly lingerMs: number;
  readonly retryBackoff: RetryBackoff;
  /** Whether only a newer leader ends the wait of a batch for its next attempt. */
  readonly onlyNewerLeaders: boolean;
  /** partitioner.adaptive.partitioning.enable */
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

/** @param ignoresLinger whether every batch is ready now, unless it waits for its next attempt */
export function checkReady(
  topics: BusyTopics<TopicQueues>,
  metadata: ProducerMetadata,
  rules: ReadinessRules,
  ignoresLinger: boolean,
  nowMs: number,
): ReadyCheckResult {
  const view = metadata.fetch();
  const { busy } = topics;
  // With other metadata, the weights of idle topics may be others, too; and with latencies at any time.
  const changed = changedTopics(topics, view);
  const isForAll = changed === null || rules.latencies.areMeasured;
  if (!isForAll && busy.length === 0 && changed.length === 0) return NOTHING_READY;
  const check = new ReadyCheck(metadata, rules, ignoresLinger, nowMs);
  const visited = isForAll ? topics.all : busy;
  topics.checkedIn = view;
  let kept = 0;
  for (let i = 0; i < visited.length; i++) {
    const topic = visited[i] as TopicQueues;
    if (topic.filled.length === 0 && !isForAll) continue;
    check.visit(topic, view);
    if (topic.filled.length > 0) busy[kept++] = topic;
  }
  while (busy.length > kept) busy.pop();
  if (!isForAll) for (let i = 0; i < changed.length; i++) check.visitIdle(topics.find(changed[i] as string), view);
  return check;
}

/** The topics that the metadata of the last check may not have had as they are now; `null`: all of them. */
function changedTopics({ checkedIn }: BusyTopics<TopicQueues>, view: VersionedView): readonly string[] | null {
  if (checkedIn === view) return NO_TOPICS;
  return checkedIn === null ? null : view.topicsChangedSince(checkedIn);
}

/** Whether the batch has to wait for its next attempt. The election of another leader ends the wait (KIP-951). */
export function shouldBackOff({ timing }: ProducerBatch, retryBackoff: RetryBackoff, nowMs: number): boolean {
  return (
    timing.isRetry &&
    timing.waitedTimeMs(nowMs) < retryBackoff.delayMs(timing.failedAttempts) &&
    !timing.hasLeaderChangedForTheOngoingRetry
  );
}

class ReadyCheck implements ReadyCheckResult {
  readyNodes: readonly Node[] = NO_NODES;
  nextReadyCheckDelayMs = Number.POSITIVE_INFINITY;
  unknownLeaderTopics: readonly string[] = NO_TOPICS;
  private readonly metadata: ProducerMetadata;
  private readonly rules: ReadinessRules;
  private readonly ignoresLinger: boolean;
  private readonly nowMs: number;

  constructor(metadata: ProducerMetadata, rules: ReadinessRules, ignoresLinger: boolean, nowMs: number) {
    this.metadata = metadata;
    this.rules = rules;
    this.ignoresLinger = ignoresLinger;
    this.nowMs = nowMs;
  }

  /** Takes over other metadata of a topic that nothing is to be sent to. */
  visitIdle(topic: TopicQueues | undefined, view: ClusterView): void {
    if (topic !== undefined && topic.filled.length === 0) this.visit(topic, view);
  }

  /** Checks the queues of a topic that hold something and, in the same pass, measures their lengths for the adaptive partitioner. */
  visit(topic: TopicQueues, view: ClusterView): void {
    const { queues, filled, loads } = topic;
    const { isAdaptive, latencies } = this.rules;
    // As in Java, lengths count only once every partition has had a batch.
    const infos = view.partitionsForTopic(topic.topic);
    const measuresLoads = isAdaptive && queues.length >= infos.length;
    if (measuresLoads) {
      if (latencies.areMeasured) loads.measure(queues, this.metadata, latencies);
      else loads.layOut(queues, this.metadata, infos);
    }
    let kept = 0;
    for (let i = 0; i < filled.length; i++) {
      const queue = filled[i] as PartitionQueue;
      if (measuresLoads && !latencies.areMeasured) loads.setSize(queue);
      const first = queue.batches[0];
      queue.isListed = first !== undefined || queue.inFlight.length > 0;
      if (queue.isListed) filled[kept++] = queue;
      if (first !== undefined) this.visitFirst(queue, first);
    }
    while (filled.length > kept) filled.pop();
    topic.partitioner.updatePartitionLoadStats(measuresLoads ? loads.sizes : null, loads.partitions, loads.count);
  }

  private visitFirst(queue: PartitionQueue, first: ProducerBatch): void {
    const { leader, epoch } = this.metadata.currentLeaderOf(queue.topic, queue.partition);
    first.timing.maybeUpdateLeaderEpoch(epoch, this.rules.onlyNewerLeaders);
    if (leader === null) this.addUnknownLeaderTopic(queue.topic);
    else this.visitQueue(queue, first, leader);
  }

  private addUnknownLeaderTopic(topic: string): void {
    if (!this.unknownLeaderTopics.includes(topic)) this.unknownLeaderTopics = [...this.unknownLeaderTopics, topic];
  }

  private visitQueue(queue: PartitionQueue, first: ProducerBatch, leader: Node): void {
    if (queue.isMuted || this.readyNodes.includes(leader)) return;
    const { lingerMs, retryBackoff } = this.rules;
    const waitedMs = first.timing.waitedTimeMs(this.nowMs);
    const isBackingOff = shouldBackOff(first, retryBackoff, this.nowMs);
    const waitMs = isBackingOff ? retryBackoff.delayMs(first.attempts) : lingerMs;
    const isFull = queue.batches.length > 1 || first.isFull;
    const isSendable = isFull || waitedMs >= waitMs || this.ignoresLinger;
    if (isSendable && !isBackingOff)
      this.readyNodes = this.readyNodes.length === 0 ? [leader] : [...this.readyNodes, leader];
    else this.nextReadyCheckDelayMs = Math.min(this.nextReadyCheckDelayMs, Math.max(waitMs - waitedMs, 0));
  }
}

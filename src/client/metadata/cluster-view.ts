/**
 * A cluster as a client sees it at one moment: its brokers, and who leads which partition.
 *
 * Owns: the read-only picture handed to senders and partitioners, with the look-ups they make per record.
 * Refuses to know: how the picture came about and how old it is.
 */

import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { RecallMap } from '../collections/recall-map.ts';

/** What is known of one partition. */
export interface PartitionInfo {
  readonly topic: string;
  readonly partition: number;
  /** The leader, or `null` when there is none or it is not among the known brokers. */
  readonly leader: Node | null;
  /** Broker ids. */
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
  readonly offlineReplicas: readonly number[];
  /** -1 if unknown. */
  readonly leaderEpoch: number;
}

export interface ClusterView {
  /** The only known addresses are those of bootstrap.servers (ids -1, -2, …). */
  readonly isBootstrapConfigured: boolean;
  readonly nodes: readonly Node[];
  readonly clusterId: string | null;
  readonly controller: Node | null;
  readonly unauthorizedTopics: readonly string[];
  readonly invalidTopics: readonly string[];
  /** Topics with at least one known partition. */
  readonly topics: readonly string[];
  nodeById(id: number): Node | null;
  /** Ascending by partition; empty for an unknown topic. */
  partitionsForTopic(topic: string): readonly PartitionInfo[];
  /** Those with a leader. */
  availablePartitionsForTopic(topic: string): readonly PartitionInfo[];
  /** `undefined` for an unknown topic. */
  partitionCountForTopic(topic: string): number | undefined;
  partition(topic: string, partition: number): PartitionInfo | null;
  leaderFor(topicPartition: TopicPartition): Node | null;
  leaderForIndex(topic: string, partition: number): Node | null;
}

/** What a topic's partitions look like in a view: all of them, and by number. */
interface TopicView {
  readonly partitions: readonly PartitionInfo[];
  readonly available: readonly PartitionInfo[];
  /** Index is the partition's number; a hole is a partition the response did not mention. */
  readonly byNumber: readonly (PartitionInfo | undefined)[];
}

const NO_PARTITIONS: readonly PartitionInfo[] = [];

export interface ClusterViewInput {
  readonly isBootstrapConfigured: boolean;
  readonly nodes: readonly Node[];
  readonly clusterId: string | null;
  readonly controller: Node | null;
  readonly unauthorizedTopics: readonly string[];
  readonly invalidTopics: readonly string[];
  /** Each topic's partitions in any order. */
  readonly partitionsByTopic: ReadonlyMap<string, readonly PartitionInfo[]>;
}

export function createClusterView(input: ClusterViewInput): ClusterView {
  return new SnapshotOfCluster(input);
}

class SnapshotOfCluster implements ClusterView {
  readonly isBootstrapConfigured: boolean;
  readonly nodes: readonly Node[];
  readonly clusterId: string | null;
  readonly controller: Node | null;
  readonly unauthorizedTopics: readonly string[];
  readonly invalidTopics: readonly string[];
  readonly topics: readonly string[];
  private readonly nodesById: ReadonlyMap<number, Node>;
  private readonly topicViews = new RecallMap<TopicView>();

  constructor(input: ClusterViewInput) {
    this.isBootstrapConfigured = input.isBootstrapConfigured;
    this.nodes = input.nodes;
    this.clusterId = input.clusterId;
    this.controller = input.controller;
    this.unauthorizedTopics = input.unauthorizedTopics;
    this.invalidTopics = input.invalidTopics;
    this.nodesById = new Map(input.nodes.map((node) => [node.id, node]));
    for (const [topic, partitions] of input.partitionsByTopic) {
      if (partitions.length > 0) this.topicViews.set(topic, topicView(partitions));
    }
    this.topics = this.topicViews.keys();
  }

  nodeById(id: number): Node | null {
    return this.nodesById.get(id) ?? null;
  }

  partitionsForTopic(topic: string): readonly PartitionInfo[] {
    return this.topicViews.get(topic)?.partitions ?? NO_PARTITIONS;
  }

  availablePartitionsForTopic(topic: string): readonly PartitionInfo[] {
    return this.topicViews.get(topic)?.available ?? NO_PARTITIONS;
  }

  partitionCountForTopic(topic: string): number | undefined {
    return this.topicViews.get(topic)?.partitions.length;
  }

  partition(topic: string, partition: number): PartitionInfo | null {
    return this.topicViews.get(topic)?.byNumber[partition] ?? null;
  }

  leaderFor(topicPartition: TopicPartition): Node | null {
    return this.leaderForIndex(topicPartition.topic, topicPartition.partition);
  }

  leaderForIndex(topic: string, partition: number): Node | null {
    return this.topicViews.get(topic)?.byNumber[partition]?.leader ?? null;
  }
}

function topicView(unsorted: readonly PartitionInfo[]): TopicView {
  const partitions = unsorted.toSorted((a, b) => a.partition - b.partition);
  const byNumber: (PartitionInfo | undefined)[] = [];
  for (const info of partitions) {
    while (byNumber.length < info.partition) byNumber.push(undefined);
    byNumber[info.partition] = info;
  }
  return { partitions, available: partitions.filter((info) => info.leader !== null), byNumber };
}

/** The view before anything is known. */
export const EMPTY_CLUSTER_VIEW: ClusterView = createClusterView({
  isBootstrapConfigured: false,
  nodes: [],
  clusterId: null,
  controller: null,
  unauthorizedTopics: [],
  invalidTopics: [],
  partitionsByTopic: new Map(),
});

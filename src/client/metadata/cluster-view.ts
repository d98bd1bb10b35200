/**
 * A client's read-only view of the cluster at one moment (Java's Cluster): its brokers, and the leader of each partition. It is
 * made for look-ups, which senders and partitioners do for every record.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { RecallMap } from '../collections/recall-map.ts';

/** What a client knows of one partition (Java's PartitionInfo). */
export interface PartitionInfo {
  readonly topic: string;
  readonly partition: number;
  /** `null` if there is no leader, or if it is not among the known brokers. */
  readonly leader: Node | null;
  /** Broker ids of all replicas. */
  readonly replicas: readonly number[];
  /** Broker ids of the replicas that are in sync with the leader. */
  readonly inSyncReplicas: readonly number[];
  /** Broker ids of the replicas whose broker, or whose disk, is down. */
  readonly offlineReplicas: readonly number[];
  /** -1: unknown. */
  readonly leaderEpoch: number;
}

/** A client's view of the cluster at one moment (Java's Cluster). A partitioner gets it with every record. */
export interface ClusterView {
  /** Whether only the addresses of bootstrap.servers are known, as nodes with ids -1, -2, ... */
  readonly isBootstrapConfigured: boolean;
  /** The brokers. */
  readonly nodes: readonly Node[];
  /** `null`: unknown. */
  readonly clusterId: string | null;
  /** `null`: unknown. */
  readonly controller: Node | null;
  /** Topics that the client may not describe. */
  readonly unauthorizedTopics: readonly string[];
  /** Topics with a name that Kafka does not allow. */
  readonly invalidTopics: readonly string[];
  /** Topics with at least one known partition. */
  readonly topics: readonly string[];
  /** The broker with this id; `null` if it is not known. */
  nodeById(id: number): Node | null;
  /** The partitions of a topic, ascending by number; empty for an unknown topic. */
  partitionsForTopic(topic: string): readonly PartitionInfo[];
  /** The partitions of a topic that have a leader, ascending by number. */
  availablePartitionsForTopic(topic: string): readonly PartitionInfo[];
  /** `undefined` for an unknown topic. */
  partitionCountForTopic(topic: string): number | undefined;
  /** `null` for an unknown partition. */
  partition(topic: string, partition: number): PartitionInfo | null;
  /** `null` if there is no leader, or none is known. */
  leaderFor(topicPartition: TopicPartition): Node | null;
  /** `leaderFor` without an object for the partition. */
  leaderForIndex(topic: string, partition: number): Node | null;
}

/** The partitions of one topic. */
interface TopicView {
  readonly partitions: readonly PartitionInfo[];
  readonly available: readonly PartitionInfo[];
  /** By partition number; a hole is a partition that the response did not contain. */
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
  /** The partitions of each topic, in any order. */
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

/** The view of a client that does not know anything yet. */
export const EMPTY_CLUSTER_VIEW: ClusterView = createClusterView({
  isBootstrapConfigured: false,
  nodes: [],
  clusterId: null,
  controller: null,
  unauthorizedTopics: [],
  invalidTopics: [],
  partitionsByTopic: new Map(),
});

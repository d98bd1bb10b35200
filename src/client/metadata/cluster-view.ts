/**
 * A client's read-only view of the cluster at one moment (Java's Cluster): its brokers, and the leader of each partition. It is
 * made for look-ups, which senders and partitioners do for every record. cluster-snapshot.ts makes it.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';

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

/** A view that can be compared with earlier ones. */
export interface VersionedView extends ClusterView {
  /**
   * Topics that may differ from those of another view: all others have the same partitions, as the same objects.
   *
   * @returns `null` if any topic may differ
   */
  topicsChangedSince(earlier: ClusterView): readonly string[] | null;
  /** A view with other partitions of some topics; none: the topic is not known any more. Call it on the latest view only. */
  withTopics(input: Omit<ClusterViewInput, 'isBootstrapConfigured' | 'nodes'>): VersionedView;
}

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

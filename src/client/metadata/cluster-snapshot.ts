/**
 * Makes views of the cluster. A view that differs from the one before it in a few topics shares everything else with it.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ClusterView, ClusterViewInput, PartitionInfo, VersionedView } from './cluster-view.ts';
import { TopicVersions, type TopicView } from './topic-versions.ts';

const NO_PARTITIONS: readonly PartitionInfo[] = [];

export function createClusterView(input: ClusterViewInput): VersionedView {
  const nodesById = new Map(input.nodes.map((node) => [node.id, node]));
  return new SnapshotOfCluster(input, nodesById, new TopicVersions(input.partitionsByTopic));
}

class SnapshotOfCluster implements VersionedView {
  readonly isBootstrapConfigured: boolean;
  readonly nodes: readonly Node[];
  readonly clusterId: string | null;
  readonly controller: Node | null;
  readonly unauthorizedTopics: readonly string[];
  readonly invalidTopics: readonly string[];
  private readonly nodesById: ReadonlyMap<number, Node>;
  /** Shared with the views before and after this one. */
  private readonly versions: TopicVersions;
  /** Which of the versions this view shows. */
  private readonly version: number;
  private topicNames: readonly string[] | undefined;

  constructor(
    input: Omit<ClusterViewInput, 'partitionsByTopic'>,
    nodesById: ReadonlyMap<number, Node>,
    versions: TopicVersions,
  ) {
    this.isBootstrapConfigured = input.isBootstrapConfigured;
    this.nodes = input.nodes;
    this.clusterId = input.clusterId;
    this.controller = input.controller;
    this.unauthorizedTopics = input.unauthorizedTopics;
    this.invalidTopics = input.invalidTopics;
    this.nodesById = nodesById;
    this.versions = versions;
    this.version = versions.latest;
  }

  get topics(): readonly string[] {
    this.topicNames ??= this.versions.topics(this.version);
    return this.topicNames;
  }

  nodeById(id: number): Node | null {
    return this.nodesById.get(id) ?? null;
  }

  partitionsForTopic(topic: string): readonly PartitionInfo[] {
    return this.topic(topic)?.partitions ?? NO_PARTITIONS;
  }

  availablePartitionsForTopic(topic: string): readonly PartitionInfo[] {
    return this.topic(topic)?.available ?? NO_PARTITIONS;
  }

  partitionCountForTopic(topic: string): number | undefined {
    return this.topic(topic)?.partitions.length;
  }

  partition(topic: string, partition: number): PartitionInfo | null {
    return this.topic(topic)?.byNumber[partition] ?? null;
  }

  leaderFor(topicPartition: TopicPartition): Node | null {
    return this.leaderForIndex(topicPartition.topic, topicPartition.partition);
  }

  leaderForIndex(topic: string, partition: number): Node | null {
    return this.topic(topic)?.byNumber[partition]?.leader ?? null;
  }

  topicsChangedSince(earlier: ClusterView): readonly string[] | null {
    const isComparable = earlier instanceof SnapshotOfCluster && earlier.versions === this.versions;
    return isComparable ? this.versions.changesBetween(earlier.version, this.version) : null;
  }

  withTopics(input: Omit<ClusterViewInput, 'isBootstrapConfigured' | 'nodes'>): VersionedView {
    const { isBootstrapConfigured, nodes, nodesById, versions } = this;
    const { clusterId, controller, unauthorizedTopics, invalidTopics, partitionsByTopic } = input;
    for (const [topic, partitions] of partitionsByTopic) versions.change(topic, partitions);
    return new SnapshotOfCluster(
      { isBootstrapConfigured, nodes, clusterId, controller, unauthorizedTopics, invalidTopics },
      nodesById,
      versions,
    );
  }

  private topic(topic: string): TopicView | undefined {
    return this.versions.topic(topic, this.version);
  }
}

/** The view of a client that does not know anything yet. */
export const EMPTY_CLUSTER_VIEW: VersionedView = createClusterView({
  isBootstrapConfigured: false,
  nodes: [],
  clusterId: null,
  controller: null,
  unauthorizedTopics: [],
  invalidTopics: [],
  partitionsByTopic: new Map(),
});

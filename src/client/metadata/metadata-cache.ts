/**
 * The content of the last metadata responses (Java's MetadataCache), into which a response about some topics can be merged, and
 * the view of the cluster that is made of it.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { type ClusterView, createClusterView, EMPTY_CLUSTER_VIEW, type PartitionInfo } from './cluster-view.ts';
import type { MergeTopicIds } from './merged-topic-ids.ts';

/** A partition's leader and the epoch in which it leads. */
export interface LeaderAndEpoch {
  readonly leader: Node | null;
  readonly epoch: number | null;
}

export const NO_LEADER_OR_EPOCH: LeaderAndEpoch = { leader: null, epoch: null };

/** An address of bootstrap.servers. */
export type BootstrapAddress = Pick<Node, 'host' | 'port'>;

/** A partition's leader, as a produce response names it. */
export interface NamedLeader extends TopicPartition {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

/** One partition as a metadata response describes it. */
export interface CachedPartition {
  readonly topic: string;
  readonly partition: number;
  /** -1: no leader. */
  readonly leaderId: number;
  /** -1: unknown. */
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
  readonly offlineReplicas: readonly number[];
}

export interface MetadataContent {
  readonly clusterId: string | null;
  readonly nodes: readonly Node[];
  readonly controllerId: number;
  readonly partitions: readonly CachedPartition[];
  readonly unauthorizedTopics: readonly string[];
  readonly invalidTopics: readonly string[];
  readonly internalTopics: readonly string[];
  readonly topicIds: ReadonlyMap<string, string>;
}

type PartitionsByTopic = Map<string, Map<number, CachedPartition>>;

export class MetadataCache {
  readonly clusterId: string | null;
  readonly cluster: ClusterView;
  readonly topicIds: ReadonlyMap<string, string>;
  private readonly content: MetadataContent;
  private readonly byTopic: PartitionsByTopic;

  constructor(content: MetadataContent, cluster?: ClusterView) {
    this.content = content;
    this.clusterId = content.clusterId;
    this.topicIds = content.topicIds;
    this.byTopic = groupByTopic(content.partitions);
    this.cluster = cluster ?? clusterViewOf(content, this.byTopic);
  }

  /** The cache before the first response, with the addresses of bootstrap.servers as nodes -1, -2, ... */
  static bootstrap(nodes: readonly Node[]): MetadataCache {
    const cluster = createClusterView({
      isBootstrapConfigured: true,
      nodes,
      clusterId: null,
      controller: null,
      unauthorizedTopics: [],
      invalidTopics: [],
      partitionsByTopic: new Map(),
    });
    return new MetadataCache({ ...NOTHING, nodes }, cluster);
  }

  static empty(): MetadataCache {
    return new MetadataCache(NOTHING, EMPTY_CLUSTER_VIEW);
  }

  partition(topic: string, partition: number): CachedPartition | undefined {
    return this.byTopic.get(topic)?.get(partition);
  }

  leaderOf({ leaderId, leaderEpoch }: CachedPartition): LeaderAndEpoch {
    const leader = leaderId < 0 ? null : this.cluster.nodeById(leaderId);
    return { leader, epoch: leaderEpoch < 0 ? null : leaderEpoch };
  }

  /**
   * Takes over leaders of known partitions, if their nodes are known or among `nodes`.
   *
   * @returns the cache with them, and which of them those are
   */
  withLeaders(
    leaders: readonly NamedLeader[],
    nodes: readonly Node[],
  ): { readonly cache: MetadataCache; readonly accepted: readonly NamedLeader[] } {
    const known = new Map([...this.content.nodes, ...nodes].map((node) => [node.id, node]));
    const accepted = leaders.filter(
      ({ topic, partition, leaderId }) => known.has(leaderId) && this.partition(topic, partition) !== undefined,
    );
    const partitions = this.content.partitions.map((cached) => {
      const named = accepted.find(({ topic, partition }) => topic === cached.topic && partition === cached.partition);
      return named === undefined ? cached : { ...cached, leaderId: named.leaderId, leaderEpoch: named.leaderEpoch };
    });
    return { cache: new MetadataCache({ ...this.content, nodes: [...known.values()], partitions }), accepted };
  }

  /** Returns a cache with `update` and, of this cache, the topics that `retains` accepts. */
  mergeWith(
    update: MetadataContent,
    retains: (topic: string, isInternal: boolean) => boolean,
    mergeTopicIds: MergeTopicIds,
  ): MetadataCache {
    const internal = new Set(this.content.internalTopics);
    const decisions = new Map<string, boolean>();
    const isRetained = (topic: string): boolean => {
      let decision = decisions.get(topic);
      if (decision === undefined) {
        decision = retains(topic, internal.has(topic));
        decisions.set(topic, decision);
      }
      return decision;
    };
    const added = new Set(update.partitions.map((cached) => cached.topic));
    const kept = this.content.partitions.filter((cached) => !added.has(cached.topic) && isRetained(cached.topic));
    return new MetadataCache({
      clusterId: update.clusterId,
      nodes: update.nodes,
      controllerId: update.controllerId,
      partitions: [...kept, ...update.partitions],
      unauthorizedTopics: union(update.unauthorizedTopics, this.content.unauthorizedTopics.filter(isRetained)),
      invalidTopics: union(update.invalidTopics, this.content.invalidTopics.filter(isRetained)),
      internalTopics: union(update.internalTopics, this.content.internalTopics.filter(isRetained)),
      topicIds: mergeTopicIds({
        update: update.topicIds,
        known: this.topicIds,
        hasPartitions: (topic) => added.has(topic),
        isRetained,
      }),
    });
  }
}

const NOTHING: MetadataContent = {
  clusterId: null,
  nodes: [],
  controllerId: -1,
  partitions: [],
  unauthorizedTopics: [],
  invalidTopics: [],
  internalTopics: [],
  topicIds: new Map(),
};

function clusterViewOf(content: MetadataContent, byTopic: PartitionsByTopic): ClusterView {
  const nodes = new Map(content.nodes.map((node) => [node.id, node]));
  const partitionsByTopic = new Map<string, PartitionInfo[]>();
  for (const [topic, partitions] of byTopic) {
    partitionsByTopic.set(
      topic,
      [...partitions.values()].map((cached) => partitionInfo(cached, nodes)),
    );
  }
  return createClusterView({
    isBootstrapConfigured: false,
    nodes: content.nodes,
    clusterId: content.clusterId,
    controller: nodes.get(content.controllerId) ?? null,
    unauthorizedTopics: content.unauthorizedTopics,
    invalidTopics: content.invalidTopics,
    partitionsByTopic,
  });
}

function partitionInfo(cached: CachedPartition, nodes: ReadonlyMap<number, Node>): PartitionInfo {
  return {
    topic: cached.topic,
    partition: cached.partition,
    leader: nodes.get(cached.leaderId) ?? null,
    replicas: cached.replicas,
    inSyncReplicas: cached.inSyncReplicas,
    offlineReplicas: cached.offlineReplicas,
    leaderEpoch: cached.leaderEpoch,
  };
}

function groupByTopic(partitions: readonly CachedPartition[]): PartitionsByTopic {
  const byTopic: PartitionsByTopic = new Map();
  for (const cached of partitions) {
    let ofTopic = byTopic.get(cached.topic);
    if (ofTopic === undefined) {
      ofTopic = new Map();
      byTopic.set(cached.topic, ofTopic);
    }
    ofTopic.set(cached.partition, cached);
  }
  return byTopic;
}

function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

/**
 * The content of the last metadata responses (Java's MetadataCache, which is never changed but replaced), into which a response about
 * some topics can be merged, and the view of the cluster that is made of it.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { createClusterView } from './cluster-snapshot.ts';
import type { PartitionInfo, VersionedView } from './cluster-view.ts';
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

/** A response about some topics. */
export interface PartialUpdate {
  readonly content: MetadataContent;
  /** The topics of the response. What was known of them is replaced. */
  readonly mentioned: ReadonlySet<string>;
  /** Whether another topic stays in the cache; `null`: they all do. */
  readonly retains: ((topic: string, isInternal: boolean) => boolean) | null;
  readonly mergeTopicIds: MergeTopicIds;
}

export class MetadataCache {
  clusterId: string | null;
  /** The view of what is known now. It stays as it is when the cache changes. */
  cluster: VersionedView;
  topicIds: Map<string, string>;
  private nodes: readonly Node[];
  private controllerId: number;
  private unauthorizedTopics: readonly string[];
  private invalidTopics: readonly string[];
  private internalTopics: readonly string[];
  /** The topics with partitions, in the order in which they were added or last replaced. */
  private readonly byTopic: PartitionsByTopic;

  constructor(content: MetadataContent, isBootstrapConfigured: boolean = false) {
    this.clusterId = content.clusterId;
    this.topicIds = new Map(content.topicIds);
    this.nodes = content.nodes;
    this.controllerId = content.controllerId;
    this.unauthorizedTopics = content.unauthorizedTopics;
    this.invalidTopics = content.invalidTopics;
    this.internalTopics = content.internalTopics;
    this.byTopic = groupByTopic(content.partitions);
    this.cluster = this.newView(isBootstrapConfigured);
  }

  /** The cache before the first response, with the addresses of bootstrap.servers as nodes -1, -2, ... */
  static bootstrap(nodes: readonly Node[]): MetadataCache {
    return new MetadataCache({ ...NOTHING, nodes }, true);
  }

  static empty(): MetadataCache {
    return new MetadataCache(NOTHING);
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
   * @returns which of them those are
   */
  takeLeaders(leaders: readonly NamedLeader[], nodes: readonly Node[]): readonly NamedLeader[] {
    const known = new Map([...this.nodes, ...nodes].map((node) => [node.id, node]));
    const accepted = leaders.filter(
      ({ topic, partition, leaderId }) => known.has(leaderId) && this.partition(topic, partition) !== undefined,
    );
    if (accepted.length === 0) return accepted;
    // Of two leaders of a partition, the first counts.
    for (const { topic, partition, leaderId, leaderEpoch } of accepted.toReversed()) {
      const ofTopic = this.byTopic.get(topic) as Map<number, CachedPartition>;
      ofTopic.set(partition, { ...(ofTopic.get(partition) as CachedPartition), leaderId, leaderEpoch });
    }
    this.nodes = [...known.values()];
    this.cluster = this.newView(false);
    return accepted;
  }

  /** Takes over a response about some topics. If no topic is forgotten and the nodes are the same, the other topics cost nothing. */
  merge({ content, mentioned, retains, mergeTopicIds }: PartialUpdate): void {
    const { internalTopics } = this;
    const stays = (topic: string): boolean =>
      !mentioned.has(topic) && (retains === null || retains(topic, internalTopics.includes(topic)));
    const gone = new Set(mentioned);
    if (retains !== null) {
      for (const topic of this.byTopic.keys()) if (!stays(topic)) gone.add(topic);
      for (const topic of this.topicIds.keys()) if (!stays(topic)) gone.add(topic);
    }
    const added = groupByTopic(content.partitions);
    for (const topic of gone) this.byTopic.delete(topic);
    for (const [topic, partitions] of added) this.byTopic.set(topic, partitions);
    this.topicIds = mergeTopicIds({
      known: this.topicIds,
      gone,
      update: content.topicIds,
      hasPartitions: (topic) => added.has(topic),
    });
    this.clusterId = content.clusterId;
    this.controllerId = content.controllerId;
    this.unauthorizedTopics = union(content.unauthorizedTopics, this.unauthorizedTopics.filter(stays));
    this.invalidTopics = union(content.invalidTopics, this.invalidTopics.filter(stays));
    this.internalTopics = union(content.internalTopics, internalTopics.filter(stays));
    const hasSameNodes = !this.cluster.isBootstrapConfigured && areEqual(this.nodes, content.nodes);
    if (!hasSameNodes) this.nodes = content.nodes;
    this.cluster = hasSameNodes ? this.changedView(gone, added) : this.newView(false);
  }

  private newView(isBootstrapConfigured: boolean): VersionedView {
    const { clusterId, nodes, controllerId, unauthorizedTopics, invalidTopics, byTopic } = this;
    const nodesById = new Map(nodes.map((node) => [node.id, node]));
    const nodeById = (id: number): Node | null => nodesById.get(id) ?? null;
    const partitionsByTopic = new Map<string, readonly PartitionInfo[]>();
    for (const [topic, partitions] of byTopic) partitionsByTopic.set(topic, partitionInfos(partitions, nodeById));
    const controller = nodeById(controllerId);
    return createClusterView({
      isBootstrapConfigured,
      nodes,
      clusterId,
      controller,
      unauthorizedTopics,
      invalidTopics,
      partitionsByTopic,
    });
  }

  /** The view with the same nodes and other topics. */
  private changedView(gone: ReadonlySet<string>, added: PartitionsByTopic): VersionedView {
    const { clusterId, controllerId, unauthorizedTopics, invalidTopics, cluster } = this;
    const nodeById = (id: number): Node | null => cluster.nodeById(id);
    const partitionsByTopic = new Map<string, readonly PartitionInfo[]>();
    for (const topic of gone) if (!added.has(topic)) partitionsByTopic.set(topic, NO_PARTITIONS);
    for (const [topic, partitions] of added) partitionsByTopic.set(topic, partitionInfos(partitions, nodeById));
    const controller = nodeById(controllerId);
    return cluster.withTopics({ clusterId, controller, unauthorizedTopics, invalidTopics, partitionsByTopic });
  }
}

const NO_PARTITIONS: readonly PartitionInfo[] = [];

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

function partitionInfos(
  partitions: ReadonlyMap<number, CachedPartition>,
  nodeById: (id: number) => Node | null,
): readonly PartitionInfo[] {
  const infos: PartitionInfo[] = [];
  for (const cached of partitions.values()) {
    infos.push({
      topic: cached.topic,
      partition: cached.partition,
      leader: nodeById(cached.leaderId),
      replicas: cached.replicas,
      inSyncReplicas: cached.inSyncReplicas,
      offlineReplicas: cached.offlineReplicas,
      leaderEpoch: cached.leaderEpoch,
    });
  }
  return infos;
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

function areEqual(some: readonly Node[], others: readonly Node[]): boolean {
  return some.length === others.length && some.every((node, i) => isEqual(node, others[i] as Node));
}

function isEqual(one: Node, other: Node): boolean {
  return one.id === other.id && one.host === other.host && one.port === other.port && one.rack === other.rack;
}

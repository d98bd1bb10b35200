/**
 * The sticky choice of Java's two deprecated partitioners (StickyPartitionCache): one partition per topic until a batch is full,
 * then a random other one.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { nthPartition, type Partitioner } from './partitioner.ts';

export class StickyPartitionCache {
  private readonly partitions: Map<string, number> = new Map();
  private readonly nextRandom: () => number;

  constructor(nextRandom: () => number) {
    this.nextRandom = nextRandom;
  }

  partition(topic: string, cluster: ClusterView): number {
    return this.partitions.get(topic) ?? this.nextPartition(topic, cluster, -1);
  }

  /** Chooses another partition, unless another record has moved on from `previousPartition` already. */
  nextPartition(topic: string, cluster: ClusterView, previousPartition: number): number {
    const old = this.partitions.get(topic);
    if (old !== undefined && old !== previousPartition) return old;
    const next = this.choose(topic, cluster, old);
    this.partitions.set(topic, next);
    return next;
  }

  private choose(topic: string, cluster: ClusterView, old: number | undefined): number {
    const available = cluster.availablePartitionsForTopic(topic);
    if (available.length === 1) return available[0]!.partition;
    if (available.length === 0) return nthPartition(this.nextRandom(), topic, cluster);
    let next = old;
    while (next === old) next = nthPartition(this.nextRandom(), topic, cluster);
    return next!;
  }
}

/** What the two partitioners have in common. */
export abstract class StickyPartitioner implements Partitioner {
  private cache: StickyPartitionCache = new StickyPartitionCache(ascending());

  configure(_configs: ReadonlyMap<string, unknown>, nextRandom: () => number): void {
    this.cache = new StickyPartitionCache(nextRandom);
  }

  abstract partition(
    topic: string,
    key: unknown,
    keyBytes: Payload,
    value: unknown,
    valueBytes: Payload,
    cluster: ClusterView,
  ): number;

  onNewBatch(topic: string, cluster: ClusterView, previousPartition: number): void {
    this.cache.nextPartition(topic, cluster, previousPartition);
  }

  protected stickyPartition(topic: string, cluster: ClusterView): number {
    return this.cache.partition(topic, cluster);
  }
}

/** In place of random numbers, for a partitioner that was not configured. */
function ascending(): () => number {
  let count = 0;
  return () => count++ & 0x7fffffff;
}

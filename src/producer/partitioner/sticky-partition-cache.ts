/**
 * The sticky choice of the two retired partitioners: one partition per topic until a batch is full.
 *
 * Owns: the current partition of each topic, and the draw of the next, which differs from the last where it can.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';

export class StickyPartitionCache {
  private readonly partitions: Map<string, number> = new Map();
  private readonly nextRandom: () => number;

  constructor(nextRandom: () => number) {
    this.nextRandom = nextRandom;
  }

  partition(topic: string, cluster: ClusterView): number {
    return this.partitions.get(topic) ?? this.nextPartition(topic, cluster, -1);
  }

  /** Moves on, unless somebody else has moved on from `previousPartition` already. */
  nextPartition(topic: string, cluster: ClusterView, previousPartition: number): number {
    const old = this.partitions.get(topic);
    if (old !== undefined && old !== previousPartition) return old;
    const next = this.draw(topic, cluster, old);
    this.partitions.set(topic, next);
    return next;
  }

  private draw(topic: string, cluster: ClusterView, old: number | undefined): number {
    const available = cluster.availablePartitionsForTopic(topic);
    if (available.length === 0) return this.nextRandom() % cluster.partitionsForTopic(topic).length;
    if (available.length === 1) return available[0]!.partition;
    let next = old;
    while (next === old) next = available[this.nextRandom() % available.length]!.partition;
    return next!;
  }
}

/** Draws for a partitioner nobody configured. */
export function countUp(): () => number {
  let count = 0;
  return () => count++ & 0x7fffffff;
}

/**
 * UniformStickyPartitioner (deprecated in Java): keys are ignored, the partition changes with every batch.
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import type { Partitioner } from './partitioner.ts';
import { countUp, StickyPartitionCache } from './sticky-partition-cache.ts';

export class UniformStickyPartitioner implements Partitioner {
  private cache: StickyPartitionCache = new StickyPartitionCache(countUp());

  configure(_configs: ReadonlyMap<string, unknown>, nextRandom: () => number): void {
    this.cache = new StickyPartitionCache(nextRandom);
  }

  partition(
    topic: string,
    _key: unknown,
    _keyBytes: Payload,
    _value: unknown,
    _valueBytes: Payload,
    cluster: ClusterView,
  ): number {
    return this.cache.partition(topic, cluster);
  }

  onNewBatch(topic: string, cluster: ClusterView, previousPartition: number): void {
    this.cache.nextPartition(topic, cluster, previousPartition);
  }
}

/**
 * DefaultPartitioner (deprecated in Java): keys by hash, the rest sticks to a partition until a batch is full.
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { partitionForKey } from './built-in-partitioner.ts';
import type { Partitioner } from './partitioner.ts';
import { countUp, StickyPartitionCache } from './sticky-partition-cache.ts';

export class DefaultPartitioner implements Partitioner {
  private cache: StickyPartitionCache = new StickyPartitionCache(countUp());

  configure(_configs: ReadonlyMap<string, unknown>, nextRandom: () => number): void {
    this.cache = new StickyPartitionCache(nextRandom);
  }

  partition(
    topic: string,
    _key: unknown,
    keyBytes: Payload,
    _value: unknown,
    _valueBytes: Payload,
    cluster: ClusterView,
  ): number {
    if (keyBytes === null) return this.cache.partition(topic, cluster);
    return partitionForKey(keyBytes, cluster.partitionsForTopic(topic).length);
  }

  onNewBatch(topic: string, cluster: ClusterView, previousPartition: number): void {
    this.cache.nextPartition(topic, cluster, previousPartition);
  }
}

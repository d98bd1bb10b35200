/**
 * Java's UniformStickyPartitioner, which is deprecated.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { StickyPartitioner } from './sticky-partition-cache.ts';

/**
 * Ignores keys: records stay with one partition until a batch is full (Java's UniformStickyPartitioner, for
 * `partitioner.class`).
 */
export class UniformStickyPartitioner extends StickyPartitioner {
  partition(
    topic: string,
    _key: unknown,
    _keyBytes: Payload,
    _value: unknown,
    _valueBytes: Payload,
    cluster: ClusterView,
  ): number {
    return this.stickyPartition(topic, cluster);
  }
}

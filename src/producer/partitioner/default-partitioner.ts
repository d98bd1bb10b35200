/**
 * Java's DefaultPartitioner, which is deprecated.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { partitionForKey } from './built-in-partitioner.ts';
import { StickyPartitioner } from './sticky-partition-cache.ts';

/** Records with a key go to the partition of its hash; the others stay with one partition until a batch is full. */
export class DefaultPartitioner extends StickyPartitioner {
  partition(
    topic: string,
    _key: unknown,
    keyBytes: Payload,
    _value: unknown,
    _valueBytes: Payload,
    cluster: ClusterView,
  ): number {
    if (keyBytes === null) return this.stickyPartition(topic, cluster);
    return partitionForKey(keyBytes, cluster.partitionsForTopic(topic).length);
  }
}

/**
 * RoundRobinPartitioner: each record goes to the next partition, keys or not.
 *
 * Owns: a counter per topic. With every new batch it is asked twice for one record, so it skips a partition then, as in
 * Java (KAFKA-9965).
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { toPositive } from './murmur2.ts';
import type { Partitioner } from './partitioner.ts';

export class RoundRobinPartitioner implements Partitioner {
  private readonly counters: Map<string, number> = new Map();

  partition(
    topic: string,
    _key: unknown,
    _keyBytes: Payload,
    _value: unknown,
    _valueBytes: Payload,
    cluster: ClusterView,
  ): number {
    const count = this.counters.get(topic) ?? 0;
    this.counters.set(topic, (count + 1) | 0);
    const available = cluster.availablePartitionsForTopic(topic);
    if (available.length > 0) return available[toPositive(count) % available.length]!.partition;
    return toPositive(count) % cluster.partitionsForTopic(topic).length;
  }
}

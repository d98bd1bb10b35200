/**
 * Java's RoundRobinPartitioner.
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { toPositive } from './murmur2.ts';
import { nthPartition, type Partitioner } from './partitioner.ts';

/**
 * Ignores keys: each record goes to the next partition (Java's RoundRobinPartitioner, for `partitioner.class`). As in Java 3.6.1,
 * a record that opens a batch is partitioned twice, which skips a partition (KAFKA-9965).
 */
export class RoundRobinPartitioner implements Partitioner {
  /** Calls of `partition`, by topic; overflows as a Java int does. */
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
    return nthPartition(toPositive(count), topic, cluster);
  }
}

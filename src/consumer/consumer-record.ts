/**
 * Records as a consumer hands them out.
 *
 * Owns: the shape of one, and a batch of them sorted by partition.
 * Refuses to know: how they were fetched.
 */
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import type { Header, TimestampType } from '../protocol/records/record-batch.ts';

export interface ConsumerRecord<K, V> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly timestampType: TimestampType;
  readonly key: K | null;
  readonly value: V | null;
  readonly headers: readonly Header[];
}

export class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {
  private readonly all: readonly ConsumerRecord<K, V>[];

  constructor(all: readonly ConsumerRecord<K, V>[]) {
    this.all = all;
  }

  count(): number {
    return this.all.length;
  }

  isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** Those of a topic, or of one of its partitions, in order of their offsets within each partition. */
  records(from: string | TopicPartition): readonly ConsumerRecord<K, V>[] {
    if (typeof from === 'string') return this.all.filter(({ topic }) => topic === from);
    return this.all.filter(({ topic, partition }) => topic === from.topic && partition === from.partition);
  }

  [Symbol.iterator](): Iterator<ConsumerRecord<K, V>> {
    return this.all[Symbol.iterator]();
  }
}

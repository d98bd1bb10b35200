/**
 * The records that a consumer returns.
 */
import { checkedPartition } from '../checks/lists.ts';
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalArgumentException } from '../protocol/errors/exceptions.ts';
import type { Header, TimestampType } from '../protocol/records/record-batch.ts';

/** A record as it was read from a log, its key and value deserialized (Java's ConsumerRecord). */
export interface ConsumerRecord<K, V> {
  readonly topic: string;
  readonly partition: number;
  /** Position of the record in its partition, from 0. */
  readonly offset: number;
  /** In ms since the epoch. */
  readonly timestampMs: number;
  /** `CreateTime`: the timestamp is the producer's; `LogAppendTime`: it is the broker's (message.timestamp.type). */
  readonly timestampType: TimestampType;
  /** `null`: the record has no key. */
  readonly key: K | null;
  /** `null`: a tombstone. */
  readonly value: V | null;
  /** In the order in which the producer added them. */
  readonly headers: readonly Header[];
}

/** The records that one poll() returns (Java's ConsumerRecords). Iterating visits all of them, partition by partition. */
export class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {
  private readonly all: readonly ConsumerRecord<K, V>[];

  /** @internal */
  constructor(all: readonly ConsumerRecord<K, V>[]) {
    this.all = all;
  }

  /** The number of records. */
  count(): number {
    return this.all.length;
  }

  isEmpty(): boolean {
    return this.all.length === 0;
  }

  /**
   * The records of a topic or of one partition, in order of offset within each partition.
   *
   * @param from the name of a topic, or a partition
   * @throws IllegalArgumentException for anything else
   */
  records(from: string | TopicPartition): readonly ConsumerRecord<K, V>[] {
    if (typeof from === 'string') return this.all.filter(({ topic }) => topic === from);
    if (from === null || from === undefined) throw new IllegalArgumentException('Topic must be non-null.');
    const wanted = checkedPartition('ConsumerRecords.records(from)', from);
    return this.all.filter(({ topic, partition }) => topic === wanted.topic && partition === wanted.partition);
  }

  [Symbol.iterator](): Iterator<ConsumerRecord<K, V>> {
    return this.all[Symbol.iterator]();
  }
}

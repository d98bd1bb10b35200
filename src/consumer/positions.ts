/**
 * The partitions a consumer reads and where it stands in each.
 *
 * Owns: positions, wanted resets, and records fetched but not handed out yet.
 * Refuses to know: requests.
 */

import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalStateException } from '../protocol/errors/exceptions.ts';
import type { ConsumerRecord } from './consumer-record.ts';

export type OffsetReset = 'earliest' | 'latest';

export interface PartitionPosition<K, V> {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next record to hand out; `null` while it has to be looked up. */
  position: number | null;
  /** Offset of the next record to fetch. Invariant: position <= fetchPosition; equal when nothing is buffered. */
  fetchPosition: number;
  /** Where to look it up; `null`: as auto.offset.reset says. */
  reset: OffsetReset | null;
  /** Bumped by each seek: answers to older questions no longer count. */
  generation: number;
  /** A request about this partition is out. */
  isAsked: boolean;
  /** No request about this partition before this time. */
  nextAskMs: number;
  buffered: ConsumerRecord<K, V>[];
}

export class Positions<K, V> {
  private readonly byName: Map<string, PartitionPosition<K, V>> = new Map();

  all(): Iterable<PartitionPosition<K, V>> {
    return this.byName.values();
  }

  has(of: TopicPartition): boolean {
    return this.byName.has(partitionName(of));
  }

  /** Raises IllegalStateException, as Java, for a partition that is not assigned. */
  get(of: TopicPartition): PartitionPosition<K, V> {
    const entry = this.byName.get(partitionName(of));
    if (entry === undefined) {
      throw new IllegalStateException(`No current assignment for partition ${partitionName(of)}`);
    }
    return entry;
  }

  /** Keeps the positions of partitions that stay. */
  assign(partitions: Iterable<TopicPartition>): void {
    const kept = new Map<string, PartitionPosition<K, V>>();
    for (const wanted of partitions) {
      const name = partitionName(wanted);
      kept.set(name, this.byName.get(name) ?? unpositioned(wanted));
    }
    this.byName.clear();
    for (const [name, entry] of kept) this.byName.set(name, entry);
  }

  /** `offset` null: look it up, as `reset` says. */
  move(of: TopicPartition, offset: number | null, reset: OffsetReset | null): void {
    const entry = this.get(of);
    entry.position = offset;
    entry.fetchPosition = offset ?? 0;
    entry.reset = reset;
    entry.generation++;
    entry.isAsked = false;
    entry.nextAskMs = 0;
    entry.buffered = [];
  }

  /** Takes up to `limit` buffered records, partition by partition. */
  take(limit: number): ConsumerRecord<K, V>[] {
    const taken: ConsumerRecord<K, V>[] = [];
    for (const entry of this.byName.values()) {
      if (entry.buffered.length === 0) continue;
      const records = entry.buffered.splice(0, limit - taken.length);
      const next = entry.buffered[0];
      if (records.length > 0) entry.position = next === undefined ? entry.fetchPosition : next.offset;
      taken.push(...records);
      if (taken.length === limit) break;
    }
    return taken;
  }
}

function unpositioned<K, V>({ topic, partition }: TopicPartition): PartitionPosition<K, V> {
  return {
    topic,
    partition,
    position: null,
    fetchPosition: 0,
    reset: null,
    generation: 0,
    isAsked: false,
    nextAskMs: 0,
    buffered: [],
  };
}

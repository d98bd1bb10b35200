/**
 * The partitions that a consumer reads, and its position in each (Java's SubscriptionState).
 */

import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalStateException } from '../protocol/errors/exceptions.ts';
import type { ConsumerRecord } from './consumer-record.ts';
import type { StartingOffset } from './groups/group-positions.ts';

export type OffsetReset = 'earliest' | 'latest';

export interface PartitionPosition<K, V> {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next record that poll() returns; `null` while it has to be looked up. */
  position: number | null;
  /** Leader epoch of the last batch that was read before the position, which is committed with it; `null`: not known. */
  offsetEpoch: number | null;
  /** Offset of the next record to fetch. Invariant: position <= fetchPosition; equal if nothing is buffered. */
  fetchPosition: number;
  /** Where to look the position up; `null`: as auto.offset.reset says. */
  reset: OffsetReset | null;
  /** Whether the group may have committed an offset, which is not known yet. The position is not looked up elsewhere until then. */
  awaitsCommitted: boolean;
  /** Incremented by each seek, so that responses to earlier requests can be ignored. */
  generation: number;
  /** Whether a request about this partition is in flight. */
  isRequestInFlight: boolean;
  /** The time before which no request about this partition is sent. */
  nextRequestMs: number;
  /** The replica that the leader has directed this consumer to, and until when in ms since the epoch; `null`: the leader is read. */
  preferredReplica: { readonly brokerId: number; readonly expiresMs: number } | null;
  /** Whether the program has paused the partition: nothing is fetched from it, and poll() returns nothing of it. */
  isPaused: boolean;
  /** Records that were fetched, and that no poll() has returned yet. */
  buffered: ConsumerRecord<K, V>[];
  /** The leader epochs of the batches that the last fetch has read, in order of offset. */
  epochs: readonly EpochStart[];
}

/** The batches from an offset on were written in this leader epoch. */
export interface EpochStart {
  readonly offset: number;
  readonly epoch: number;
}

export class Positions<K, V> {
  /** By partition name. */
  private readonly byName: Map<string, PartitionPosition<K, V>> = new Map();

  all(): Iterable<PartitionPosition<K, V>> {
    return this.byName.values();
  }

  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  /** Whether the partition is assigned. */
  has(of: TopicPartition): boolean {
    return this.byName.has(partitionName(of));
  }

  /** @throws IllegalStateException if the partition is not assigned */
  get(of: TopicPartition): PartitionPosition<K, V> {
    const entry = this.byName.get(partitionName(of));
    if (entry === undefined) {
      throw new IllegalStateException(`No current assignment for partition ${partitionName(of)}`);
    }
    return entry;
  }

  /**
   * Replaces the assigned partitions; those that stay keep their positions.
   * @param awaitsCommitted whether the others begin where the group has committed an offset
   */
  assign(partitions: Iterable<TopicPartition>, awaitsCommitted = false): void {
    const kept = new Map<string, PartitionPosition<K, V>>();
    for (const wanted of partitions) {
      const name = partitionName(wanted);
      kept.set(name, this.byName.get(name) ?? unpositioned(wanted, awaitsCommitted));
    }
    this.byName.clear();
    for (const [name, entry] of kept) this.byName.set(name, entry);
  }

  /**
   * Moves the position of a partition, and drops what was fetched for the old one.
   *
   * @param offset `null`: to be looked up as `reset` says
   * @throws IllegalStateException if the partition is not assigned
   */
  move(of: TopicPartition, offset: number | null, reset: OffsetReset | null): void {
    const entry = this.get(of);
    entry.position = offset;
    entry.offsetEpoch = null;
    entry.fetchPosition = offset ?? 0;
    entry.reset = reset;
    entry.awaitsCommitted = false;
    entry.generation++;
    entry.isRequestInFlight = false;
    entry.nextRequestMs = 0;
    entry.preferredReplica = null;
    entry.buffered = [];
    entry.epochs = [];
  }

  /**
   * It is known now what the group has committed for a partition. Nothing changes if its position was moved in the meantime.
   * @param committed `undefined`: nothing
   */
  startAt(of: TopicPartition, committed: StartingOffset | undefined): void {
    const entry = this.byName.get(partitionName(of));
    if (entry?.awaitsCommitted !== true) return;
    entry.awaitsCommitted = false;
    if (committed !== undefined) place(entry, committed.offset, committed.leaderEpoch);
  }

  /** Removes and returns up to `limit` buffered records, partition by partition; none of paused partitions. */
  take(limit: number): ConsumerRecord<K, V>[] {
    const taken: ConsumerRecord<K, V>[] = [];
    for (const entry of this.byName.values()) {
      if (entry.buffered.length === 0 || entry.isPaused) continue;
      const records = entry.buffered.splice(0, limit - taken.length);
      const last = records.at(-1);
      const next = entry.buffered[0];
      if (next === undefined) passFetched(entry);
      else if (last !== undefined) pass(entry, next.offset, last.offset);
      taken.push(...records);
      if (taken.length === limit) break;
    }
    return taken;
  }
}

/** All that was fetched has been read, also batches without visible records. */
export function passFetched<K, V>(entry: PartitionPosition<K, V>): void {
  pass(entry, entry.fetchPosition, entry.fetchPosition);
}

/** @param readOffset the last one that was read */
function pass<K, V>(entry: PartitionPosition<K, V>, position: number, readOffset: number): void {
  entry.position = position;
  entry.offsetEpoch = entry.epochs.findLast(({ offset }) => offset <= readOffset)?.epoch ?? entry.offsetEpoch;
}

export function place<K, V>(entry: PartitionPosition<K, V>, offset: number, offsetEpoch: number | null): void {
  entry.position = offset;
  entry.offsetEpoch = offsetEpoch;
  entry.fetchPosition = offset;
  entry.reset = null;
}

function unpositioned<K, V>({ topic, partition }: TopicPartition, awaitsCommitted: boolean): PartitionPosition<K, V> {
  return {
    topic,
    partition,
    position: null,
    offsetEpoch: null,
    fetchPosition: 0,
    reset: null,
    awaitsCommitted,
    generation: 0,
    isRequestInFlight: false,
    nextRequestMs: 0,
    preferredReplica: null,
    isPaused: false,
    buffered: [],
    epochs: [],
  };
}

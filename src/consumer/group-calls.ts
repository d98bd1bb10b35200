/**
 * The methods of a consumer about its group and the offsets that are committed for it.
 */
import { checkArgument } from '../checks/arguments.ts';
import { checkedPartition, checkedPartitions } from '../checks/lists.ts';
import { WHOLE } from '../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { InvalidGroupIdException } from '../protocol/errors/exceptions.ts';
import type { ConsumerGroup } from './groups/consumer-group.ts';
import type { CommittedOffset, OffsetsToCommit } from './groups/offsets-of-group.ts';
import { PositionCalls } from './position-calls.ts';

/** An offset to commit: that of the next record to read. */
export type OffsetToCommit = Pick<CommittedOffset, 'offset'> & Partial<CommittedOffset>;

/** Offsets to commit: pairs of a partition and its offset. */
export type ConsumerOffsets = Iterable<readonly [TopicPartition, OffsetToCommit]>;

/** What a consumer knows of its membership (Java's ConsumerGroupMetadata). */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  /** -1 unless the consumer is a member. */
  readonly generationId: number;
  /** Empty unless the consumer is a member. */
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** The calls about its group, which every consumer has. */
export abstract class GroupCalls<K, V> extends PositionCalls<K, V> {
  /** `null` without a group.id. */
  protected abstract readonly group: ConsumerGroup | null;
  protected abstract readonly config: {
    readonly groupId: string | null;
    readonly groupInstanceId: string | null;
    readonly defaultApiTimeoutMs: number;
  };

  /**
   * Commits offsets for the group, and waits until they are stored.
   *
   * @param offsets default: the positions of all partitions, which is what poll() has returned
   * @throws InvalidGroupIdException without a group.id (rejects, as all others)
   * @throws CommitFailedException if the group has given the partitions to another member, RebalanceInProgressException while it
   *   rebalances, TimeoutException after default.api.timeout.ms
   */
  async commitSync(offsets?: ConsumerOffsets): Promise<void> {
    this.ensureOpen();
    const group = this.groupOrThrow();
    await group.offsets.commit(this.toCommit('commitSync', offsets), this.config.defaultApiTimeoutMs);
  }

  /**
   * Commits offsets for the group without waiting, and without trying again.
   *
   * @param offsets default: the positions of all partitions, which is what poll() has returned
   * @param callback is called with the error, or with `null` when they are stored
   * @throws InvalidGroupIdException without a group.id
   */
  commitAsync(offsets?: ConsumerOffsets | null, callback?: (error: Error | null) => void): void {
    this.ensureOpen();
    const group = this.groupOrThrow();
    group.commitAsync(this.toCommit('commitAsync', offsets ?? undefined), callback);
  }

  /**
   * The offsets that the group has committed, by `topic-partition`; `null` for a partition without one.
   *
   * @throws InvalidGroupIdException without a group.id, TimeoutException after default.api.timeout.ms (rejects)
   */
  async committed(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, CommittedOffset | null>> {
    this.ensureOpen();
    const group = this.groupOrThrow();
    const asked = checkedPartitions('consumer.committed(partitions)', partitions);
    const found = await group.offsets.committed(asked, this.config.defaultApiTimeoutMs);
    return new Map(asked.map((one) => [partitionName(one), found.get(partitionName(one)) ?? null]));
  }

  /** The membership of the consumer, for sendOffsetsToTransaction(). @throws InvalidGroupIdException without a group.id */
  groupMetadata(): ConsumerGroupMetadata {
    this.ensureOpen();
    const { generationId, memberId } = this.groupOrThrow();
    const { groupId, groupInstanceId } = this.config;
    return { groupId: groupId as string, generationId, memberId, groupInstanceId };
  }

  protected override async findCommitted(partition: TopicPartition): Promise<void> {
    const entry = this.positions.has(partition) ? this.positions.get(partition) : undefined;
    if (entry?.awaitsCommitted !== true) return;
    const found = await this.groupOrThrow().offsets.committed([partition], this.config.defaultApiTimeoutMs);
    this.positions.startAt(partition, found.get(partitionName(partition))?.offset);
  }

  private groupOrThrow(): ConsumerGroup {
    if (this.group !== null) return this.group;
    throw new InvalidGroupIdException(
      'To use the group management or offset commit APIs, you must provide a valid group.id in the consumer configuration.',
    );
  }

  private toCommit(call: string, offsets: ConsumerOffsets | undefined): OffsetsToCommit {
    if (offsets === undefined) return this.groupOrThrow().consumed();
    const place = `consumer.${call}(offsets)`;
    return Array.from(offsets, ([partition, { offset, leaderEpoch = null, metadata = '' }]) => {
      checkedPartition(place, partition);
      checkArgument(`${place}, field 'offset'`, offset, WHOLE);
      return [partition, { offset, leaderEpoch, metadata }] as const;
    });
  }
}

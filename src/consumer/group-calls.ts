/**
 * The methods of a consumer about its group and the offsets that are committed for it.
 */
import { checkArgument } from '../checks/arguments.ts';
import { checkedPartitions } from '../checks/lists.ts';
import { orNull, STRING } from '../checks/value-type.ts';
import type { ConsumerGroupMetadata } from '../client/groups/consumer-group-metadata.ts';
import { givenOffsets, type OffsetsToCommit } from '../client/groups/offsets-to-commit.ts';
import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalStateException, InvalidGroupIdException } from '../protocol/errors/exceptions.ts';
import type { ConsumerGroup } from './groups/consumer-group.ts';
import type { CommittedOffset, PartitionOffset } from './groups/offsets-of-group.ts';
import { PositionCalls } from './position-calls.ts';

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
   * @param offsets in any form of `OffsetsToCommit`, such as a map by partition; default: the positions of all partitions, which is what
   *   poll() has returned
   * @throws InvalidGroupIdException without a group.id (rejects, as all others)
   * @throws CommitFailedException if the group has given the partitions to another member, RebalanceInProgressException while it
   *   rebalances, TimeoutException after default.api.timeout.ms
   */
  async commitSync(offsets?: OffsetsToCommit): Promise<void> {
    this.ensureOpen();
    const group = this.groupOrThrow();
    await group.offsets.commit(this.toCommit('commitSync', offsets), this.config.defaultApiTimeoutMs);
  }

  /**
   * Commits offsets for the group without waiting, and without trying again.
   *
   * @param offsets as in `commitSync`; default, and `null`: the positions of all partitions
   * @param callback is called with the error, or with `null` when they are stored
   * @throws InvalidGroupIdException without a group.id
   */
  commitAsync(offsets?: OffsetsToCommit | null, callback?: (error: Error | null) => void): void {
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

  /**
   * Lets the group rebalance: the consumer joins again when it polls next. No effect during a rebalance. The group does it by itself when it has
   * to; this is for circumstances that it cannot know.
   *
   * @param reason is given to the coordinator. Default, and if it is empty: `rebalance enforced by user`
   * @throws IllegalStateException without a group.id, and after close()
   */
  enforceRebalance(reason: string | null = null): void {
    this.ensureOpen();
    checkArgument('consumer.enforceRebalance(reason)', reason, orNull(STRING));
    if (this.group === null) {
      throw new IllegalStateException('Tried to force a rebalance but consumer does not have a group.');
    }
    this.group.enforceRebalance(reason);
  }

  protected override async findCommitted(partition: TopicPartition): Promise<void> {
    const entry = this.positions.has(partition) ? this.positions.get(partition) : undefined;
    if (entry?.awaitsCommitted !== true) return;
    const found = await this.groupOrThrow().offsets.committed([partition], this.config.defaultApiTimeoutMs);
    this.positions.startAt(partition, found.get(partitionName(partition)));
  }

  protected groupOrThrow(): ConsumerGroup {
    if (this.group !== null) return this.group;
    throw new InvalidGroupIdException(
      'To use the group management or offset commit APIs, you must provide a valid group.id in the consumer configuration.',
    );
  }

  private toCommit(call: string, offsets: OffsetsToCommit | undefined): readonly PartitionOffset[] {
    return offsets === undefined ? this.groupOrThrow().consumed() : givenOffsets(`consumer.${call}(offsets)`, offsets);
  }
}

/**
 * The methods of a consumer about its partitions, and its position in each.
 */
import { checkedPartition, checkedPartitions } from '../checks/lists.ts';
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { checkOffset, partitionsToSeek } from './call-checks.ts';
import type { OffsetLookup } from './offset-lookup.ts';
import type { PositionLookup } from './position-lookup.ts';
import type { OffsetReset, Positions } from './positions.ts';

/** The calls about partitions and positions, which every consumer has. */
export abstract class PositionCalls<K, V> {
  protected abstract readonly positions: Positions<K, V>;
  protected abstract readonly positionLookup: PositionLookup<K, V>;
  protected abstract readonly offsets: OffsetLookup;

  /** The partitions that are read. @throws IllegalStateException after close() */
  assignment(): readonly TopicPartition[] {
    this.ensureOpen();
    return [...this.positions.all()].map(({ topic, partition }) => ({ topic, partition }));
  }

  /**
   * Moves the position in a partition: the next poll() begins at `offset`.
   *
   * @throws IllegalArgumentException unless `offset` is a whole number, 0 or more
   * @throws IllegalStateException if the partition is not assigned, and after close()
   */
  seek(partition: TopicPartition, offset: number): void {
    checkOffset(offset);
    this.ensureOpen();
    checkedPartition('consumer.seek(partition)', partition);
    this.positions.move(partition, offset, null);
  }

  /**
   * Moves the position to the first offset of each partition.
   *
   * @param partitions default, and if there are none: all that are assigned
   * @throws IllegalArgumentException unless they are partitions, IllegalStateException for one that is not assigned, and after close()
   */
  seekToBeginning(partitions: Iterable<TopicPartition> = []): void {
    this.reset(partitionsToSeek('seekToBeginning', partitions), 'earliest');
  }

  /**
   * Moves the position to the offset after the last record of each partition.
   *
   * @param partitions default, and if there are none: all that are assigned
   * @throws IllegalArgumentException unless they are partitions, IllegalStateException for one that is not assigned, and after close()
   */
  seekToEnd(partitions: Iterable<TopicPartition> = []): void {
    this.reset(partitionsToSeek('seekToEnd', partitions), 'latest');
  }

  /**
   * Stops reading partitions, for example those that are ahead of others: poll() returns no records of them until `resume()`. They stay assigned,
   * and their positions stay as they are. What a rebalance takes away, even if it gives it back, is not paused any more.
   *
   * @throws IllegalArgumentException unless they are partitions, IllegalStateException for one that is not assigned, and after close()
   */
  pause(partitions: Iterable<TopicPartition>): void {
    this.setPaused('pause', partitions, true);
  }

  /**
   * Goes on reading partitions. No effect on those that are not paused.
   *
   * @throws as `pause` does
   */
  resume(partitions: Iterable<TopicPartition>): void {
    this.setPaused('resume', partitions, false);
  }

  /** The partitions that are paused. @throws IllegalStateException after close() */
  paused(): readonly TopicPartition[] {
    this.ensureOpen();
    const paused = [...this.positions.all()].filter(({ isPaused }) => isPaused);
    return paused.map(({ topic, partition }) => ({ topic, partition }));
  }

  /**
   * The offset of the next record that poll() returns, looked up if necessary.
   *
   * @throws IllegalStateException if it is not assigned, and after close(); TimeoutException after default.api.timeout.ms
   */
  async position(partition: TopicPartition): Promise<number> {
    this.ensureOpen();
    const asked = checkedPartition('consumer.position(partition)', partition);
    await this.findCommitted(asked);
    return this.positionLookup.position(asked);
  }

  /** The first offset of each partition, by `topic-partition`. @throws TimeoutException after default.api.timeout.ms */
  async beginningOffsets(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, number>> {
    this.ensureOpen();
    return this.offsets.all(checkedPartitions('consumer.beginningOffsets(partitions)', partitions), 'earliest');
  }

  /**
   * The offset after the last record of each partition that is visible under isolation.level, by `topic-partition`.
   *
   * @throws TimeoutException after default.api.timeout.ms
   */
  async endOffsets(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, number>> {
    this.ensureOpen();
    return this.offsets.all(checkedPartitions('consumer.endOffsets(partitions)', partitions), 'latest');
  }

  protected abstract ensureOpen(): void;

  /** Lets the partition begin where the group has committed an offset, if its position is not known. */
  protected abstract findCommitted(partition: TopicPartition): Promise<void>;

  private setPaused(call: string, partitions: Iterable<TopicPartition>, isPaused: boolean): void {
    this.ensureOpen();
    for (const partition of checkedPartitions(`consumer.${call}(partitions)`, partitions)) {
      this.positions.get(partition).isPaused = isPaused;
    }
  }

  /** @param partitions none: all that are assigned */
  private reset(partitions: readonly TopicPartition[], to: OffsetReset): void {
    this.ensureOpen();
    for (const partition of partitions.length === 0 ? this.assignment() : partitions) {
      this.positions.move(partition, null, to);
    }
  }
}

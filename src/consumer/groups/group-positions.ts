/**
 * The assigned partitions of a consumer, as far as its group has to do with them.
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';

export interface GroupPosition extends TopicPartition {
  /** Offset of the next record that poll() returns; `null`: not known. */
  readonly position: number | null;
  /** Leader epoch of the last batch that was read before the position; `null`: not known. */
  readonly offsetEpoch: number | null;
  /** Whether it begins where the group has committed an offset, which is not known yet. */
  readonly awaitsCommitted: boolean;
}

/** What the group has committed for a partition, as far as a position begins there. */
export interface StartingOffset {
  readonly offset: number;
  readonly leaderEpoch: number | null;
}

export interface GroupPositions {
  all(): Iterable<GroupPosition>;
  /** Replaces the partitions; those that stay keep their positions. */
  assign(partitions: Iterable<TopicPartition>, awaitsCommitted?: boolean): void;
  /** It is known now what the group has committed for a partition; `undefined`: nothing. */
  startAt(of: TopicPartition, committed: StartingOffset | undefined): void;
}

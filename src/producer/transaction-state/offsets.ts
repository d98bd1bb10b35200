/**
 * The offsets of a consumer group in the forms that sendOffsetsToTransaction() takes, and the checks of these.
 */

import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';

export type OffsetToCommit = TxnOffsetCommitRequest['partitions'][number];

/** A committed offset with its details (Java's OffsetAndMetadata). */
export interface OffsetAndMetadata {
  /** Offset of the next record to be read. */
  readonly offset: number;
  /** Leader epoch of the last record read. Default: unknown. */
  readonly leaderEpoch?: number | null;
  /** Text that is stored with the offset. Default: empty. */
  readonly metadata?: string | null;
}

/**
 * The offset of the next record to be read in each partition: an object with keys `topic-partition`, a map by partition as in
 * Java, or a list. If a partition occurs twice, the later offset counts.
 */
export type OffsetsToCommit =
  | Readonly<Record<string, number | OffsetAndMetadata>>
  | ReadonlyMap<TopicPartition, number | OffsetAndMetadata>
  | readonly (TopicPartition & OffsetAndMetadata)[];

/** A consumer group and a member of it (Java's ConsumerGroupMetadata). */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  /** -1: the consumer is not a member of the group. */
  readonly generationId: number;
  /** Empty: the consumer is not a member of the group. */
  readonly memberId: string;
  /** group.instance.id; `null`: none. */
  readonly groupInstanceId: string | null;
}

const NO_GENERATION = -1;
const NO_MEMBER = '';
const NO_EPOCH = -1;

/** @throws IllegalArgumentException for a generation without a member, and for a value that is not of this form */
export function groupMetadata(
  group: string | (Partial<ConsumerGroupMetadata> & { readonly groupId: string }),
): ConsumerGroupMetadata {
  if (typeof group === 'string') return groupMetadata({ groupId: group });
  if (typeof group?.groupId !== 'string')
    throw new IllegalArgumentException('Consumer group metadata could not be null');
  const { groupId, generationId = NO_GENERATION, memberId = NO_MEMBER, groupInstanceId = null } = group;
  if (generationId > 0 && memberId === NO_MEMBER) {
    const text = `GroupMetadata(groupId = ${groupId}, generationId = ${generationId}, memberId = , groupInstanceId = ${groupInstanceId ?? ''})`;
    // The sentence without an end is Kafka's.
    throw new IllegalArgumentException(`Passed in group metadata ${text} has generationId > 0 but member.id `);
  }
  return { groupId, generationId, memberId, groupInstanceId };
}

/** @throws IllegalArgumentException for a key that is not `topic-partition`, and for a negative offset */
export function offsetsToCommit(offsets: OffsetsToCommit): readonly OffsetToCommit[] {
  if (isList(offsets)) return offsets.map((given) => offsetToCommit(given, given));
  if (offsets instanceof Map) return Array.from(offsets, ([partition, given]) => offsetToCommit(partition, given));
  return Object.entries(offsets).map(([name, given]) => offsetToCommit(partitionNamed(name), given));
}

function offsetToCommit({ topic, partition }: TopicPartition, given: number | OffsetAndMetadata): OffsetToCommit {
  const isNumber = typeof given === 'number';
  const committedOffset = isNumber ? given : given.offset;
  if (!(committedOffset >= 0)) throw new IllegalArgumentException('Invalid negative offset');
  return {
    topic,
    partition,
    committedOffset,
    committedLeaderEpoch: (isNumber ? null : given.leaderEpoch) ?? NO_EPOCH,
    committedMetadata: (isNumber ? null : given.metadata) ?? '',
  };
}

function partitionNamed(name: string): TopicPartition {
  const dash = name.lastIndexOf('-');
  const partition = name.slice(dash + 1);
  if (dash < 1 || !/^\d+$/.test(partition)) {
    throw new IllegalArgumentException(`'${name}' is not a partition: write topic-partition, for example payments-0`);
  }
  return { topic: name.slice(0, dash), partition: Number(partition) };
}

function isList(offsets: OffsetsToCommit): offsets is readonly (TopicPartition & OffsetAndMetadata)[] {
  return Array.isArray(offsets);
}

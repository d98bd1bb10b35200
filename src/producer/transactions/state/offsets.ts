/**
 * A consumer group's offsets as a transactional producer commits them.
 *
 * Owns: the forms in which a user may hand them over, and the checks of these.
 */
import { IllegalArgumentException } from '../../../protocol/exceptions.ts';
import type { TxnOffsetCommitRequest } from '../../../protocol/messages.ts';
import type { TopicPartition } from '../../../protocol/record-batch.ts';

export type OffsetToCommit = TxnOffsetCommitRequest['partitions'][number];

/** Java's OffsetAndMetadata. */
export interface OffsetAndMetadata {
  /** Of the next record to be read. */
  readonly offset: number;
  /** Of the last record read; default: unknown. */
  readonly leaderEpoch?: number | null;
  /** Default: empty. */
  readonly metadata?: string | null;
}

/**
 * The offset of the next record to be read, for each partition: by `topic-partition`, by partition as in Java's map, or
 * as a list. Of two for the same partition the later one counts.
 */
export type OffsetsToCommit =
  | Readonly<Record<string, number | OffsetAndMetadata>>
  | ReadonlyMap<TopicPartition, number | OffsetAndMetadata>
  | readonly (TopicPartition & OffsetAndMetadata)[];

/** The group, and the consumer in it. A group's id alone stands for a consumer that is no member. */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

const NO_GENERATION = -1;
const NO_MEMBER = '';
const NO_EPOCH = -1;

/** @throws IllegalArgumentException for a generation without a member, or none of the forms */
export function groupMetadata(
  group: string | (Partial<ConsumerGroupMetadata> & { readonly groupId: string }),
): ConsumerGroupMetadata {
  if (typeof group === 'string') return groupMetadata({ groupId: group });
  if (typeof group?.groupId !== 'string')
    throw new IllegalArgumentException('Consumer group metadata could not be null');
  const { groupId, generationId = NO_GENERATION, memberId = NO_MEMBER, groupInstanceId = null } = group;
  if (generationId > 0 && memberId === NO_MEMBER) {
    const shown = `GroupMetadata(groupId = ${groupId}, generationId = ${generationId}, memberId = , groupInstanceId = ${groupInstanceId ?? ''})`;
    throw new IllegalArgumentException(`Passed in group metadata ${shown} has generationId > 0 but member.id `);
  }
  return { groupId, generationId, memberId, groupInstanceId };
}

/** @throws IllegalArgumentException for a key that names no partition, or a negative offset */
export function offsetsToCommit(offsets: OffsetsToCommit): readonly OffsetToCommit[] {
  if (isList(offsets)) return offsets.map((given) => offsetToCommit(given, given));
  if (offsets instanceof Map) return Array.from(offsets, ([place, given]) => offsetToCommit(place, given));
  return Object.entries(offsets).map(([place, given]) => offsetToCommit(placeNamed(place), given));
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

function placeNamed(place: string): TopicPartition {
  const dash = place.lastIndexOf('-');
  const partition = place.slice(dash + 1);
  if (dash < 1 || !/^\d+$/.test(partition)) {
    throw new IllegalArgumentException(`'${place}' names no partition: write topic-partition, as in payments-0`);
  }
  return { topic: place.slice(0, dash), partition: Number(partition) };
}

function isList(offsets: OffsetsToCommit): offsets is readonly (TopicPartition & OffsetAndMetadata)[] {
  return Array.isArray(offsets);
}

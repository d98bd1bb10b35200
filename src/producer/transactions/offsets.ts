/**
 * A consumer group's offsets as a transactional producer commits them.
 *
 * Owns: the forms in which a user may hand them over, and the checks of these.
 */
import { IllegalArgumentException } from '../../protocol/exceptions.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';

export type OffsetToCommit = TxnOffsetCommitRequest['partitions'][number];

/** Java's OffsetAndMetadata. */
export interface OffsetAndMetadata {
  /** Of the next record to be read. */
  readonly offset: number;
  readonly leaderEpoch?: number;
  /** Default: empty. */
  readonly metadata?: string;
}

/** By `topic-partition`: the offset of the next record to be read. */
export type OffsetsToCommit = Readonly<Record<string, number | OffsetAndMetadata>>;

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
  return Object.entries(offsets).map(([place, given]) => {
    const dash = place.lastIndexOf('-');
    const partition = Number(place.slice(dash + 1));
    if (dash < 1 || !/^\d+$/.test(place.slice(dash + 1))) {
      throw new IllegalArgumentException(`'${place}' names no partition: write topic-partition, as in payments-0`);
    }
    const { offset, leaderEpoch = NO_EPOCH, metadata = '' } = typeof given === 'number' ? { offset: given } : given;
    if (!(offset >= 0)) throw new IllegalArgumentException('Invalid negative offset');
    const topic = place.slice(0, dash);
    return {
      topic,
      partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    };
  });
}

/**
 * The offsets of a consumer group in the forms that sendOffsetsToTransaction() takes, and the checks of these.
 */

import { checkArgument, checkOptions, illegalArgument, type OptionTypes } from '../../checks/arguments.ts';
import { checkedPartition } from '../../checks/lists.ts';
import { INT, isObject, orNull, STRING, type ValueType, valueType, WHOLE } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
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
 * The offset of the next record to be read in each partition: an object or a map with keys `topic-partition`, a map by partition
 * as in Java, or a list. If a partition occurs twice, the later offset counts.
 */
export type OffsetsToCommit =
  | Readonly<Record<string, number | OffsetAndMetadata>>
  | ReadonlyMap<TopicPartition | string, number | OffsetAndMetadata>
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
  if (group === null || group === undefined) {
    throw new IllegalArgumentException('Consumer group metadata could not be null');
  }
  if (!isObject(group)) throw illegalArgument(GROUP, group, GROUP_OR_ID);
  checkOptions(GROUP, group, GROUP_FIELDS, { noun: 'field', required: ['groupId'] });
  const { groupId, generationId = NO_GENERATION, memberId = NO_MEMBER, groupInstanceId = null } = group;
  if (generationId > 0 && memberId === NO_MEMBER) {
    const text = `GroupMetadata(groupId = ${groupId}, generationId = ${generationId}, memberId = , groupInstanceId = ${groupInstanceId ?? ''})`;
    // The sentence without an end is Kafka's.
    throw new IllegalArgumentException(`Passed in group metadata ${text} has generationId > 0 but member.id `);
  }
  return { groupId, generationId, memberId, groupInstanceId };
}

/**
 * @throws IllegalArgumentException for a key that is not a partition, for an offset that is not a whole number, 0 or more, and for a
 * value that is not of this form
 */
export function offsetsToCommit(offsets: OffsetsToCommit): readonly OffsetToCommit[] {
  if (isList(offsets)) return offsets.map(offsetInList);
  if (offsets instanceof Map) return Array.from(offsets, ([key, given]) => offsetToCommit(partitionOf(key), given));
  checkArgument(OFFSETS, offsets, OFFSETS_BY_NAME);
  return Object.entries(offsets).map(([name, given]) => offsetToCommit(partitionNamed(name), given));
}

const GROUP = 'sendOffsetsToTransaction(offsets, group)';
const GROUP_OR_ID = valueType(isObject, "a group's id, or { groupId, generationId, memberId, groupInstanceId }");
const GROUP_FIELDS: OptionTypes<ConsumerGroupMetadata> = {
  groupId: STRING,
  generationId: INT,
  memberId: STRING,
  groupInstanceId: orNull(STRING),
};

const OFFSETS = 'sendOffsetsToTransaction(offsets)';
const OFFSETS_BY_NAME = valueType(isObject, "offsets by partition, such as { 'payments-0': 42 }");
const OFFSET: ValueType<number | OffsetAndMetadata> = valueType(
  (value): value is number | OffsetAndMetadata => WHOLE.accepts(value) || isObject(value),
  'an offset, which is a whole number, 0 or more, or { offset, leaderEpoch, metadata }',
);
const OFFSET_FIELDS: OptionTypes<OffsetAndMetadata> = {
  offset: WHOLE,
  leaderEpoch: orNull(INT),
  metadata: orNull(STRING),
};

function offsetInList(given: TopicPartition & OffsetAndMetadata): OffsetToCommit {
  const { topic, partition, ...offset } = checkedPartition(OFFSETS, given) as typeof given;
  return offsetToCommit({ topic, partition }, offset);
}

function offsetToCommit(of: TopicPartition, given: number | OffsetAndMetadata): OffsetToCommit {
  const committed = typeof given === 'object' && given !== null ? given : { offset: given };
  if (committed.offset < 0) throw new IllegalArgumentException('Invalid negative offset');
  const place = `${OFFSETS}, ${partitionName(of)}`;
  checkArgument(place, given, OFFSET);
  checkOptions(place, committed, OFFSET_FIELDS, { noun: 'field', required: ['offset'] });
  const { topic, partition } = of;
  const { offset: committedOffset, leaderEpoch, metadata } = committed;
  return {
    topic,
    partition,
    committedOffset,
    committedLeaderEpoch: leaderEpoch ?? NO_EPOCH,
    committedMetadata: metadata ?? '',
  };
}

function partitionOf(key: TopicPartition | string): TopicPartition {
  return typeof key === 'string' ? partitionNamed(key) : checkedPartition(OFFSETS, key);
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

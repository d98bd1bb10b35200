/**
 * The forms in which a program gives the offsets of a group: to commitSync(), commitAsync() and sendOffsetsToTransaction().
 */
import { checkArgument, checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { checkedPartition, isIterable } from '../../checks/lists.ts';
import { INT, isObject, orNull, STRING, type ValueType, valueType, WHOLE } from '../../checks/value-type.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';

/** An offset to commit, with its details (Java's OffsetAndMetadata). */
export interface OffsetAndMetadata {
  /** Offset of the next record to be read. */
  readonly offset: number;
  /** Leader epoch of the last record read. Default: unknown. */
  readonly leaderEpoch?: number | null;
  /** Text that is stored with the offset. Default: empty. */
  readonly metadata?: string | null;
}

type PartitionWithOffset = readonly [partition: TopicPartition | string, offset: number | OffsetAndMetadata];

/**
 * The offset of the next record to be read in each partition: an object by `topic-partition`, a map by partition as in Java or by
 * `topic-partition`, or a list of such pairs or of partitions with their offsets. If a partition occurs twice, the later offset counts.
 */
export type OffsetsToCommit =
  | Readonly<Record<string, number | OffsetAndMetadata>>
  | Iterable<PartitionWithOffset>
  | Iterable<TopicPartition & OffsetAndMetadata>;

/** An offset in one of these forms, with its defaults. */
export interface GivenOffset extends TopicPartition {
  readonly offset: number;
  readonly leaderEpoch: number | null;
  readonly metadata: string;
}

/**
 * @param place where they are given, such as `consumer.commitSync(offsets)`
 * @throws IllegalArgumentException for a key that is not a partition, for an offset that is not a whole number, 0 or more, and for a
 *   value that is not of this form
 */
export function givenOffsets(place: string, offsets: OffsetsToCommit): readonly GivenOffset[] {
  const given = new Map<string, GivenOffset>();
  for (const [key, offset] of pairsIn(place, offsets)) {
    const partition = typeof key === 'string' ? partitionNamed(key) : checkedPartition(place, key);
    given.set(partitionName(partition), givenOffset(place, partition, offset));
  }
  return [...given.values()];
}

function pairsIn(place: string, offsets: OffsetsToCommit): Iterable<PartitionWithOffset> {
  if (!isIterable(offsets)) {
    checkArgument(place, offsets, OFFSETS);
    return Object.entries(offsets);
  }
  return Array.from(offsets as Iterable<PartitionWithOffset | (TopicPartition & OffsetAndMetadata)>, (one) => {
    if (isPair(one)) return one;
    const { topic, partition, ...offset } = checkedPartition(place, one) as typeof one;
    return [{ topic, partition }, offset];
  });
}

function isPair(one: PartitionWithOffset | (TopicPartition & OffsetAndMetadata)): one is PartitionWithOffset {
  return Array.isArray(one);
}

const OFFSETS = valueType(isObject, "offsets by partition, such as { 'payments-0': 42 }");
const OFFSET: ValueType<number | OffsetAndMetadata> = valueType(
  (value): value is number | OffsetAndMetadata => WHOLE.accepts(value) || isObject(value),
  'an offset, which is a whole number, 0 or more, or { offset, leaderEpoch, metadata }',
);
const OFFSET_FIELDS: OptionTypes<OffsetAndMetadata> = {
  offset: WHOLE,
  leaderEpoch: orNull(INT),
  metadata: orNull(STRING),
};

function givenOffset(place: string, of: TopicPartition, given: number | OffsetAndMetadata): GivenOffset {
  const committed = typeof given === 'object' && given !== null ? given : { offset: given };
  if (committed.offset < 0) throw new IllegalArgumentException('Invalid negative offset');
  const where = `${place}, ${partitionName(of)}`;
  checkArgument(where, given, OFFSET);
  checkOptions(where, committed, OFFSET_FIELDS, { noun: 'field', required: ['offset'] });
  const { topic, partition } = of;
  const { offset, leaderEpoch, metadata } = committed;
  return { topic, partition, offset, leaderEpoch: leaderEpoch ?? null, metadata: metadata ?? '' };
}

function partitionNamed(name: string): TopicPartition {
  const dash = name.lastIndexOf('-');
  const partition = name.slice(dash + 1);
  if (dash < 1 || !/^\d+$/.test(partition)) {
    throw new IllegalArgumentException(`'${name}' is not a partition: write topic-partition, for example payments-0`);
  }
  return { topic: name.slice(0, dash), partition: Number(partition) };
}

/**
 * Checks of lists that user code passes to a call, and of the partitions in them.
 */
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { checkArgument, illegalArgument } from './arguments.ts';
import { INTEGER, isObject, STRING, type ValueType, valueType } from './value-type.ts';

/** Whether the value can be iterated over. A string can, but its characters are never meant. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

export const ITERABLE: ValueType<Iterable<unknown>> = valueType(isIterable, 'an array or another iterable');

const PARTITION_OBJECT = valueType(isObject, 'a partition, { topic, partition }');

/** @throws IllegalArgumentException unless it is an iterable of values of the type */
export function checkedList<T>(place: string, values: Iterable<T>, type: ValueType<T>): T[] {
  checkArgument(place, values, ITERABLE);
  const list = [...values];
  for (const value of list) checkArgument(place, value, type);
  return list;
}

/** @throws IllegalArgumentException unless it is an iterable of partitions */
export function checkedPartitions(place: string, partitions: Iterable<TopicPartition>): TopicPartition[] {
  checkArgument(place, partitions, ITERABLE);
  return [...partitions].map((one) => checkedPartition(place, one));
}

/** @throws IllegalArgumentException unless it is a partition */
export function checkedPartition(place: string, partition: TopicPartition): TopicPartition {
  if (!isObject(partition)) throw illegalArgument(place, partition, PARTITION_OBJECT);
  checkArgument(`${place}, field 'topic'`, partition.topic, STRING);
  checkArgument(`${place}, field 'partition'`, partition.partition, INTEGER);
  return partition;
}

/**
 * The order in which Java's HashMap and HashSet give their keys, on which assignments of partitions and choices of group coordinators depend.
 */
import type { TopicPartition } from './cluster/topic-partition.ts';
import { javaHashCode } from './java-hash-code.ts';

const SMALLEST_TABLE = 16;
const LOAD_FACTOR = 0.75;

/** @param keys in the order in which they were put into the map, each once */
export function inHashOrder<T>(keys: Iterable<T>, hashOf: (key: T) => number): T[] {
  const all = [...keys];
  let size = SMALLEST_TABLE;
  while (all.length > size * LOAD_FACTOR) size *= 2;
  const placeOf = (key: T): number => {
    const hash = hashOf(key);
    return (hash ^ (hash >>> 16)) & (size - 1);
  };
  // The sort is stable: keys with one place keep the order in which they were put.
  return all
    .map((key) => ({ key, place: placeOf(key) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ key }) => key);
}

export function stringsInHashOrder(keys: Iterable<string>): string[] {
  return inHashOrder(keys, javaHashCode);
}

/** TopicPartition.hashCode */
export function partitionHashCode({ topic, partition }: TopicPartition): number {
  return (Math.imul(31, 31 + partition) + javaHashCode(topic)) | 0;
}

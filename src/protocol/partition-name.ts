/**
 * The name of a partition, as Java's TopicPartition prints it.
 */
import type { TopicPartition } from './cluster/topic-partition.ts';

/** `payments-0` for partition 0 of the topic `payments`. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/**
 * Calls of a program's rebalance listener, and the lists of partitions that it gets.
 */

import { compareTexts } from '../../client/java/compare-texts.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { KafkaException } from '../../protocol/errors/exceptions.ts';

type Partitions = readonly TopicPartition[];

/** @throws KafkaException (rejects) if the program's listener throws, with that as its cause */
export async function calling(listener: () => Promise<void> | void): Promise<void> {
  try {
    await listener();
  } catch (cause) {
    throw new KafkaException('User rebalance callback throws an error', { cause });
  }
}

export function sorted(partitions: Partitions): TopicPartition[] {
  return partitions.toSorted((a, b) => compareTexts(a.topic, b.topic) || a.partition - b.partition);
}

export function without(partitions: Partitions, others: Partitions): TopicPartition[] {
  const names = new Set(others.map(partitionName));
  return partitions.filter((partition) => !names.has(partitionName(partition)));
}

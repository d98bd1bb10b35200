/**
 * Partitions as keys: results have a future for each, by its name `topic-partition`.
 */
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalArgumentException, InvalidTopicException } from '../../protocol/errors/exceptions.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import type { Futures } from '../futures/keyed-futures.ts';
import { isSendable, unsendable } from './topic-names.ts';

/** Something for each of several partitions: a `Map`, or an array of pairs. */
export type ByPartition<V> = Iterable<readonly [TopicPartition, V]>;

/** The partitions by their names. */
export function partitionsByName(partitions: Iterable<TopicPartition>): Map<string, TopicPartition> {
  return new Map([...partitions].map((one) => [partitionName(one), { topic: one.topic, partition: one.partition }]));
}

/** What belongs to each partition, by the partition's name; of several entries for one partition the last counts. */
export function valuesByName<V>(entries: ByPartition<V>): Map<string, V> {
  return new Map([...entries].map(([partition, value]) => [partitionName(partition), value]));
}

/** Why a request cannot contain a partition; `null` if it can. */
export function partitionProblem({ topic, partition }: TopicPartition): Error | null {
  if (!isSendable(topic)) return unsendable(topic);
  return partition < 0 ? new InvalidTopicException(`The given partition index ${partition} is not valid.`) : null;
}

/** The future of a partition. @param problem the text of the error if the call was not about it */
export function futureOf<T>(
  futures: Futures<T>,
  partition: TopicPartition,
  problem: (name: string) => string,
): KafkaFuture<T> {
  const name = partitionName(partition);
  const future = futures.get(name);
  if (future === undefined) throw new IllegalArgumentException(problem(name));
  return future;
}

/** Messages list partitions under their topics, the cluster's requests and responses list them one by one. */
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';

/** Topics in the order in which they first occur, with what `convert` makes of each of their partitions. */
export function byTopic<Partition extends { readonly topic: string }, Converted, Topic>(
  partitions: readonly Partition[],
  convert: (partition: Partition) => Converted,
  topicOf: (topic: string, partitions: readonly Converted[]) => Topic,
): Topic[] {
  const topics = new Map<string, Converted[]>();
  for (const partition of partitions) {
    const listed = topics.get(partition.topic);
    if (listed === undefined) topics.set(partition.topic, [convert(partition)]);
    else listed.push(convert(partition));
  }
  return Array.from(topics, ([topic, converted]) => topicOf(topic, converted));
}

/** The partitions of topics that list the numbers of their partitions. */
export function partitionsOf<Topic>(
  topics: readonly Topic[],
  nameOf: (topic: Topic) => string,
  numbersOf: (topic: Topic) => readonly number[],
): TopicPartition[] {
  return topics.flatMap((topic) => numbersOf(topic).map((partition) => ({ topic: nameOf(topic), partition })));
}

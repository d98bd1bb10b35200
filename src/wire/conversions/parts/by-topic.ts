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

/** The same, but a topic is listed again if partitions of others come between: partitions stay in their order (FetchResponse.toMessage). */
export function inOrderByTopic<Partition extends { readonly topic: string }, Converted, Topic>(
  partitions: readonly Partition[],
  convert: (partition: Partition) => Converted,
  topicOf: (topic: string, partitions: readonly Converted[]) => Topic,
): Topic[] {
  const runs: { readonly topic: string; readonly converted: Converted[] }[] = [];
  for (const partition of partitions) {
    const last = runs.at(-1);
    if (last?.topic === partition.topic) last.converted.push(convert(partition));
    else runs.push({ topic: partition.topic, converted: [convert(partition)] });
  }
  return runs.map(({ topic, converted }) => topicOf(topic, converted));
}

/** The partitions of topics that list the numbers of their partitions. */
export function partitionsOf<Topic>(
  topics: readonly Topic[],
  nameOf: (topic: Topic) => string,
  numbersOf: (topic: Topic) => readonly number[],
): TopicPartition[] {
  return topics.flatMap((topic) => numbersOf(topic).map((partition) => ({ topic: nameOf(topic), partition })));
}

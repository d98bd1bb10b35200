/** Which partitions the scope of a fault covers. */
import type { TopicPartition } from '../../protocol/record-batch.ts';

/** Whether the scope covers a partition: without `partition` it covers the whole topic, without `topic` everything. */
export function isIn(asked: TopicPartition, topic: string | undefined, partition: number | undefined): boolean {
  return (topic === undefined || asked.topic === topic) && (partition === undefined || asked.partition === partition);
}

/** A partition of a topic, and its name. */

/** A partition of a topic (Java: org.apache.kafka.common.TopicPartition). */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition, and the id of its topic; absent or empty if topics are known by their names only. */
export interface TopicIdPartition extends TopicPartition {
  readonly topicId?: string;
}

/** The name of a partition in log lines, messages and the trace: `payments-0`. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

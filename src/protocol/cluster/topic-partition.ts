/** A partition of a topic, and its name. */

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The name of a partition in log lines, messages and the trace: `payments-0`. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/**
 * The scope of a fault: which requests, and which partitions of them, it is about.
 */
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';

/** Narrows a fault to some of the requests of its API. A request is in scope if all given fields match. */
export interface FaultScope {
  readonly topic?: string;
  readonly partition?: number;
  /** Only Produce requests with a record of this key, as text in UTF-8; with `value`, both have to be of one record. */
  readonly key?: string;
  /** Only Produce requests with a record of this value, as text in UTF-8. */
  readonly value?: string;
  /** Id of the broker that the request is sent to. */
  readonly broker?: number;
  /**
   * The sender, by its name in the trace or its `client.id`: `producer-1`, `consumer-null-1`, or `broker-2-fetcher` for the replica
   * fetches of broker 2. A transactional producer has the name `producer-1` in the trace, and the client.id
   * `producer-<transactional.id>`, which it shares with all producers of that id.
   */
  readonly client?: string;
  /** Only requests sent at or after this time, in ms since the start. */
  readonly fromMs?: number;
  /** Only requests sent before this time, in ms since the start. */
  readonly untilMs?: number;
}

/** Whether a partition is in the scope of `topic` and `partition`. A field that is undefined matches everything. */
export function isIn(asked: TopicPartition, topic: string | undefined, partition: number | undefined): boolean {
  return (topic === undefined || asked.topic === topic) && (partition === undefined || asked.partition === partition);
}

/**
 * What the admin client's calls return, in Java's words.
 *
 * Owns: the shapes. Refuses to know: requests.
 */
import type { Node } from '../protocol/cluster/node.ts';
import { KafkaFuture } from './kafka-future.ts';

export interface TopicPartitionInfo {
  readonly partition: number;
  readonly leader: Node | null;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export interface TopicDescription {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly TopicPartitionInfo[];
}

export interface TopicListing {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
}

/** One future per topic. */
export class TopicsResult<T> {
  private readonly futures: ReadonlyMap<string, KafkaFuture<T>>;

  constructor(futures: ReadonlyMap<string, KafkaFuture<T>>) {
    this.futures = futures;
  }

  values(): ReadonlyMap<string, KafkaFuture<T>> {
    return this.futures;
  }

  /** Java's name of `values` for calls that also take topic ids. */
  topicNameValues(): ReadonlyMap<string, KafkaFuture<T>> {
    return this.futures;
  }

  /** Done when all topics are; fails with the first topic's error. */
  all(): KafkaFuture<void> {
    return KafkaFuture.allOf([...this.futures.values()]);
  }
}

export class DescribeTopicsResult extends TopicsResult<TopicDescription> {
  allTopicNames(): KafkaFuture<ReadonlyMap<string, TopicDescription>> {
    const descriptions = new Map<string, TopicDescription>();
    for (const [topic, future] of this.values()) {
      future.thenApply((description) => descriptions.set(topic, description));
    }
    return this.all().thenApply(() => descriptions);
  }
}

export class ListTopicsResult {
  private readonly future: KafkaFuture<readonly TopicListing[]>;

  constructor(future: KafkaFuture<readonly TopicListing[]>) {
    this.future = future;
  }

  listings(): KafkaFuture<readonly TopicListing[]> {
    return this.future;
  }

  names(): KafkaFuture<ReadonlySet<string>> {
    return this.future.thenApply((listings) => new Set(listings.map(({ name }) => name)));
  }
}

export interface DescribeClusterResult {
  nodes(): KafkaFuture<readonly Node[]>;
  controller(): KafkaFuture<Node | null>;
  clusterId(): KafkaFuture<string>;
}

/**
 * What the calls of the admin client return, with the names of Java's classes and methods.
 */
import type { Node } from '../protocol/cluster/node.ts';
import { KafkaFuture } from './kafka-future.ts';

/** One partition of a described topic (Java's TopicPartitionInfo). */
export interface TopicPartitionInfo {
  readonly partition: number;
  /** `null`: the partition has no leader. */
  readonly leader: Node | null;
  /** Broker ids of all replicas, the preferred leader first. */
  readonly replicas: readonly number[];
  /** Broker ids of the in-sync replicas. */
  readonly isr: readonly number[];
}

/** A topic and its partitions (Java's TopicDescription). */
export interface TopicDescription {
  readonly name: string;
  readonly topicId: string;
  /** Whether it is a topic of Kafka's own, such as __transaction_state. */
  readonly isInternal: boolean;
  /** Ascending by number. */
  readonly partitions: readonly TopicPartitionInfo[];
}

/** The name and id of a topic (Java's TopicListing). */
export interface TopicListing {
  readonly name: string;
  readonly topicId: string;
  /** Whether it is a topic of Kafka's own, such as __transaction_state. */
  readonly isInternal: boolean;
}

/** The result of a call about several topics: a future for each (Java's CreateTopicsResult, DeleteTopicsResult). */
export class TopicsResult<T> {
  private readonly futures: ReadonlyMap<string, KafkaFuture<T>>;

  constructor(futures: ReadonlyMap<string, KafkaFuture<T>>) {
    this.futures = futures;
  }

  /** The future of each topic, by name. */
  values(): ReadonlyMap<string, KafkaFuture<T>> {
    return this.futures;
  }

  /** The same as `values`: Java's name in the results of calls that also take topic ids. */
  topicNameValues(): ReadonlyMap<string, KafkaFuture<T>> {
    return this.futures;
  }

  /** A future that is done when those of all topics are; it fails with the error of the first topic that has failed. */
  all(): KafkaFuture<void> {
    return KafkaFuture.allOf([...this.futures.values()]);
  }
}

/** The result of describeTopics() (Java's DescribeTopicsResult). */
export class DescribeTopicsResult extends TopicsResult<TopicDescription> {
  /** All descriptions, by name of the topic; fails with the error of the first topic that has failed. */
  allTopicNames(): KafkaFuture<ReadonlyMap<string, TopicDescription>> {
    const descriptions = new Map<string, TopicDescription>();
    for (const [topic, future] of this.values()) {
      future.thenApply((description) => descriptions.set(topic, description));
    }
    return this.all().thenApply(() => descriptions);
  }
}

/** The result of listTopics() (Java's ListTopicsResult). */
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

/** The result of describeCluster() (Java's DescribeClusterResult). */
export interface DescribeClusterResult {
  /** The brokers that are running. */
  nodes(): KafkaFuture<readonly Node[]>;
  /** `null`: there is no controller at the moment. */
  controller(): KafkaFuture<Node | null>;
  clusterId(): KafkaFuture<string>;
}

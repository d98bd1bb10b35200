/**
 * What the calls of the admin client return, with the names of Java's classes and methods.
 */
import type { Node } from '../protocol/cluster/node.ts';
import { AdminResult } from './futures/admin-result.ts';
import { KafkaFuture } from './futures/kafka-future.ts';

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

/** The result of createTopics() and deleteTopics(): a future for each topic (Java's CreateTopicsResult, DeleteTopicsResult). */
export class TopicsResult extends AdminResult<void> {
  private readonly futures: ReadonlyMap<string, KafkaFuture<void>>;

  constructor(futures: ReadonlyMap<string, KafkaFuture<void>>) {
    super(KafkaFuture.allOf([...futures.values()]));
    this.futures = futures;
  }

  /** The future of each topic, by name. */
  values(): ReadonlyMap<string, KafkaFuture<void>> {
    return this.handOut(this.futures);
  }

  /** The same as `values`: Java's name in the results of calls that also take topic ids. */
  topicNameValues(): ReadonlyMap<string, KafkaFuture<void>> {
    return this.values();
  }

  /** A future that is done when those of all topics are; it fails with the error of the first topic that has failed. */
  all(): KafkaFuture<void> {
    return this.handOut(KafkaFuture.allOf([...this.futures.values()]));
  }
}

/** The result of describeTopics(): awaited, all descriptions by name of the topic (Java's DescribeTopicsResult). */
export class DescribeTopicsResult extends AdminResult<ReadonlyMap<string, TopicDescription>> {
  private readonly futures: ReadonlyMap<string, KafkaFuture<TopicDescription>>;

  constructor(futures: ReadonlyMap<string, KafkaFuture<TopicDescription>>) {
    super(KafkaFuture.mapOf(futures));
    this.futures = futures;
  }

  /** The future of each topic, by name. */
  values(): ReadonlyMap<string, KafkaFuture<TopicDescription>> {
    return this.handOut(this.futures);
  }

  /** The same as `values`: Java's name in the results of calls that also take topic ids. */
  topicNameValues(): ReadonlyMap<string, KafkaFuture<TopicDescription>> {
    return this.values();
  }

  /** All descriptions, by name of the topic; fails with the error of the first topic that has failed. */
  allTopicNames(): KafkaFuture<ReadonlyMap<string, TopicDescription>> {
    return this.handOut(KafkaFuture.mapOf(this.futures));
  }

  /** The same as `allTopicNames`: Java's older name. */
  all(): KafkaFuture<ReadonlyMap<string, TopicDescription>> {
    return this.allTopicNames();
  }
}

/** The result of listTopics(): awaited, the listings (Java's ListTopicsResult). */
export class ListTopicsResult extends AdminResult<readonly TopicListing[]> {
  private readonly future: KafkaFuture<readonly TopicListing[]>;

  constructor(future: KafkaFuture<readonly TopicListing[]>) {
    super(future);
    this.future = future;
  }

  listings(): KafkaFuture<readonly TopicListing[]> {
    return this.handOut(this.future);
  }

  names(): KafkaFuture<ReadonlySet<string>> {
    return this.handOut(this.future).thenApply((listings) => new Set(listings.map(({ name }) => name)));
  }

  namesToListings(): KafkaFuture<ReadonlyMap<string, TopicListing>> {
    return this.handOut(this.future).thenApply((listings) => new Map(listings.map((one) => [one.name, one])));
  }
}

/** What a cluster consists of: what an awaited describeCluster() resolves to. */
export interface ClusterDescription {
  /** The brokers that are running. */
  readonly nodes: readonly Node[];
  /** `null`: there is no controller at the moment. */
  readonly controller: Node | null;
  readonly clusterId: string;
}

/** The result of describeCluster(): awaited, all of it (Java's DescribeClusterResult). */
export class DescribeClusterResult extends AdminResult<ClusterDescription> {
  private readonly future: KafkaFuture<ClusterDescription>;

  constructor(future: KafkaFuture<ClusterDescription>) {
    super(future);
    this.future = future;
  }

  /** The brokers that are running. */
  nodes(): KafkaFuture<readonly Node[]> {
    return this.handOut(this.future).thenApply(({ nodes }) => nodes);
  }

  /** The controller; `null`: there is none at the moment. */
  controller(): KafkaFuture<Node | null> {
    return this.handOut(this.future).thenApply(({ controller }) => controller);
  }

  clusterId(): KafkaFuture<string> {
    return this.handOut(this.future).thenApply(({ clusterId }) => clusterId);
  }
}

/**
 * describeTopics(): sent to any broker, as a Metadata request (KafkaAdminClient.describeTopics).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';
import type { ClientVersion } from '../../client/versions/index.ts';
import { checkNotRemoved } from '../../client/versions/removals.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import { exceptionFor, UnknownTopicOrPartitionException } from '../../protocol/errors/exceptions.ts';
import type { MetadataResponse, TopicMetadata } from '../../protocol/messages.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import { type Futures, failAll } from '../futures/keyed-futures.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { nodeWithId } from './node-with-id.ts';
import { futuresForTopics, isSendable } from './topic-names.ts';

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

/** The result of describeTopics(): awaited, all descriptions by name of the topic (Java's DescribeTopicsResult). */
export class DescribeTopicsResult extends AdminResult<ReadonlyMap<string, TopicDescription>> {
  private readonly futures: Futures<TopicDescription>;
  private readonly version: ClientVersion;

  /** @internal */
  constructor(futures: Futures<TopicDescription>, version: ClientVersion) {
    super(KafkaFuture.mapOf(futures));
    this.futures = futures;
    this.version = version;
  }

  /** The future of each topic, by name. */
  topicNameValues(): Futures<TopicDescription> {
    return this.handOut(this.futures);
  }

  /** All descriptions, by name of the topic; fails with the error of the first topic that has failed. */
  allTopicNames(): KafkaFuture<ReadonlyMap<string, TopicDescription>> {
    return this.handOut(KafkaFuture.mapOf(this.futures));
  }

  /**
   * The same as `topicNameValues`.
   *
   * @deprecated Kafka 4.0 removed it (KAFKA-18289): use `topicNameValues`
   * @throws NoSuchMethodError from version 4.0 on
   */
  values(): Futures<TopicDescription> {
    const futures = this.topicNameValues();
    checkNotRemoved(this.version, 'DescribeTopicsResult.values()');
    return futures;
  }

  /**
   * The same as `allTopicNames`.
   *
   * @deprecated Kafka 4.0 removed it (KAFKA-18289): use `allTopicNames`
   * @throws NoSuchMethodError from version 4.0 on
   */
  all(): KafkaFuture<ReadonlyMap<string, TopicDescription>> {
    const all = this.allTopicNames();
    checkNotRemoved(this.version, 'DescribeTopicsResult.all()');
    return all;
  }
}

export function describeTopics(
  calls: RunningCalls,
  topics: Iterable<string>,
  options: CallOptions,
): DescribeTopicsResult {
  checkOptions('admin.describeTopics()', options, CALL_OPTIONS);
  const futures = futuresForTopics<TopicDescription>(checkedList('admin.describeTopics(topics)', topics, STRING));
  const names = [...futures.keys()].filter(isSendable);
  if (names.length > 0) {
    calls.start({
      api: 'Metadata',
      name: 'describeTopics',
      deadlineMs: calls.deadlineMs(options),
      target: 'least-loaded',
      request: () => ({ api: 'Metadata', topics: names, allowAutoTopicCreation: false }),
      onResponse: (response) => settle(response, futures),
      onFailure: (error) => failAll(futures, error),
    });
  }
  return new DescribeTopicsResult(futures, calls.version);
}

function settle(response: MetadataResponse, futures: Futures<TopicDescription>): void {
  for (const topic of response.topics) {
    const future = futures.get(topic.name);
    if (topic.error === 'NONE') future?.complete(descriptionOf(topic, response.brokers));
    else future?.completeExceptionally(exceptionFor(topic.error));
  }
  for (const [topic, future] of futures) {
    future.completeExceptionally(new UnknownTopicOrPartitionException(`Topic ${topic} not found.`));
  }
}

function descriptionOf(topic: TopicMetadata, brokers: readonly Node[]): TopicDescription {
  const partitions = topic.partitions
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ partition, leader, replicas, isr }) => ({ partition, leader: nodeWithId(brokers, leader), replicas, isr }));
  return { name: topic.name, topicId: topic.topicId, isInternal: topic.isInternal, partitions };
}

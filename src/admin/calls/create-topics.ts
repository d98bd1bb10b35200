/**
 * createTopics(): sent to the controller (KafkaAdminClient.createTopics).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import type { CreatableTopic } from '../../protocol/messages.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { type Futures, failAll } from '../futures/keyed-futures.ts';
import { ValuesResult } from '../futures/values-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { VALIDATING_OPTIONS } from './check-arguments.ts';
import { NEW_TOPIC, type NewTopic, type NewTopicLike, toCreatableTopic } from './new-topic.ts';
import { futureOfTopic, futuresForTopics, isSendable } from './topic-names.ts';
import { settleTopics } from './topic-outcomes.ts';

/** The options of createTopics(). */
export interface CreateTopicsOptions extends CallOptions {
  /** Whether the topics are only checked, and not created. Default: false. */
  readonly validateOnly?: boolean;
}

interface CreatedTopic {
  readonly topicId: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
}

/** The result of createTopics(), with a future for each topic, by name (Java's CreateTopicsResult). */
export class CreateTopicsResult extends ValuesResult {
  private readonly created: Futures<CreatedTopic>;

  /** @internal */
  constructor(created: Futures<CreatedTopic>) {
    super(new Map([...created].map(([name, future]) => [name, future.thenApply(() => undefined)])));
    this.created = created;
  }

  /** The id of a topic that was asked for. */
  topicId(topic: string): KafkaFuture<string> {
    return this.of(topic).thenApply(({ topicId }) => topicId);
  }

  numPartitions(topic: string): KafkaFuture<number> {
    return this.of(topic).thenApply(({ numPartitions }) => numPartitions);
  }

  replicationFactor(topic: string): KafkaFuture<number> {
    return this.of(topic).thenApply(({ replicationFactor }) => replicationFactor);
  }

  private of(topic: string): KafkaFuture<CreatedTopic> {
    return this.handOut(futureOfTopic(this.created, topic));
  }
}

export function createTopics(
  calls: RunningCalls,
  newTopics: Iterable<NewTopic | NewTopicLike>,
  options: CreateTopicsOptions,
): CreateTopicsResult {
  checkOptions('admin.createTopics()', options, VALIDATING_OPTIONS);
  const { validateOnly = false } = options;
  const wanted = checkedList('admin.createTopics(newTopics)', newTopics, NEW_TOPIC).map(toCreatableTopic);
  const futures = futuresForTopics<CreatedTopic>(wanted.map(({ name }) => name));
  // As in Java, the first of several topics with the same name counts.
  const topics = wanted.filter(({ name }, place) => isSendable(name) && place === firstOf(wanted, name));
  if (topics.length > 0) {
    calls.start({
      api: 'CreateTopics',
      name: 'createTopics',
      deadlineMs: calls.deadlineMs(options),
      target: 'controller',
      request: (timeoutMs) => ({ api: 'CreateTopics', topics, timeoutMs, validateOnly }),
      onResponse: ({ topics: outcomes }) =>
        settleTopics(futures, outcomes, ({ topicId, numPartitions, replicationFactor }) => ({
          topicId,
          numPartitions,
          replicationFactor,
        })),
      onFailure: (error) => failAll(futures, error),
    });
  }
  return new CreateTopicsResult(futures);
}

function firstOf(topics: readonly CreatableTopic[], wanted: string): number {
  return topics.findIndex(({ name }) => name === wanted);
}

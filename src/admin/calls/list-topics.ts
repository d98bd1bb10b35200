/**
 * listTopics(): sent to any broker, as a Metadata request (KafkaAdminClient.listTopics).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { BOOLEAN } from '../../checks/value-type.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';

/** The options of listTopics(). */
export interface ListTopicsOptions extends CallOptions {
  /** Whether Kafka's own topics, such as __transaction_state, are listed, too. Default: false. */
  readonly listInternal?: boolean;
}

/** The name and id of a topic (Java's TopicListing). */
export interface TopicListing {
  readonly name: string;
  readonly topicId: string;
  /** Whether it is a topic of Kafka's own, such as __transaction_state. */
  readonly isInternal: boolean;
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

export function listTopics(calls: RunningCalls, options: ListTopicsOptions): ListTopicsResult {
  checkOptions<ListTopicsOptions>('admin.listTopics()', options, { ...CALL_OPTIONS, listInternal: BOOLEAN });
  const future = new KafkaFuture<readonly TopicListing[]>();
  calls.start({
    api: 'Metadata',
    name: 'listTopics',
    deadlineMs: calls.deadlineMs(options),
    target: 'least-loaded',
    request: () => ({ api: 'Metadata', topics: null, allowAutoTopicCreation: true }),
    onResponse: (response) => {
      const visible = response.topics.filter((topic) => options.listInternal === true || !topic.isInternal);
      future.complete(visible.map(({ name, topicId, isInternal }) => ({ name, topicId, isInternal })));
    },
    onFailure: (error) => future.completeExceptionally(error),
  });
  return new ListTopicsResult(future);
}

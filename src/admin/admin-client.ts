/**
 * The admin client, for topics and the cluster (Java's KafkaAdminClient). Connections and retries are in client/call-runner.ts.
 */
import { CallRunner } from '../client/call-runner.ts';
import type { ConfigLog } from '../client/config/config-log.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { Log } from '../client/host/logging.ts';
import { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import { type ClientVersion, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import type { Node } from '../protocol/cluster/node.ts';
import type { ErrorName } from '../protocol/errors/errors.ts';
import { exceptionFor, InvalidTopicException, UnknownServerException } from '../protocol/errors/exceptions.ts';
import type { MetadataResponse, TopicMetadata } from '../protocol/messages.ts';
import { resolveAdminClientConfig } from './admin-config.ts';
import type { AdminClientConfigInput } from './config-input.ts';
import { KafkaFuture } from './futures/kafka-future.ts';
import { type NewTopic, type NewTopicLike, toCreatableTopic } from './new-topic.ts';
import {
  type ClusterDescription,
  DescribeClusterResult,
  DescribeTopicsResult,
  ListTopicsResult,
  type TopicDescription,
  type TopicListing,
  TopicsResult,
} from './results.ts';
import { type CallOptions, RunningCalls } from './running/running-calls.ts';

export interface AdminClientOptions {
  /** The N of the default client.id `adminclient-N`. */
  readonly clientNumber: number;
  /** Default: DEFAULT_CLIENT_VERSION. */
  readonly version?: ClientVersion;
}

/**
 * Creates, deletes and describes topics, and describes the cluster (Java's AdminClient). Create one with `sim.admin()`.
 *
 * Await a call to wait until it is done; its result also has the methods of Java's result, which return a future for each topic, for
 * example. Both reject with Kafka's exceptions: with the one that a broker answers with, or with a TimeoutException after the call's
 * timeout.
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 *
 * const sim = new Simulation({ brokers: 3 });
 * const admin = sim.admin();
 * await sim.run(async () => {
 *   await admin.createTopics([{ name: 'payments', numPartitions: 3, replicationFactor: 3 }]);
 *   console.log([...(await admin.listTopics().names())].join());
 *   await admin.deleteTopics(['orders']).catch((error) => console.log(error.name));
 * });
 * // prints: payments
 * // prints: UnknownTopicOrPartitionException
 */
export class AdminClient {
  private readonly calls: RunningCalls;

  /**
   * @internal
   * @throws ConfigException for a value that is not allowed, KafkaException with a cause for what Java finds out later
   */
  constructor(config: AdminClientConfigInput | Properties, clientHost: ClientHost, options: AdminClientOptions) {
    const { version = DEFAULT_CLIENT_VERSION, clientNumber } = options;
    const configLog: ConfigLog = (level, logger, message) =>
      clientHost.log({ timeMs: clientHost.now(), thread: 'main', level, logger, message });
    const nextClientNumber = (): number => clientNumber;
    const resolved = resolveAdminClientConfig(config, { version, nextClientNumber, log: configLog });
    const { clientId, retryBackoffMs, metadataMaxAgeMs } = resolved;
    const log: Log = (level, logger, text, error) => {
      const thread = `kafka-admin-client-thread | ${clientId}`;
      const message = `[AdminClient clientId=${clientId}] ${text}`;
      clientHost.log({ timeMs: clientHost.now(), thread, level, logger, message, ...(error && { error }) });
    };
    const metadata = new TopicsMetadata({
      refreshBackoffMs: retryBackoffMs,
      metadataExpireMs: metadataMaxAgeMs,
      allowAutoTopicCreation: true,
      log,
      policies: version.policies,
    });
    const runner = new CallRunner({ config: resolved, retries: resolved.retries, clientHost, metadata, log });
    this.calls = new RunningCalls(runner, clientHost, resolved.defaultApiTimeoutMs);
  }

  /**
   * Creates topics.
   *
   * @throws TopicExistsException, InvalidReplicationFactorException, ... (the topic's future rejects)
   */
  createTopics(newTopics: Iterable<NewTopic | NewTopicLike>, options: CallOptions = {}): TopicsResult {
    const wanted = [...newTopics].map(toCreatableTopic);
    const futures = futuresFor<void>(wanted.map(({ name }) => name));
    // As in Java, the first of several topics with the same name counts.
    const topics = wanted.filter(({ name }, place) => isSendable(name) && place === firstOf(wanted, name));
    if (topics.length === 0) return new TopicsResult(futures);
    const deadlineMs = this.calls.deadlineMs(options);
    this.calls.start({
      api: 'CreateTopics',
      name: 'createTopics',
      deadlineMs,
      target: 'controller',
      request: (nowMs) => ({ api: 'CreateTopics', topics, timeoutMs: deadlineMs - nowMs, validateOnly: false }),
      onResponse: (response) => settleTopics(response.topics, futures),
      onFailure: (error) => failAll(futures, error),
    });
    return new TopicsResult(futures);
  }

  /** Deletes topics. @throws UnknownTopicOrPartitionException (the topic's future rejects) */
  deleteTopics(topics: Iterable<string>, options: CallOptions = {}): TopicsResult {
    const futures = futuresFor<void>(topics);
    const names = [...futures.keys()].filter(isSendable);
    if (names.length === 0) return new TopicsResult(futures);
    const deadlineMs = this.calls.deadlineMs(options);
    this.calls.start({
      api: 'DeleteTopics',
      name: 'deleteTopics',
      deadlineMs,
      target: 'controller',
      request: (nowMs) => ({ api: 'DeleteTopics', topics: names, timeoutMs: deadlineMs - nowMs }),
      onResponse: (response) => settleTopics(response.topics, futures),
      onFailure: (error) => failAll(futures, error),
    });
    return new TopicsResult(futures);
  }

  /** Returns the partitions of topics. @throws UnknownTopicOrPartitionException (the topic's future rejects) */
  describeTopics(topics: Iterable<string>, options: CallOptions = {}): DescribeTopicsResult {
    const futures = futuresFor<TopicDescription>(topics);
    const names = [...futures.keys()].filter(isSendable);
    if (names.length === 0) return new DescribeTopicsResult(futures);
    this.calls.start({
      api: 'Metadata',
      name: 'describeTopics',
      deadlineMs: this.calls.deadlineMs(options),
      target: 'least-loaded',
      request: () => ({ api: 'Metadata', topics: names, allowAutoTopicCreation: false }),
      onResponse: (response) => describe(response, futures),
      onFailure: (error) => failAll(futures, error),
    });
    return new DescribeTopicsResult(futures);
  }

  /** Returns the names and ids of all topics. @param options listInternal: include internal topics; default false */
  listTopics(options: CallOptions & { readonly listInternal?: boolean } = {}): ListTopicsResult {
    const future = new KafkaFuture<readonly TopicListing[]>();
    this.calls.start({
      api: 'Metadata',
      name: 'listTopics',
      deadlineMs: this.calls.deadlineMs(options),
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

  /** Returns the brokers, the controller and the id of the cluster. */
  describeCluster(options: CallOptions = {}): DescribeClusterResult {
    const future = new KafkaFuture<ClusterDescription>();
    this.calls.start({
      api: 'DescribeCluster',
      name: 'listNodes',
      deadlineMs: this.calls.deadlineMs(options),
      target: 'least-loaded',
      request: () => ({ api: 'DescribeCluster' }),
      onResponse: (response) => {
        if (response.error !== 'NONE') throw exceptionFor(response.error);
        const { brokers, clusterId, controllerId } = response;
        future.complete({ nodes: brokers, controller: nodeWithId(brokers, controllerId), clusterId });
      },
      onFailure: (error) => future.completeExceptionally(error),
    });
    return new DescribeClusterResult(future);
  }

  /**
   * Closes the client: waits for the calls that are not finished, and refuses new ones with a TimeoutException.
   *
   * @param timeoutMs the longest wait in virtual ms; then the calls that are not finished fail with a TimeoutException. Default: no limit
   * @throws IllegalArgumentException if `timeoutMs` is negative
   */
  close(timeoutMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    return this.calls.close(timeoutMs);
  }
}

/** A future for each name. Those of names that a request cannot contain have failed already. */
function futuresFor<T>(topics: Iterable<string>): Map<string, KafkaFuture<T>> {
  const futures = new Map<string, KafkaFuture<T>>();
  for (const topic of topics) {
    const future = new KafkaFuture<T>();
    if (!isSendable(topic)) {
      const problem = `The given topic name '${topic}' cannot be represented in a request.`;
      future.completeExceptionally(new InvalidTopicException(problem));
    }
    futures.set(topic, future);
  }
  return futures;
}

function isSendable(topic: string): boolean {
  return topic !== '';
}

function firstOf(topics: readonly { readonly name: string }[], wanted: string): number {
  return topics.findIndex(({ name }) => name === wanted);
}

interface TopicOutcome {
  readonly name: string;
  readonly error: ErrorName;
  readonly errorMessage: string | null;
}

function settleTopics(outcomes: readonly TopicOutcome[], futures: ReadonlyMap<string, KafkaFuture<void>>): void {
  // The whole call is sent again, to the new controller.
  if (outcomes.some(({ error }) => error === 'NOT_CONTROLLER')) throw exceptionFor('NOT_CONTROLLER');
  for (const { name, error, errorMessage } of outcomes) {
    if (error === 'NONE') futures.get(name)?.complete(undefined);
    else futures.get(name)?.completeExceptionally(exceptionFor(error, errorMessage));
  }
  failUnanswered(futures);
}

function failAll(futures: ReadonlyMap<string, KafkaFuture<unknown>>, error: Error): void {
  for (const future of futures.values()) future.completeExceptionally(error);
}

function failUnanswered(futures: ReadonlyMap<string, KafkaFuture<unknown>>): void {
  for (const [topic, future] of futures) {
    future.completeExceptionally(
      new UnknownServerException(`The server response did not contain a result for topic ${topic}`),
    );
  }
}

function describe(response: MetadataResponse, futures: ReadonlyMap<string, KafkaFuture<TopicDescription>>): void {
  for (const topic of response.topics) {
    const future = futures.get(topic.name);
    if (topic.error === 'NONE') future?.complete(descriptionOf(topic, response.brokers));
    else future?.completeExceptionally(exceptionFor(topic.error));
  }
  failUnanswered(futures);
}

function descriptionOf(topic: TopicMetadata, brokers: readonly Node[]): TopicDescription {
  const partitions = topic.partitions
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ partition, leader, replicas, isr }) => ({ partition, leader: nodeWithId(brokers, leader), replicas, isr }));
  return { name: topic.name, topicId: topic.topicId, isInternal: topic.isInternal, partitions };
}

function nodeWithId(nodes: readonly Node[], id: number): Node | null {
  return nodes.find((node) => node.id === id) ?? null;
}

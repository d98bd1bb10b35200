/**
 * The consumer (Java's KafkaConsumer). With a group.id it is a member of that group; without one, subscribe() assigns all partitions of
 * the topics, so that a test can see what is in the log.
 */

import { fieldsText, printAs } from '../checks/printing.ts';
import type { CallRunner } from '../client/call-runner.ts';
import { configLogOf } from '../client/config/config-log.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import { DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalStateException, RetriableException } from '../protocol/errors/exceptions.ts';
import { checkPollTimeout, partitionsToAssign, topicsToSubscribe } from './call-checks.ts';
import type { ConsumerConfigInput } from './config-input.ts';
import { type ConsumerConfig, resolveConsumerConfig } from './consumer-config.ts';
import type { ConsumerMetadata } from './consumer-metadata.ts';
import { consumerNetwork } from './consumer-network.ts';
import { type ConsumerOptions, deserializerOf } from './consumer-options.ts';
import type { ConsumerRecords } from './consumer-record.ts';
import { Fetcher } from './fetcher.ts';
import { FieldDeserializer } from './field-deserializer.ts';
import { GroupCalls } from './group-calls.ts';
import { ConsumerGroup } from './groups/consumer-group.ts';
import type { ConsumerRebalanceListener } from './groups/rebalance-listener.ts';
import { Subscription } from './groups/subscription.ts';
import { isPattern, TopicPattern } from './groups/topic-pattern.ts';
import { OffsetLookup } from './offset-lookup.ts';
import { PositionLookup } from './position-lookup.ts';
import { Positions } from './positions.ts';
import { WaitingPoll } from './waiting-poll.ts';

/** How long close() waits for the coordinator (KafkaConsumer.DEFAULT_CLOSE_TIMEOUT_MS). */
const CLOSE_TIMEOUT_MS = 30_000;
const CLOSED = Promise.resolve();

/**
 * Reads records from the partitions that its group or the program assigns to it (Java's KafkaConsumer). Create one with
 * `sim.consumer()`. Without a `group.id` there is no group: subscribe() assigns all partitions of the topics, which Java refuses.
 *
 * @example
 * import { Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * const consumer = sim.consumer({
 *   'key.deserializer': StringDeserializer,
 *   'value.deserializer': StringDeserializer,
 *   'auto.offset.reset': 'earliest',
 * });
 * await sim.run(async () => {
 *   await producer.send({ topic: 'payments', key: 'France', value: '12 EUR' }).get();
 *   consumer.subscribe(['payments']);
 *   for (const { key, value, offset } of await consumer.poll(1000)) console.log(offset, key, value);
 * });
 * // prints: 0 France 12 EUR
 */
export class KafkaConsumer<K = unknown, V = unknown> extends GroupCalls<K, V> {
  protected readonly group: ConsumerGroup | null;
  private readonly clientHost: ClientHost;
  protected readonly config: ConsumerConfig;
  private readonly metadata: ConsumerMetadata;
  private readonly runner: CallRunner;
  protected readonly offsets: OffsetLookup;
  protected readonly positionLookup: PositionLookup<K, V>;
  private readonly fetcher: Fetcher<K, V>;
  protected readonly positions: Positions<K, V> = new Positions();
  private readonly waitingPoll: WaitingPoll<K, V>;
  private readonly subscription: Subscription;
  private isClosed = false;

  static {
    printAs(KafkaConsumer, (consumer) => {
      const { clientId } = consumer.config;
      const assignment = Array.from(consumer.positions.all(), partitionName);
      return fieldsText('KafkaConsumer', { clientId, assignment });
    });
  }

  /**
   * @internal
   * @throws ConfigException for a value that is not allowed, KafkaException with a cause for what Java finds out later
   */
  constructor(config: ConsumerConfigInput | Properties, clientHost: ClientHost, options: ConsumerOptions<K, V>) {
    super();
    const { version = DEFAULT_CLIENT_VERSION, clientNumber } = options;
    this.clientHost = clientHost;
    this.config = resolveConsumerConfig(config, {
      version,
      nextClientNumber: () => clientNumber,
      log: configLogOf(clientHost),
      keyDeserializer: deserializerOf(options.key),
      valueDeserializer: deserializerOf(options.value),
    });
    const { keyDeserializer, valueDeserializer } = this.config;
    const deserializers = {
      key: new FieldDeserializer('key', keyDeserializer as Deserializer<K>),
      value: new FieldDeserializer('value', valueDeserializer as Deserializer<V>),
    };
    const { metadata, runner } = consumerNetwork(this.config, clientHost, version);
    const usesLeaderHints = version.policies.leaderHints === 'used';
    metadata.onUpdate(() => this.onMetadata());
    this.metadata = metadata;
    this.runner = runner;
    this.waitingPoll = new WaitingPoll(clientHost, () => this.group?.pollEnds());
    const { groupId } = this.config;
    const subscription = new Subscription(groupId !== null);
    this.subscription = subscription;
    const groupParts = { config: this.config, clientHost, metadata, runner, positions: this.positions, subscription };
    this.group = groupId === null ? null : new ConsumerGroup({ groupId, ...groupParts }, () => this.advance());
    this.offsets = new OffsetLookup(this.config, clientHost, metadata, runner);
    this.positionLookup = new PositionLookup(this.config, this.positions, this.offsets);
    this.fetcher = new Fetcher(
      { config: this.config, clientHost, metadata, usesLeaderHints, runner, positions: this.positions, deserializers },
      { advance: () => this.advance(), failPoll: (error) => this.failPoll(error) },
    );
  }

  // --- Which partitions are read, and from where ---------------------------------------------------------------------------

  /**
   * Reads exactly these partitions from now on. No partitions: as `unsubscribe()`.
   *
   * @throws IllegalArgumentException unless they are partitions with a topic
   * @throws IllegalStateException if the consumer has subscribed with its group, and after close()
   */
  assign(partitions: Iterable<TopicPartition>): void {
    this.ensureOpen();
    const wanted = partitionsToAssign(partitions);
    if (wanted.length === 0) {
      this.unsubscribeAtOnce();
      return;
    }
    this.subscription.toPartitions();
    this.positions.assign(wanted, this.group !== null);
    this.metadata.add(wanted.map(({ topic }) => topic));
  }

  /**
   * Reads the partitions of these topics that the group assigns to the consumer; without a group all of them. Partitions that are
   * added later belong to them. No topics: as `unsubscribe()`, which a program can await.
   *
   * @param topics names, or a pattern that has to match the whole name of a topic, as in Java: `/orders-.+/`, not `/^orders/`. Which topics
   *   there are is asked before the consumer joins its group, and at least every metadata.max.age.ms
   * @param listener is called when partitions are assigned to the consumer or taken from it
   * @throws IllegalArgumentException unless they are names of topics, and for an empty pattern
   * @throws InvalidGroupIdException for a pattern without a group.id
   * @throws IllegalStateException after another kind of subscription of its group, unless unsubscribe() has ended it, and after close()
   */
  subscribe(topics: Iterable<string> | RegExp, listener: ConsumerRebalanceListener = {}): void {
    if (isPattern(topics)) this.subscribeToPattern(topics, listener);
    else this.subscribeToTopics(topics, listener);
  }

  /** Reads no topics any more, and leaves the group. */
  async unsubscribe(): Promise<void> {
    this.ensureOpen();
    // Without a promise of the listener all of this happens at once, so that the program may subscribe again without waiting.
    const revoked = this.group?.revokeAll();
    if (revoked !== undefined) await revoked;
    this.group?.unsubscribe();
    this.subscription.clear();
    this.metadata.match(null);
    this.positions.assign([]);
  }

  // --- Reading -------------------------------------------------------------------------------------------------------------

  /**
   * Waits for records, and returns at most max.poll.records of them as soon as there are some.
   *
   * @param timeoutMs the longest wait in virtual ms, or Infinity; then the result is empty
   * @throws IllegalArgumentException unless `timeoutMs` is a whole number, 0 or more, or Infinity
   * @throws IllegalStateException after close(), without assigned partitions, and while another poll() waits
   * @throws KafkaException (rejects) for an error that is not retriable, such as TopicAuthorizationException
   * @throws RecordDeserializationException (rejects) if the next record cannot be deserialized; seek past it to go on
   */
  poll(timeoutMs: number): Promise<ConsumerRecords<K, V>> {
    checkPollTimeout(timeoutMs);
    this.ensureOpen();
    this.waitingPoll.failIfWaiting();
    if (this.subscription.topics === null && this.positions.isEmpty) {
      throw new IllegalStateException('Consumer is not subscribed to any topics or assigned any partitions');
    }
    return this.waitingPoll.start(timeoutMs, () => this.advance());
  }

  /**
   * Closes the consumer. A poll() that waits resolves without records. A member of a group commits its offsets, if it does so
   * automatically, and leaves the group before; the promise resolves when that is done, after 30 s at the latest.
   */
  close(): PromiseLike<void> {
    if (this.isClosed) return CLOSED;
    this.isClosed = true;
    this.waitingPoll.finish([]);
    this.fetcher.close();
    const end = (): void => this.runner.close('The consumer was closed.');
    if (this.group !== null) return this.group.leave(CLOSE_TIMEOUT_MS).finally(end);
    end();
    return CLOSED;
  }

  // --- Inside --------------------------------------------------------------------------------------------------------------

  /** Completes the waiting poll() with buffered records, or sends the requests that are needed for it. */
  private advance(): void {
    if (!this.waitingPoll.isWaiting || this.isClosed) return;
    try {
      const canLookUp = this.group?.poll() ?? true;
      const records = this.group?.isRevokingAll === true ? [] : this.positions.take(this.config.maxPollRecords);
      if (records.length > 0) {
        this.waitingPoll.finish(records);
        return;
      }
      if (this.subscription.isMissingTopics(this.metadata.fetch())) this.runner.requestMetadata();
      const nowMs = this.clientHost.now();
      const advance = (): void => this.advance();
      if (canLookUp) this.positionLookup.requestMissing(nowMs, advance, (error) => this.failPoll(error));
      this.fetcher.fetch();
    } catch (error) {
      this.failPoll(error as Error);
    }
  }

  private failPoll(error: Error): void {
    if (!(error instanceof RetriableException)) this.waitingPoll.fail(error);
  }

  private onMetadata(): void {
    const cluster = this.metadata.fetch();
    if (this.subscription.refresh(cluster)) this.runner.requestMetadata();
    this.group?.metadataUpdated();
    const { topics } = this.subscription;
    if (topics !== null && this.group === null) {
      this.positions.assign(topics.flatMap((topic) => cluster.partitionsForTopic(topic)));
    }
    this.advance();
  }

  private subscribeToTopics(given: Iterable<string>, listener: ConsumerRebalanceListener): void {
    this.ensureOpen();
    const topics = topicsToSubscribe(given);
    if (topics.length === 0) {
      this.unsubscribeAtOnce();
      return;
    }
    this.subscription.toTopics(topics);
    if (this.group !== null) this.group.listener = listener;
    this.metadata.add(topics);
    this.onMetadata();
  }

  /** unsubscribe(), for calls that no program awaits. */
  private unsubscribeAtOnce(): void {
    this.unsubscribe().catch((error) => this.clientHost.userCodeThrew(error, 'the rebalance listener of a consumer'));
  }

  private subscribeToPattern(given: RegExp, listener: ConsumerRebalanceListener): void {
    const group = this.groupOrThrow();
    const pattern = new TopicPattern(given);
    this.ensureOpen();
    this.subscription.toPattern(pattern);
    group.listener = listener;
    this.metadata.match(pattern);
    this.onMetadata();
  }

  protected ensureOpen(): void {
    if (this.isClosed) throw new IllegalStateException('This consumer has already been closed.');
  }
}

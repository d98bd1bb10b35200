/**
 * A consumer without a group: it reads the partitions that it is assigned, so that a test can see what is in the log. Group
 * membership and committed offsets are not supported; subscribe() assigns all partitions of the topics.
 */

import { checkedPartition, checkedPartitions } from '../checks/lists.ts';
import { fieldsText, printAs } from '../checks/printing.ts';
import type { CallRunner } from '../client/call-runner.ts';
import { configLogOf } from '../client/config/config-log.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import { DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalStateException, RetriableException } from '../protocol/errors/exceptions.ts';
import {
  checkOffset,
  checkPollTimeout,
  partitionsToAssign,
  partitionsToSeek,
  topicsToSubscribe,
} from './call-checks.ts';
import type { ConsumerConfigInput } from './config-input.ts';
import { type ConsumerConfig, resolveConsumerConfig } from './consumer-config.ts';
import { consumerNetwork } from './consumer-network.ts';
import { type ConsumerOptions, deserializerOf } from './consumer-options.ts';
import type { ConsumerRecords } from './consumer-record.ts';
import { Fetcher } from './fetcher.ts';
import { FieldDeserializer } from './field-deserializer.ts';
import { OffsetLookup } from './offset-lookup.ts';
import { PositionLookup } from './position-lookup.ts';
import { type OffsetReset, Positions } from './positions.ts';
import { WaitingPoll } from './waiting-poll.ts';

/**
 * Reads records from the partitions that it is assigned, without a consumer group (Java's KafkaConsumer). Create one with
 * `sim.consumer()`.
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
export class KafkaConsumer<K = unknown, V = unknown> {
  private readonly clientHost: ClientHost;
  private readonly config: ConsumerConfig;
  private readonly metadata: TopicsMetadata;
  private readonly runner: CallRunner;
  private readonly offsets: OffsetLookup;
  private readonly positionLookup: PositionLookup<K, V>;
  private readonly fetcher: Fetcher<K, V>;
  private readonly positions: Positions<K, V> = new Positions();
  private readonly waitingPoll: WaitingPoll<K, V>;
  /** Topics of subscribe(); `null` after assign(). */
  private subscribed: readonly string[] | null = null;
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
    metadata.onUpdate(() => this.onMetadata());
    this.metadata = metadata;
    this.runner = runner;
    this.waitingPoll = new WaitingPoll(clientHost);
    this.offsets = new OffsetLookup(this.config, clientHost, metadata, runner);
    this.positionLookup = new PositionLookup(this.config, this.positions, this.offsets);
    this.fetcher = new Fetcher(
      { config: this.config, clientHost, metadata, runner, positions: this.positions, deserializers },
      { advance: () => this.advance(), failPoll: (error) => this.failPoll(error) },
    );
  }

  // --- Which partitions are read, and from where ---------------------------------------------------------------------------

  /**
   * Reads exactly these partitions from now on.
   *
   * @throws IllegalArgumentException unless they are partitions with a topic, IllegalStateException after close()
   */
  assign(partitions: Iterable<TopicPartition>): void {
    this.ensureOpen();
    const wanted = partitionsToAssign(partitions);
    this.subscribed = null;
    this.positions.assign(wanted);
    this.metadata.add(wanted.map(({ topic }) => topic));
  }

  /**
   * Reads all partitions of these topics from now on, including those that are added later.
   *
   * @throws IllegalArgumentException unless they are names of topics, IllegalStateException after close()
   */
  subscribe(topics: Iterable<string>): void {
    this.ensureOpen();
    this.subscribed = topicsToSubscribe(topics);
    this.metadata.add(this.subscribed);
    this.onMetadata();
  }

  /** The partitions that are read. @throws IllegalStateException after close() */
  assignment(): readonly TopicPartition[] {
    this.ensureOpen();
    return [...this.positions.all()].map(({ topic, partition }) => ({ topic, partition }));
  }

  /**
   * Moves the position in a partition: the next poll() begins at `offset`.
   *
   * @throws IllegalArgumentException unless `offset` is a whole number, 0 or more
   * @throws IllegalStateException if the partition is not assigned, and after close()
   */
  seek(partition: TopicPartition, offset: number): void {
    checkOffset(offset);
    this.ensureOpen();
    checkedPartition('consumer.seek(partition)', partition);
    this.positions.move(partition, offset, null);
  }

  /**
   * Moves the position to the first offset of each partition.
   *
   * @param partitions default, and if there are none: all that are assigned
   * @throws IllegalArgumentException unless they are partitions, IllegalStateException for one that is not assigned, and after close()
   */
  seekToBeginning(partitions: Iterable<TopicPartition> = []): void {
    this.reset(partitionsToSeek('seekToBeginning', partitions), 'earliest');
  }

  /**
   * Moves the position to the offset after the last record of each partition.
   *
   * @param partitions default, and if there are none: all that are assigned
   * @throws IllegalArgumentException unless they are partitions, IllegalStateException for one that is not assigned, and after close()
   */
  seekToEnd(partitions: Iterable<TopicPartition> = []): void {
    this.reset(partitionsToSeek('seekToEnd', partitions), 'latest');
  }

  /**
   * The offset of the next record that poll() returns, looked up if necessary.
   *
   * @throws IllegalStateException if it is not assigned, and after close(); TimeoutException after default.api.timeout.ms
   */
  async position(partition: TopicPartition): Promise<number> {
    this.ensureOpen();
    return this.positionLookup.position(checkedPartition('consumer.position(partition)', partition));
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
    if (this.subscribed === null && this.positions.isEmpty) {
      throw new IllegalStateException('Consumer is not subscribed to any topics or assigned any partitions');
    }
    return this.waitingPoll.start(timeoutMs, () => this.advance());
  }

  /** The first offset of each partition, by `topic-partition`. @throws TimeoutException after default.api.timeout.ms */
  async beginningOffsets(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, number>> {
    this.ensureOpen();
    return this.offsets.all(checkedPartitions('consumer.beginningOffsets(partitions)', partitions), 'earliest');
  }

  /**
   * The offset after the last record of each partition that is visible under isolation.level, by `topic-partition`.
   *
   * @throws TimeoutException after default.api.timeout.ms
   */
  async endOffsets(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, number>> {
    this.ensureOpen();
    return this.offsets.all(checkedPartitions('consumer.endOffsets(partitions)', partitions), 'latest');
  }

  /** Closes the consumer. A poll() that waits resolves without records. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.waitingPoll.finish([]);
    this.fetcher.close();
    this.runner.close('The consumer was closed.');
  }

  // --- Inside --------------------------------------------------------------------------------------------------------------

  /** Completes the waiting poll() with buffered records, or sends the requests that are needed for it. */
  private advance(): void {
    if (!this.waitingPoll.isWaiting || this.isClosed) return;
    const records = this.positions.take(this.config.maxPollRecords);
    if (records.length > 0) {
      this.waitingPoll.finish(records);
      return;
    }
    if (this.isMissingTopics()) this.runner.requestMetadata();
    try {
      this.positionLookup.requestMissing(
        this.clientHost.now(),
        () => this.advance(),
        (error) => this.failPoll(error),
      );
      this.fetcher.fetch();
    } catch (error) {
      this.failPoll(error as Error);
    }
  }

  private failPoll(error: Error): void {
    if (!(error instanceof RetriableException)) this.waitingPoll.fail(error);
  }

  private isMissingTopics(): boolean {
    if (this.subscribed === null) return false;
    const cluster = this.metadata.fetch();
    return this.subscribed.some((topic) => cluster.partitionCountForTopic(topic) === undefined);
  }

  private onMetadata(): void {
    if (this.subscribed !== null) {
      const cluster = this.metadata.fetch();
      this.positions.assign(this.subscribed.flatMap((topic) => cluster.partitionsForTopic(topic)));
    }
    this.advance();
  }

  /** @param partitions none: all that are assigned */
  private reset(partitions: readonly TopicPartition[], to: OffsetReset): void {
    this.ensureOpen();
    for (const partition of partitions.length === 0 ? this.assignment() : partitions) {
      this.positions.move(partition, null, to);
    }
  }

  private ensureOpen(): void {
    if (this.isClosed) throw new IllegalStateException('This consumer has already been closed.');
  }
}

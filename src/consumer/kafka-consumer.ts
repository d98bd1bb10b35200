/**
 * A consumer without groups: it reads the partitions it is told to, to let a test look at what is in the log.
 *
 * Owns: the calls of Java's Consumer that make sense without a group; at most one `poll` waits at a time.
 * Refuses to know: group membership, committed offsets; `subscribe` takes all partitions of the topics.
 */

import { CallRunner } from '../client/call-runner.ts';
import type { ConfigLog } from '../client/config/config-log.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost, Timer } from '../client/host/client-host.ts';
import type { Log } from '../client/host/logging.ts';
import { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import type { Deserializer } from '../client/serialization/serializer.ts';
import { type ClientVersion, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import {
  IllegalArgumentException,
  IllegalStateException,
  InvalidOffsetException,
  RetriableException,
} from '../protocol/errors/exceptions.ts';
import type { ConsumerConfigInput } from './config-input.ts';
import { type ConsumerConfig, resolveConsumerConfig } from './consumer-config.ts';
import { ConsumerRecords } from './consumer-record.ts';
import type { Deserializers } from './fetched-batches.ts';
import { Fetcher } from './fetcher.ts';
import { OffsetLookup } from './offset-lookup.ts';
import { type OffsetReset, type PartitionPosition, Positions } from './positions.ts';

/** No position and auto.offset.reset is none. */
export class NoOffsetForPartitionException extends InvalidOffsetException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
}

export interface ConsumerOptions<K, V> extends Partial<Deserializers<K, V>> {
  /** The last part of the default client.id `consumer-<group.id>-N`. */
  readonly clientNumber: number;
  /** Default: DEFAULT_CLIENT_VERSION. */
  readonly version?: ClientVersion;
}

interface WaitingPoll<K, V> {
  readonly resolve: (records: ConsumerRecords<K, V>) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

export class KafkaConsumer<K = unknown, V = unknown> {
  private readonly clientHost: ClientHost;
  private readonly config: ConsumerConfig;
  private readonly metadata: TopicsMetadata;
  private readonly runner: CallRunner;
  private readonly offsets: OffsetLookup;
  private readonly fetcher: Fetcher<K, V>;
  private readonly positions: Positions<K, V> = new Positions();
  /** Topics of `subscribe`; `null` after `assign`. */
  private subscribed: readonly string[] | null = null;
  private waiting: WaitingPoll<K, V> | null = null;
  private isClosed = false;

  /**
   * @throws ConfigException for a bad value, KafkaException with a cause for what Java finds out while constructing
   */
  constructor(config: ConsumerConfigInput | Properties, clientHost: ClientHost, options: ConsumerOptions<K, V>) {
    const { version = DEFAULT_CLIENT_VERSION, clientNumber } = options;
    const configLog: ConfigLog = (level, logger, message) =>
      clientHost.log({ timeMs: clientHost.now(), thread: 'main', level, logger, message });
    this.clientHost = clientHost;
    this.config = resolveConsumerConfig(config, {
      version,
      nextClientNumber: () => clientNumber,
      log: configLog,
      keyDeserializer: (options.key as Deserializer | undefined) ?? null,
      valueDeserializer: (options.value as Deserializer | undefined) ?? null,
    });
    const { clientId, retryBackoffMs, metadataMaxAgeMs, keyDeserializer, valueDeserializer } = this.config;
    const deserializers = { key: keyDeserializer, value: valueDeserializer } as Deserializers<K, V>;
    const log: Log = (level, logger, text, error) => {
      const message = `[Consumer clientId=${clientId}] ${text}`;
      clientHost.log({ timeMs: clientHost.now(), thread: 'main', level, logger, message, ...(error && { error }) });
    };
    const limits = { refreshBackoffMs: retryBackoffMs, metadataExpireMs: metadataMaxAgeMs };
    this.metadata = new TopicsMetadata({ ...limits, allowAutoTopicCreation: true, log });
    this.runner = new CallRunner({
      config: this.config,
      retries: Number.POSITIVE_INFINITY,
      clientHost,
      metadata: this.metadata,
      log,
    });
    this.metadata.onUpdate(() => this.onMetadata());
    this.offsets = new OffsetLookup(this.config, clientHost, this.metadata, this.runner);
    this.fetcher = new Fetcher(
      {
        config: this.config,
        clientHost,
        metadata: this.metadata,
        runner: this.runner,
        positions: this.positions,
        deserializers,
      },
      { advance: () => this.advance(), failPoll: (error) => this.failPoll(error) },
    );
  }

  /** Reads exactly these partitions. */
  assign(partitions: Iterable<TopicPartition>): void {
    const wanted = [...partitions];
    this.subscribed = null;
    this.positions.assign(wanted);
    this.metadata.add(wanted.map(({ topic }) => topic));
  }

  /** Reads all partitions of these topics, also those that are added later. */
  subscribe(topics: Iterable<string>): void {
    this.subscribed = [...topics];
    this.metadata.add(this.subscribed);
    this.onMetadata();
  }

  assignment(): readonly TopicPartition[] {
    return [...this.positions.all()].map(({ topic, partition }) => ({ topic, partition }));
  }

  seek(partition: TopicPartition, offset: number): void {
    if (!(offset >= 0)) throw new IllegalArgumentException('seek offset must not be a negative number');
    this.positions.move(partition, offset, null);
  }

  /** Without partitions: all that are assigned. */
  seekToBeginning(partitions: Iterable<TopicPartition> = this.assignment()): void {
    for (const partition of partitions) this.positions.move(partition, null, 'earliest');
  }

  /** Without partitions: all that are assigned. */
  seekToEnd(partitions: Iterable<TopicPartition> = this.assignment()): void {
    for (const partition of partitions) this.positions.move(partition, null, 'latest');
  }

  /** Waits up to `timeoutMs` for records; resolves as soon as there are some, and with none when the time is over. */
  poll(timeoutMs: number): Promise<ConsumerRecords<K, V>> {
    this.ensureOpen();
    if (this.waiting !== null) throw new IllegalStateException('KafkaConsumer is not safe for multi-threaded access.');
    if (this.subscribed === null && this.assignment().length === 0) {
      throw new IllegalStateException('Consumer is not subscribed to any topics or assigned any partitions');
    }
    return new Promise((resolve, reject) => {
      const timer = this.clientHost.schedule(timeoutMs, () => this.finishPoll([]));
      this.waiting = { resolve, reject, timer };
      this.advance();
    });
  }

  /** The offset of the next record to be handed out, looked up if necessary. */
  async position(partition: TopicPartition): Promise<number> {
    const entry = this.positions.get(partition);
    if (entry.position !== null) return entry.position;
    const { generation } = entry;
    const offset = await this.listOffset(partition, this.resetOf(entry));
    if (entry.generation === generation && entry.position === null) this.place(entry, offset);
    return entry.position ?? offset;
  }

  /** First offsets, by `topic-partition`. */
  beginningOffsets(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, number>> {
    return this.listOffsets(partitions, 'earliest');
  }

  /** Offsets after the last visible record, by `topic-partition`. */
  endOffsets(partitions: Iterable<TopicPartition>): Promise<ReadonlyMap<string, number>> {
    return this.listOffsets(partitions, 'latest');
  }

  /** Ends the consumer; a waiting poll resolves without records. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.finishPoll([]);
    this.fetcher.close();
    this.runner.close();
  }

  // --- Reading on --------------------------------------------------------------------------------------------------

  /** Serves the waiting poll from the buffer, or asks brokers for what is missing. */
  private advance(): void {
    if (this.waiting === null || this.isClosed) return;
    const records = this.positions.take(this.config.maxPollRecords);
    if (records.length > 0) {
      this.finishPoll(records);
      return;
    }
    if (this.isMissingTopics()) this.runner.requestMetadata();
    try {
      this.lookUpPositions();
      this.fetcher.fetch();
    } catch (error) {
      this.failPoll(error as Error);
    }
  }

  private isMissingTopics(): boolean {
    if (this.subscribed === null) return false;
    const cluster = this.metadata.fetch();
    return this.subscribed.some((topic) => cluster.partitionCountForTopic(topic) === undefined);
  }

  private lookUpPositions(): void {
    for (const entry of this.positions.all()) {
      if (entry.position !== null || entry.isAsked || !this.fetcher.mayAsk(entry)) continue;
      const { generation } = entry;
      const isCurrent = (): boolean => entry.generation === generation;
      entry.isAsked = true;
      this.offsets.look(
        entry,
        this.resetOf(entry),
        (offset) => {
          if (!isCurrent()) return;
          entry.isAsked = false;
          if (entry.position === null) this.place(entry, offset);
          this.advance();
        },
        (error) => {
          if (!isCurrent()) return;
          entry.isAsked = false;
          this.failPoll(error);
        },
      );
    }
  }

  private onMetadata(): void {
    if (this.subscribed !== null) {
      const cluster = this.metadata.fetch();
      this.positions.assign(this.subscribed.flatMap((topic) => cluster.partitionsForTopic(topic)));
    }
    this.advance();
  }

  private place(entry: PartitionPosition<K, V>, offset: number): void {
    entry.position = offset;
    entry.fetchPosition = offset;
    entry.reset = null;
  }

  // --- Offsets -----------------------------------------------------------------------------------------------------

  private resetOf(entry: PartitionPosition<K, V>): OffsetReset {
    if (entry.reset !== null) return entry.reset;
    const { autoOffsetReset } = this.config;
    if (autoOffsetReset !== 'none') return autoOffsetReset;
    const partitions = `[${partitionName(entry)}]`;
    throw new NoOffsetForPartitionException(`Undefined offset with no reset policy for partitions: ${partitions}`);
  }

  private async listOffsets(partitions: Iterable<TopicPartition>, at: OffsetReset): Promise<Map<string, number>> {
    const wanted = [...partitions];
    const offsets = await Promise.all(wanted.map((partition) => this.listOffset(partition, at)));
    return new Map(wanted.map((partition, index) => [partitionName(partition), offsets[index]!]));
  }

  private listOffset(partition: TopicPartition, at: OffsetReset): Promise<number> {
    this.ensureOpen();
    return this.offsets.get(partition, at);
  }

  // --- The end of a poll -------------------------------------------------------------------------------------------

  private finishPoll(records: ConstructorParameters<typeof ConsumerRecords<K, V>>[0]): void {
    const poll = this.endWaiting();
    if (poll === null) return;
    poll.resolve(new ConsumerRecords(records));
    this.clientHost.userVisible();
  }

  private failPoll(error: Error): void {
    if (error instanceof RetriableException) return;
    const poll = this.endWaiting();
    if (poll === null) return;
    poll.reject(error);
    this.clientHost.userVisible();
  }

  private endWaiting(): WaitingPoll<K, V> | null {
    const poll = this.waiting;
    this.waiting = null;
    poll?.timer.cancel();
    return poll;
  }

  private ensureOpen(): void {
    if (this.isClosed) throw new IllegalStateException('This consumer has already been closed.');
  }
}

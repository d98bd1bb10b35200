/**
 * A consumer without groups: it reads the partitions it is told to, to let a test look at what is in the log.
 *
 * Owns: the calls of Java's Consumer that make sense without a group; at most one `poll` waits at a time.
 * Refuses to know: group membership, committed offsets; `subscribe` takes all partitions of the topics.
 */

import { ERRORS } from '../../protocol/errors.ts';
import {
  exceptionFor,
  IllegalArgumentException,
  IllegalStateException,
  InvalidOffsetException,
  RetriableException,
} from '../../protocol/exceptions.ts';
import type { FetchPartitionResponse, IsolationLevel } from '../../protocol/messages.ts';
import type { TopicPartition } from '../../protocol/record-batch.ts';
import { resolveConsumerConfig } from '../config/client-config.ts';
import type { Properties } from '../config/config-def.ts';
import type { ConfigLog } from '../config/config-log.ts';
import type { ConsumerConfigInput } from '../config/input.ts';
import type { Log } from '../metadata/metadata.ts';
import { TopicsMetadata } from '../metadata/topics-metadata.ts';
import { CallRunner } from '../network/call-runner.ts';
import { CLIENT_DEFAULTS, type ClientOptions } from '../network/client-options.ts';
import type { Deserializer } from '../serialization/serializer.ts';
import type { Timer, World } from '../world.ts';
import { ConsumerRecords } from './consumer-record.ts';
import { type Deserializers, readBatches } from './fetched-batches.ts';
import { OffsetLookup } from './offset-lookup.ts';
import { type OffsetReset, type PartitionPosition, Positions, partitionName } from './positions.ts';

export interface KafkaConsumerOptions extends ClientOptions {
  /** auto.offset.reset */
  readonly autoOffsetReset: OffsetReset | 'none';
  readonly isolationLevel: IsolationLevel;
  readonly fetchMinBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly fetchMaxBytes: number;
  readonly maxPartitionFetchBytes: number;
  readonly maxPollRecords: number;
}

/** Kafka 3.6's defaults. */
export const CONSUMER_DEFAULTS: Omit<KafkaConsumerOptions, 'bootstrapServers'> = {
  ...CLIENT_DEFAULTS,
  connectionsMaxIdleMs: 540_000,
  autoOffsetReset: 'latest',
  isolationLevel: 'read_uncommitted',
  fetchMinBytes: 1,
  fetchMaxWaitMs: 500,
  fetchMaxBytes: 52_428_800,
  maxPartitionFetchBytes: 1_048_576,
  maxPollRecords: 500,
};

/** No position and auto.offset.reset is none. */
export class NoOffsetForPartitionException extends InvalidOffsetException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
}

interface WaitingPoll<K, V> {
  readonly resolve: (records: ConsumerRecords<K, V>) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

export class KafkaConsumer<K = unknown, V = unknown> {
  private readonly world: World;
  private readonly options: KafkaConsumerOptions;
  private readonly deserializers: Deserializers<K, V>;
  private readonly metadata: TopicsMetadata;
  private readonly runner: CallRunner;
  private readonly offsets: OffsetLookup;
  private readonly positions: Positions<K, V> = new Positions();
  /** Topics of `subscribe`; `null` after `assign`. */
  private subscribed: readonly string[] | null = null;
  private waiting: WaitingPoll<K, V> | null = null;
  private retryTimer: Timer | null = null;
  private isClosed = false;

  /**
   * A consumer from its configuration, as in Java.
   *
   * @throws ConfigException, or KafkaException around it, with Kafka's messages
   */
  static create<K, V>(
    config: ConsumerConfigInput | Properties,
    world: World,
    nextClientNumber: () => number,
    deserializers: Partial<Deserializers<K, V>> = {},
  ): KafkaConsumer<K, V> {
    const log: ConfigLog = (level, logger, message) =>
      world.log({ timeMs: world.now(), thread: 'main', level, logger, message });
    const resolved = resolveConsumerConfig(config, {
      nextClientNumber,
      log,
      keyDeserializer: (deserializers.key as Deserializer | undefined) ?? null,
      valueDeserializer: (deserializers.value as Deserializer | undefined) ?? null,
    });
    const { keyDeserializer: key, valueDeserializer: value } = resolved;
    return new KafkaConsumer<K, V>(resolved, world, { key, value } as Deserializers<K, V>);
  }

  constructor(
    options: Pick<KafkaConsumerOptions, 'bootstrapServers'> & Partial<KafkaConsumerOptions>,
    world: World,
    deserializers: Deserializers<K, V>,
  ) {
    this.world = world;
    this.options = { ...CONSUMER_DEFAULTS, ...options };
    this.deserializers = deserializers;
    const { clientId, retryBackoffMs, metadataMaxAgeMs } = this.options;
    const log: Log = (level, logger, text, error) => {
      const message = `[Consumer clientId=${clientId}] ${text}`;
      world.log({ timeMs: world.now(), thread: 'main', level, logger, message, ...(error && { error }) });
    };
    const limits = { refreshBackoffMs: retryBackoffMs, metadataExpireMs: metadataMaxAgeMs };
    this.metadata = new TopicsMetadata({ ...limits, allowAutoTopicCreation: true, log });
    this.runner = new CallRunner({ ...this.options, world, metadata: this.metadata, log });
    this.metadata.onUpdate(() => this.onMetadata());
    this.offsets = new OffsetLookup(this.options, world, this.metadata, this.runner);
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
      const timer = this.world.schedule(timeoutMs, () => this.finishPoll([]));
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
    this.retryTimer?.cancel();
    this.runner.close();
  }

  // --- Fetching ----------------------------------------------------------------------------------------------------

  /** Serves the waiting poll from the buffer, or asks brokers for what is missing. */
  private advance(): void {
    if (this.waiting === null || this.isClosed) return;
    const records = this.positions.take(this.options.maxPollRecords);
    if (records.length > 0) {
      this.finishPoll(records);
      return;
    }
    if (this.isMissingTopics()) this.runner.requestMetadata();
    try {
      this.lookUpPositions();
      this.fetch();
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
      if (entry.position !== null || entry.isAsked || !this.mayAsk(entry)) continue;
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

  /** One request per leader, for all its partitions that nobody asks for yet. */
  private fetch(): void {
    const cluster = this.metadata.fetch();
    const byLeader = new Map<number, PartitionPosition<K, V>[]>();
    for (const entry of this.positions.all()) {
      if (entry.position === null || entry.isAsked || entry.buffered.length > 0 || !this.mayAsk(entry)) continue;
      const leader = cluster.leaderForIndex(entry.topic, entry.partition);
      if (leader === null) {
        this.runner.requestMetadata();
        continue;
      }
      const ofLeader = byLeader.get(leader.id);
      if (ofLeader === undefined) byLeader.set(leader.id, [entry]);
      else ofLeader.push(entry);
    }
    for (const [leaderId, entries] of byLeader) this.fetchFrom(leaderId, entries);
  }

  private fetchFrom(leaderId: number, entries: readonly PartitionPosition<K, V>[]): void {
    const { fetchMaxWaitMs, fetchMinBytes, fetchMaxBytes, isolationLevel, maxPartitionFetchBytes } = this.options;
    const asked = entries.map((entry) => ({ entry, generation: entry.generation }));
    const partitions = entries.map((entry) => ({
      topic: entry.topic,
      partition: entry.partition,
      currentLeaderEpoch: this.metadata.currentLeader(entry).epoch ?? -1,
      fetchOffset: entry.fetchPosition,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: maxPartitionFetchBytes,
    }));
    for (const entry of entries) entry.isAsked = true;
    const stillAsked = (): readonly PartitionPosition<K, V>[] =>
      asked.filter(({ entry, generation }) => entry.generation === generation).map(({ entry }) => entry);
    this.runner.submit({
      name: 'fetch',
      deadlineMs: this.world.now() + this.options.requestTimeoutMs,
      target: () => ({ nodeId: leaderId }),
      request: () => ({
        api: 'Fetch',
        replicaId: -1,
        maxWaitMs: fetchMaxWaitMs,
        minBytes: fetchMinBytes,
        maxBytes: fetchMaxBytes,
        isolationLevel,
        partitions,
      }),
      onResponse: (response) => {
        if (response.api !== 'Fetch') return;
        for (const entry of stillAsked()) {
          entry.isAsked = false;
          const fetched = response.partitions.find((one) => partitionName(one) === partitionName(entry));
          // A broker that answers at once with nothing must not be asked twice in one instant.
          if (fetched === undefined || fetched.records.length === 0) this.askAgainLater(entry, 1);
          if (fetched !== undefined) this.takeFetched(entry, fetched);
        }
        this.advance();
      },
      onFailure: () => {
        for (const entry of stillAsked()) {
          entry.isAsked = false;
          this.askAgainLater(entry, this.options.retryBackoffMs);
        }
        this.metadata.requestUpdate();
        this.advance();
      },
    });
  }

  private takeFetched(entry: PartitionPosition<K, V>, fetched: FetchPartitionResponse): void {
    if (fetched.error === 'NONE') {
      const { isolationLevel } = this.options;
      try {
        const read = readBatches(fetched, entry.fetchPosition, isolationLevel, this.deserializers);
        entry.fetchPosition = read.nextPosition;
        entry.buffered.push(...read.records);
        if (entry.buffered.length === 0) entry.position = entry.fetchPosition;
      } catch (error) {
        this.failPoll(error as Error);
      }
    } else if (fetched.error === 'OFFSET_OUT_OF_RANGE' && this.options.autoOffsetReset !== 'none') {
      this.positions.move(entry, null, null);
    } else if (ERRORS[fetched.error].retriable) {
      this.metadata.requestUpdate();
      this.askAgainLater(entry, this.options.retryBackoffMs);
    } else {
      this.failPoll(exceptionFor(fetched.error));
    }
  }

  private askAgainLater(entry: PartitionPosition<K, V>, delayMs: number): void {
    entry.nextAskMs = this.world.now() + delayMs;
    this.retryTimer?.cancel();
    this.retryTimer = this.world.schedule(delayMs, () => this.advance(), true);
  }

  private mayAsk(entry: PartitionPosition<K, V>): boolean {
    return entry.nextAskMs <= this.world.now();
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
    const { autoOffsetReset } = this.options;
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
    this.world.userVisible();
  }

  private failPoll(error: Error): void {
    if (error instanceof RetriableException) return;
    const poll = this.endWaiting();
    if (poll === null) return;
    poll.reject(error);
    this.world.userVisible();
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

/**
 * The public class of the producer. What it is made of is in producer-parts.ts.
 */
import { checkArgument } from '../checks/arguments.ts';
import { addEntryPoints, methodOf, startAt } from '../checks/call-sites.ts';
import { fieldsText, printAs } from '../checks/printing.ts';
import { FUNCTION, TEXT, TIMEOUT_MS } from '../checks/value-type.ts';
import { configLogOf } from '../client/config/config-log.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { OffsetsToCommit } from '../client/groups/offsets-to-commit.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { PartitionInfo } from '../client/metadata/cluster-view.ts';
import { type ClientVersionName, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { IllegalArgumentException } from '../protocol/errors/exceptions.ts';
import type { RecordAccumulator } from './accumulator/record-accumulator.ts';
import { callPromise } from './calls/call-promise.ts';
import type { ProducerConfigInput } from './config/input.ts';
import { type ProducerConfig, resolveProducerConfig } from './config/producer-config.ts';
import { partitionDraws } from './context/producer-context.ts';
import type { CallbackStop } from './events/callback-stop.ts';
import { ProducerEvents } from './events/producer-events.ts';
import type { MetricValues } from './metrics/metric-name.ts';
import { type ProducerOptions, serializerOf } from './producer-options.ts';
import { ProducerParts } from './producer-parts.ts';
import { type PromisedSend, promisedView } from './promised-send.ts';
import { ProducerRecord, type ProducerRecordLike } from './record/producer-record.ts';
import { checkCallback, checkFields, checkRecord, notATopic } from './record/record-checks.ts';
import { releaseFailed } from './releasing.ts';
import type { Callback } from './result/callback.ts';
import type { RecordFuture } from './result/record-future.ts';
import type { SendPath } from './sending/send-path.ts';
import type { CallOutcome } from './threads/blocking-call.ts';
import { CurrentThread } from './threads/calling-thread.ts';
import type { GroupOf } from './transaction-state/offsets.ts';

/**
 * Sends records to the simulated cluster: a port of Java's KafkaProducer, with its batches, retries, timeouts, idempotence and
 * transactions. Create one with `sim.producer()`.
 *
 * @typeParam Version the version of a producer whose version is known where the program is compiled: its methods then take only what
 *   that version has. Default: what any version has
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   producer.send({ topic: 'payments', value: 'fire and forget' });
 *   const metadata = await producer.send({ topic: 'payments', partition: 0, value: 'synchronous' }).get();
 *   console.log('synchronous', metadata.partition());
 *   producer.send({ topic: 'payments', partition: 0, value: 'asynchronous' }, (acknowledged, error) => {
 *     console.log('asynchronous', error === null ? acknowledged.partition() : error.message);
 *   });
 *   await producer.close();
 * });
 * // prints: synchronous 0
 * // prints: asynchronous 0
 */
export class KafkaProducer<K = unknown, V = unknown, Version extends ClientVersionName = ClientVersionName> {
  /** What happens inside the producer; see ProducerEventMap. */
  readonly events: ProducerEvents = new ProducerEvents();
  /** client.id; default: `producer-` and the transactional.id, or a number. */
  readonly clientId: string;

  protected readonly config: ProducerConfig;
  protected readonly accumulator: RecordAccumulator;
  /** @internal */
  readonly parts: ProducerParts<K, V>;
  private readonly sendPath: SendPath<K, V>;
  private readonly clientHost: ClientHost;

  /**
   * @internal
   * @throws ConfigException for a value that is not allowed, KafkaException with a cause for what Java finds out later
   */
  constructor(config: ProducerConfigInput | Properties, clientHost: ClientHost, options: ProducerOptions<K, V>) {
    const { version = DEFAULT_CLIENT_VERSION, current = new CurrentThread() } = options;
    this.config = resolveProducerConfig(config, {
      version,
      keySerializer: serializerOf(options.key),
      valueSerializer: serializerOf(options.value),
      nextClientNumber: () => options.clientNumber,
      nextRandom: partitionDraws(clientHost),
      log: configLogOf(clientHost),
      onFailure: (plugins, named) => releaseFailed(plugins, named, clientHost),
    });
    this.clientHost = clientHost;
    this.clientId = this.config.clientId;
    this.parts = new ProducerParts<K, V>(this.config, clientHost, this.events, current);
    this.accumulator = this.parts.accumulator;
    this.sendPath = this.parts.sendPath;
  }

  // --- Sending -------------------------------------------------------------------------------------------------------------

  /**
   * Sends a record. The call returns at once; where Java's blocks, for metadata or memory and for max.block.ms at most, the
   * future's `accepted` settles when Java's call would have returned. The record is read within the call: the program may then
   * change it, its key, value and headers, and their bytes.
   *
   * @param callback called when the record was acknowledged or has failed, before the future settles
   * @returns a future of the record's metadata, which rejects with Kafka's exception if the record fails
   * @throws SerializationException if the key or value cannot be serialized, or a serializer returns anything but bytes or `null`
   * @throws IllegalStateException after close(), and outside of a transaction if transactional.id is set
   * @throws IllegalArgumentException for a partition or timestamp that is negative or not a whole number, for headers or a callback
   * of another form, for a field that a record does not have, and if a partitioner or an interceptor returns something unusable
   */
  send(record: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback?: Callback | null): RecordFuture {
    if (record instanceof ProducerRecord) checkFields(record.topic, record.partition, record.timestampMs);
    else if (record !== null && record !== undefined) checkRecord(record);
    if (callback === undefined || callback === null) return this.sendPath.send(record, undefined);
    checkCallback(callback);
    return this.sendPath.send(record, callback);
  }

  /**
   * This producer for code that expects the host's own promises: `send` throws nothing, and what it returns is a promise, so that
   * a failure that no code looks at is an unhandled rejection. All else is the same.
   */
  get promised(): PromisedProducer<K, V, Version> {
    return promisedView<K, V, KafkaProducer<K, V, Version>>(this);
  }

  /**
   * Sends all buffered records now, whatever linger.ms says, and resolves when every record sent before has been acknowledged
   * or has failed. As in Java 3.6.1, it does not wait for records whose batch was split since it was too large.
   *
   * @throws InterruptException (rejects) after interrupt()
   */
  flush(): Promise<void> {
    return this.promise((outcome) => this.parts.flushing.flush(outcome));
  }

  /**
   * The partitions of a topic, for which it may have to wait for metadata.
   *
   * @throws TimeoutException (rejects) after max.block.ms, InvalidTopicException for an impossible name
   * @throws NullPointerException (rejects) without a topic, IllegalArgumentException unless it is a string
   */
  partitionsFor(topic: string): Promise<readonly PartitionInfo[]> {
    if (typeof topic !== 'string') return Promise.reject(notATopic('producer.partitionsFor(topic)', topic));
    return this.promise((outcome) => this.sendPath.partitionsFor(topic, outcome));
  }

  /**
   * Runs `task` as a thread of the application with this name. Calls that the task makes wait behind earlier calls of the same
   * thread only, and side by side with those of other threads, as in Java. In a program that names no threads, sends to one topic
   * are appended in the order of the calls, and each waits for max.block.ms at most, counted from its own call.
   *
   * @returns what `task` returns
   * @throws IllegalArgumentException unless `name` is a string and `task` a function
   */
  onThread<T>(name: string, task: () => T): T {
    checkArgument('producer.onThread(name)', name, TEXT);
    checkArgument('producer.onThread(name, task)', task, FUNCTION);
    return this.parts.threads.onThread(name, task);
  }

  /** Interrupts every call that waits, as Thread.interrupt() does: it fails with an InterruptException. */
  interrupt(): void {
    this.parts.threads.interruptAll();
  }

  /**
   * All metrics, by Java's names, groups, descriptions and tags, with their values at this moment. Averages, maxima and rates
   * cover metrics.num.samples windows of metrics.sample.window.ms; without a value in these, averages and maxima are NaN.
   *
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   * import { metricValue } from 'kafka-trial/producer';
   *
   * const sim = new Simulation();
   * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
   * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
   * console.log(metricValue(producer.metrics(), 'record-send-total'));
   * // prints: 1
   */
  metrics(): MetricValues {
    return this.parts.metricsReport.values();
  }

  // --- Transactions --------------------------------------------------------------------------------------------------------

  /**
   * Gets the producer its id, and fences all earlier producers with the same transactional.id. It has to be called once,
   * before any other transactional call; after a TimeoutException it can be called again.
   *
   * @throws IllegalStateException (rejects) if transactional.id is not set
   * @throws TimeoutException (rejects) after max.block.ms
   *
   * @example
   * import { Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * const producer = sim.producer({
   *   'key.serializer': StringSerializer,
   *   'value.serializer': StringSerializer,
   *   'transactional.id': 'payments-1',
   * });
   * await sim.run(async () => {
   *   await producer.initTransactions();
   *   producer.beginTransaction();
   *   producer.send({ topic: 'payments', value: 'aborted' });
   *   await producer.abortTransaction();
   *   producer.beginTransaction();
   *   producer.send({ topic: 'payments', value: 'committed' });
   *   await producer.commitTransaction();
   * });
   * sim.settle(); // the coordinator writes the markers after it has answered
   * console.log(sim.topic('payments').values({ isolation: 'read_committed' }).join());
   * // prints: committed
   */
  initTransactions(): Promise<void> {
    return this.promise((outcome) => this.parts.transactionalCalls.initTransactions(outcome));
  }

  /**
   * Begins a transaction, to which all records belong that are sent until it ends.
   *
   * @throws IllegalStateException before initTransactions(), and while a transaction is open
   * @throws ProducerFencedException if another producer has taken over the transactional.id
   */
  beginTransaction(): void {
    try {
      this.parts.transactionalCalls.beginTransaction();
    } catch (error) {
      throw startAt(error, methodOf(this, 'beginTransaction'));
    }
  }

  /**
   * Makes a consumer group's offsets part of the transaction: they are committed when it is.
   *
   * @param offsets of the next record to be read in each partition, in the forms that commitSync() takes, too
   * @param group what the consumer knows of its membership, or `{ groupId }`. Also the group's id alone, which Java deprecated in 3.0 and
   *   removed in 4.0 (KIP-447, KAFKA-12690)
   * @throws IllegalStateException (rejects) outside of a transaction
   * @throws NoSuchMethodError (rejects) from version 4.0 on for a group's id alone
   * @throws CommitFailedException (rejects) if the consumer is no longer a member of the group
   */
  sendOffsetsToTransaction(offsets: OffsetsToCommit, group: GroupOf<Version>): Promise<void> {
    return this.promise((outcome) => this.parts.transactionalCalls.sendOffsetsToTransaction(offsets, group, outcome));
  }

  /**
   * Sends all that is buffered, and commits the transaction.
   *
   * @throws KafkaException (rejects) with the error of a failed send as its cause; the transaction can then only be aborted
   * @throws ProducerFencedException (rejects) if another producer has taken over the transactional.id
   * @throws TimeoutException (rejects) after max.block.ms; the call can then be made again
   */
  commitTransaction(): Promise<void> {
    return this.promise((outcome) => this.parts.transactionalCalls.commitTransaction(outcome));
  }

  /**
   * Drops all that is buffered, and aborts the transaction: its records stay invisible to `read_committed` consumers.
   *
   * @throws ProducerFencedException (rejects) if another producer has taken over the transactional.id
   * @throws TimeoutException (rejects) after max.block.ms; the call can then be made again
   */
  abortTransaction(): Promise<void> {
    return this.promise((outcome) => this.parts.transactionalCalls.abortTransaction(outcome));
  }

  // --- Closing -------------------------------------------------------------------------------------------------------------

  /**
   * Sends what is buffered and closes the producer. It resolves when that is done, or after `timeoutMs`, when all that is left
   * fails. In a callback the timeout is always 0, as in Java. A later call may have a shorter timeout than an earlier one.
   *
   * @param timeoutMs a whole number of virtual ms; default: Infinity, no limit
   * @throws IllegalArgumentException for a negative timeout, and for anything but a whole number
   * @throws KafkaException (rejects) if close() of a serializer or the partitioner has thrown; all else is closed all the same
   */
  close(timeoutMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    if (timeoutMs < 0) throw new IllegalArgumentException('The timeout cannot be negative.');
    checkArgument('producer.close(timeoutMs)', timeoutMs, TIMEOUT_MS);
    return this.promise((outcome) => this.parts.closing.close(timeoutMs, outcome));
  }

  /** @internal What stops the I/O thread at this moment; `null`: nothing. */
  get stop(): CallbackStop | null {
    return this.parts.stops.current;
  }

  private promise<T>(call: (outcome: CallOutcome<T>) => void): Promise<T> {
    return callPromise(this.clientHost, call);
  }
}

/** A producer whose sends are the host's own promises; see `KafkaProducer.promised`. */
export interface PromisedProducer<K = unknown, V = unknown, Version extends ClientVersionName = ClientVersionName>
  extends Omit<KafkaProducer<K, V, Version>, 'send'>,
    PromisedSend<K, V> {}

printAs(KafkaProducer, ({ clientId }) => fieldsText('KafkaProducer', { clientId }));
addEntryPoints(methodOf(KafkaProducer.prototype, 'send'));

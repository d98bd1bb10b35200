/**
 * From send() to a row in a batch (KafkaProducer.doSend).
 *
 * Owns: the steps, their order, and when the sender is woken.
 * Refuses to know: what happens to a batch afterwards.
 *
 * The short way does all steps at once. Where Java would block, the call goes on as a generator in its line.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { PartitionInfo } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { Appended, PendingRecord, RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { ProducerInterceptors } from '../record/interceptors.ts';
import { checkRecord, ProducerRecord, type ProducerRecordLike } from '../record/producer-record.ts';
import { UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { Callback } from '../result/callback.ts';
import { RecordFuture } from '../result/record-future.ts';
import type { ApplicationCalls } from '../threads/application-threads.ts';
import type { BlockingCall } from '../threads/blocking-call.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { Appending } from './appending.ts';
import { MetadataWait } from './metadata-wait.ts';
import { RecordPreparation } from './record-preparation.ts';
import { Refusals } from './refusals.ts';
import type { Sending } from './sending.ts';

export interface SendPathOptions<K, V> {
  readonly clientHost: ClientHost;
  readonly config: ProducerConfig;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly calls: ApplicationCalls;
  readonly interceptors: ProducerInterceptors<K, V>;
  readonly events: ProducerEvents;
  readonly metrics: ProducerMetrics;
  readonly wakeSender: () => void;
  /** Throws IllegalStateException after close(). */
  readonly failIfClosed: () => void;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
}

export class SendPath<K, V> {
  private readonly options: SendPathOptions<K, V>;
  private readonly metadataWait: MetadataWait;
  private readonly preparation: RecordPreparation<K, V>;
  private readonly appending: Appending<K, V>;
  private readonly refusals: Refusals<K, V>;

  constructor(options: SendPathOptions<K, V>) {
    this.options = options;
    const { clientHost, metadata, accumulator, events, metrics, wakeSender } = options;
    const { version, maxBlockMs, batchSize, partitioner } = options.config;
    this.metadataWait = new MetadataWait({
      clientHost,
      metadata,
      maxBlockMs,
      texts: version.texts,
      events,
      metrics,
      wakeSender,
    });
    const preparation = new RecordPreparation<K, V>(options.config);
    this.preparation = preparation;
    this.appending = new Appending({
      clientHost,
      accumulator,
      preparation,
      partitioner,
      version,
      batchSize,
      events,
      metrics,
    });
    this.refusals = new Refusals(options);
  }

  send(given: ProducerRecord<K, V> | ProducerRecordLike<K, V>, callback: Callback | undefined): RecordFuture {
    const record = this.intercepted(given);
    const sending: Sending<K, V> = {
      record,
      callback,
      partition: UNKNOWN_PARTITION,
      triedPartition: UNKNOWN_PARTITION,
      mayOpenBatch: false,
    };
    try {
      this.options.failIfClosed();
      if (this.options.calls.isBlocked(record.topic)) return this.sendLater(sending);
      const cluster = this.metadataWait.known(record.topic, record.partition ?? null);
      if (cluster === undefined) return this.sendLater(sending);
      const pending = this.preparation.prepare(sending, cluster, this.options.clientHost.now());
      const appended = this.appending.append(sending, pending, cluster);
      if (appended === undefined) return this.sendLater(sending, pending);
      this.afterAppend(sending, appended);
      return this.futureOf(appended, pending);
    } catch (error) {
      return this.refusals.failed(sending, error);
    }
  }

  /** KafkaProducer.partitionsFor. */
  partitionsFor(topic: string): Promise<readonly PartitionInfo[]> {
    return new Promise((resolve, reject) => {
      this.options.calls.run(topic, this.partitionsForSlowly(topic, resolve, reject));
    });
  }

  private *partitionsForSlowly(
    topic: string,
    resolve: (partitions: readonly PartitionInfo[]) => void,
    reject: (error: unknown) => void,
  ): BlockingCall {
    try {
      const cluster = yield* this.metadataWait.await(topic, null);
      resolve(cluster.partitionsForTopic(topic));
    } catch (error) {
      reject(error);
    }
    this.options.clientHost.userVisible();
  }

  // --- The long way ------------------------------------------------------------------------------------------------------------

  private sendLater(sending: Sending<K, V>, pending?: PendingRecord): RecordFuture {
    const future = RecordFuture.waiting();
    this.options.calls.run(sending.record.topic, this.sendSlowly(sending, future, pending));
    return future;
  }

  private *sendSlowly(sending: Sending<K, V>, future: RecordFuture, prepared: PendingRecord | undefined): BlockingCall {
    const { config, clientHost } = this.options;
    const { topic, partition } = sending.record;
    const startMs = clientHost.now();
    try {
      // It may have stood in line while the producer was closed.
      this.options.failIfClosed();
      const cluster = yield* this.metadataWait.awaitToSend(topic, partition ?? null);
      const pending = prepared ?? this.preparation.prepare(sending, cluster, clientHost.now());
      const deadlineMs = startMs + config.maxBlockMs;
      // What was prepared has been tried before: what is missing is memory.
      let appended = prepared === undefined ? this.appending.append(sending, pending, cluster) : undefined;
      appended ??= yield* this.appending.appendWithMemory(sending, pending, cluster, deadlineMs);
      this.afterAppend(sending, appended);
      const { batch, row } = appended;
      future.accept(batch.result, row, pending.timestampMs, pending.keySize, pending.valueSize);
    } catch (error) {
      this.refusals.failWaiting(sending, future, error);
    }
  }

  // --- The record --------------------------------------------------------------------------------------------------------------

  private intercepted(given: ProducerRecord<K, V> | ProducerRecordLike<K, V>): ProducerRecordLike<K, V> {
    const { interceptors } = this.options;
    if (!(given instanceof ProducerRecord)) {
      checkRecord(given.topic, given.partition ?? null, given.timestampMs ?? null);
      if (interceptors.isEmpty) return given;
    }
    if (interceptors.isEmpty) return given;
    return interceptors.onSend(given instanceof ProducerRecord ? given : ProducerRecord.from(given));
  }

  private afterAppend({ callback }: Sending<K, V>, { batch, row, wantsSender }: Appended): void {
    const { recordWatcher } = this.options.events;
    if (recordWatcher !== null) recordWatcher.appended(callback, batch, row);
    // As in Java, after the record is appended: it may be sent although this throws.
    this.options.manager?.transactions.recordAppended(batch.topic, batch.partition);
    if (wantsSender) this.options.wakeSender();
  }

  private futureOf({ batch, row }: Appended, { timestampMs, keySize, valueSize }: PendingRecord): RecordFuture {
    return new RecordFuture(batch.result, row, timestampMs, keySize, valueSize);
  }
}

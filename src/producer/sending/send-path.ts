/**
 * The way of a record from send() into a batch (KafkaProducer.doSend).
 *
 * A send that need not wait does all steps at once. Where Java's send() would block, for metadata or memory, or behind an
 * earlier send that does, the call goes on as a BlockingCall.
 */

import { startAtCaller } from '../../checks/call-sites.ts';
import { isKafkaError } from '../../client/java/kafka-errors.ts';
import type { ClusterView, PartitionInfo } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import { ApiException, IllegalStateException, SerializationException } from '../../protocol/errors/exceptions.ts';
import { MemoryWait } from '../accumulator/memory-wait.ts';
import type { Appended, PendingRecord } from '../accumulator/pending-record.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { ProducerInterceptors } from '../record/interceptors.ts';
import { ProducerRecord, type ProducerRecordLike } from '../record/producer-record.ts';
import { missingRecord } from '../record/record-checks.ts';
import type { Callback } from '../result/callback.ts';
import { RecordFuture } from '../result/record-future.ts';
import type { ApplicationThreads } from '../threads/application-threads.ts';
import type { BlockingCall, CallOutcome } from '../threads/blocking-call.ts';
import type { UnreturnedCalls } from '../threads/unreturned-calls.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { CapturedRecord } from './captured-record.ts';
import { MetadataWait } from './metadata-wait.ts';
import { RecordPreparation } from './record-preparation.ts';
import { type Refusal, Refusals } from './refusals.ts';

export interface SendPathParts<K, V> {
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly threads: ApplicationThreads;
  readonly interceptors: ProducerInterceptors<K, V>;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
  readonly unreturned: UnreturnedCalls;
  readonly wakeSender: () => void;
  /** Throws IllegalStateException after close(). */
  readonly failIfClosed: () => void;
}

/**
 * Whether a partitioner of the user's is called again for a record that would open a batch: the policy `partitionerCalls` of
 * the client's version.
 */
const PARTITIONS_AGAIN: Readonly<Record<ClientPolicies['partitionerCalls'], boolean>> = { twice: true, once: false };

/** What a program passes to send(), which may be nothing. */
type Given<K, V> = ProducerRecord<K, V> | ProducerRecordLike<K, V> | null | undefined;

function isMissing(given: unknown): given is null | undefined {
  return given === null || given === undefined;
}

export class SendPath<K, V> {
  private readonly context: ProducerContext;
  private readonly parts: SendPathParts<K, V>;
  private readonly metadataWait: MetadataWait;
  private readonly memoryWait: MemoryWait;
  private readonly preparation: RecordPreparation<K, V>;
  private readonly refusals: Refusals<K, V>;
  private readonly partitionsAgain: boolean;

  constructor(context: ProducerContext, parts: SendPathParts<K, V>) {
    this.context = context;
    this.parts = parts;
    this.metadataWait = new MetadataWait(context, parts);
    this.memoryWait = new MemoryWait(context, parts.accumulator);
    this.preparation = new RecordPreparation<K, V>(context.config);
    this.refusals = new Refusals(context, parts);
    const { partitioner, version } = context.config;
    this.partitionsAgain = partitioner !== null && PARTITIONS_AGAIN[version.policies.partitionerCalls];
  }

  /** The record, unless it is missing, and the callback have been checked (record/record-checks.ts). */
  send(given: Given<K, V>, callback: Callback | undefined): RecordFuture {
    const record = this.intercepted(given);
    if (isMissing(record)) throw this.refuseMissing(given);
    let pending: PendingRecord | null = null;
    try {
      this.parts.failIfClosed();
      const isBlocked = this.parts.threads.isBlocked(record.topic);
      const cluster = isBlocked ? undefined : this.metadataWait.known(record.topic, record.partition ?? null);
      if (cluster === undefined) return this.sendLater(this.preparation.capture(record, callback), callback);
      pending = this.preparation.prepare(record, callback, cluster, this.context.clientHost.now());
      const appended = this.append(record, pending, cluster);
      if (appended === 'needs memory') return this.sendLater(CapturedRecord.prepared(record, pending), callback);
      this.afterAppend(null, appended);
      const { timestampMs, keySize, valueSize } = pending;
      return new RecordFuture(appended.batch.result, appended.row, timestampMs, keySize, valueSize);
    } catch (error) {
      return this.refuse({ record, callback, pending, error });
    }
  }

  /** As in Java, that the producer is closed counts first. */
  private refuseMissing(given: Given<K, V>): Error {
    try {
      this.parts.failIfClosed();
      throw isMissing(given) ? missingRecord(given) : this.parts.interceptors.missingRecord();
    } catch (error) {
      return startAtCaller(this.refusals.withoutRecord(error as Error));
    }
  }

  private refuse(refusal: Refusal<K, V>): RecordFuture {
    if (!(refusal.error instanceof ApiException)) {
      const thrown = this.refusals.thrown(refusal);
      throw thrown instanceof IllegalStateException ? startAtCaller(thrown) : thrown;
    }
    const future = this.waitingFuture();
    this.parts.threads.run(refusal.record.topic, 'send()', this.refusals.report(refusal, future));
    if (future.thrown !== null) throw future.thrown;
    return future;
  }

  /** KafkaProducer.partitionsFor. */
  partitionsFor(topic: string, outcome: CallOutcome<readonly PartitionInfo[]>): void {
    this.parts.threads.run(topic, 'partitionsFor()', this.awaitPartitions(topic, outcome, this.calledMs()));
  }

  private *awaitPartitions(
    topic: string,
    outcome: CallOutcome<readonly PartitionInfo[]>,
    calledMs: number | null,
  ): BlockingCall {
    const { clientHost, config } = this.context;
    let cluster: ClusterView;
    try {
      const startMs = calledMs ?? clientHost.now();
      cluster = yield* this.metadataWait.await(topic, null, startMs + config.maxBlockMs);
    } catch (error) {
      outcome.reject(error as Error);
      return;
    }
    outcome.resolve(cluster.partitionsForTopic(topic));
  }

  /** From when max.block.ms counts; `null`: from when the calls before this one are over. */
  private calledMs(): number | null {
    return this.parts.threads.countsFromCall ? this.context.clientHost.now() : null;
  }

  // --- A send that waits ---------------------------------------------------------------------------------------------------

  private sendLater(captured: CapturedRecord<K, V>, callback: Callback | undefined): RecordFuture {
    const future = this.waitingFuture();
    this.parts.threads.run(captured.topic, 'send()', this.sendWaiting(captured, callback, future, this.calledMs()));
    return future;
  }

  private waitingFuture(): RecordFuture {
    const future = RecordFuture.waiting();
    this.context.events.recordWatcher?.waits(future);
    return future;
  }

  private *sendWaiting(
    captured: CapturedRecord<K, V>,
    callback: Callback | undefined,
    future: RecordFuture,
    calledMs: number | null,
  ): BlockingCall {
    const { config, clientHost } = this.context;
    const startMs = clientHost.now();
    const deadlineMs = (calledMs ?? startMs) + config.maxBlockMs;
    // Of a record that is prepared already, only the memory for a batch is missing.
    const prepared = captured.stage === 'is prepared' ? captured.pending : null;
    try {
      // The producer may have been closed while the call waited behind others.
      this.parts.failIfClosed();
      const cluster = yield* this.metadataWait.awaitToSend(captured.topic, captured.partition, deadlineMs);
      const pending = prepared ?? this.preparation.prepareCaptured(captured, cluster, clientHost.now());
      let appended = prepared === null ? this.append(captured, pending, cluster) : 'needs memory';
      if (typeof appended === 'string') {
        const maxWaitMs = Math.max(0, config.maxBlockMs - (clientHost.now() - startMs));
        appended = yield* this.memoryWait.append(pending, cluster, { deadlineMs, maxWaitMs });
      }
      this.afterAppend(future, appended);
      const { batch, row } = appended;
      future.accept(batch.result, row, pending.timestampMs, pending.keySize, pending.valueSize);
    } catch (error) {
      captured.releaseHeaders();
      const { pending } = captured;
      yield* this.refusals.report({ record: captured, callback, pending, error }, future);
      this.noteUnseen(captured.topic, future, error);
    }
  }

  /** What Java's send() throws after waiting is lost here, unless the program waits for the future. */
  private noteUnseen(topic: string, future: RecordFuture, error: unknown): void {
    const { thrown } = future;
    if (thrown === null || future.isAwaited) return;
    const isOfCallback = error instanceof ApiException && !(thrown instanceof IllegalStateException);
    const place = isOfCallback ? `the callback of a send to ${topic}` : `a send to ${topic} that had to wait`;
    if (isOfCallback || !isKafkaError(thrown) || thrown instanceof SerializationException)
      this.context.clientHost.userCodeThrew(thrown, `${place}, whose future no code awaits`);
  }

  // --- The steps -----------------------------------------------------------------------------------------------------------

  private intercepted(given: Given<K, V>): ProducerRecordLike<K, V> | null | undefined {
    const { interceptors } = this.parts;
    if (interceptors.isEmpty) return given;
    if (isMissing(given)) return interceptors.onSend(null);
    return interceptors.onSend(given instanceof ProducerRecord ? given : ProducerRecord.from(given));
  }

  /**
   * Appends the record. Before a new batch is opened, a partitioner of the user's is notified, and asked for a partition
   * once more: that partition may have a batch with room. As in Java, it is notified of records with a partition of
   * their own, too.
   */
  private append(
    record: ProducerRecordLike<K, V>,
    pending: PendingRecord,
    cluster: ClusterView,
  ): Appended | 'needs memory' {
    const { accumulator } = this.parts;
    const appended = accumulator.append(pending, cluster, this.partitionsAgain);
    if (appended !== 'needs a new batch') return appended;
    this.context.config.partitioner?.onNewBatch?.(pending.topic, cluster, pending.partition);
    pending.partition = this.preparation.partitionOf(record, pending.key, pending.value, cluster);
    return accumulator.append(pending, cluster, false) as Appended | 'needs memory';
  }

  /** @param future of a send that has waited; `null`: of one that need not wait */
  private afterAppend(future: RecordFuture | null, { batch, row, wantsSender }: Appended): void {
    const { recordWatcher } = this.context.events;
    if (recordWatcher !== null) recordWatcher.appended(future, batch.result, row);
    const { manager, unreturned, wakeSender } = this.parts;
    try {
      // As in Java, this comes after the record is appended: it may be sent although this throws.
      manager?.transactions.recordAppended(batch.topic, batch.partition);
    } catch (error) {
      throw unreturned.explained(error);
    }
    if (wantsSender) wakeSender();
  }
}

/**
 * Collects records in batches, in a queue for each partition, until the sender takes them (Java's RecordAccumulator).
 * Which batches are ready is decided in readiness.ts, which ones a request takes in drain.ts. A send that has to wait for
 * memory waits in memory-wait.ts.
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { KafkaException } from '../../protocol/errors/exceptions.ts';
import { RatioEstimates } from '../compression/ratio-estimates.ts';
import { type ProducerContext, partitionDraws } from '../context/producer-context.ts';
import { BuiltInPartitioner, type StickyPartitionInfo } from '../partitioner/built-in-partitioner.ts';
import { UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { BatchResult } from '../result/batch-result.ts';
import { BufferPool } from './buffer-pool.ts';
import { BusyTopics } from './busy-topics.ts';
import { DeliveryTimeouts } from './delivery-timeouts.ts';
import type { SequenceTracker } from './idempotence-gate.ts';
import { IncompleteBatches } from './incomplete-batches.ts';
import { type Appended, type NotAppended, type PendingRecord, sizeUpperBound } from './pending-record.ts';
import { ProducerBatch, type RunCallbacks } from './producer-batch.ts';
import { SPLIT_SIZES, splitBatch } from './split-batch.ts';
import { type PartitionQueue, TopicQueues } from './topic-queues.ts';

export interface AccumulatorParts {
  readonly runCallbacks: RunCallbacks;
  /** `null` without idempotence: a batch that is put back then goes to the head of its queue. */
  readonly sequences: SequenceTracker | null;
}

export class RecordAccumulator {
  readonly pool: BufferPool;
  readonly timeouts: DeliveryTimeouts;
  /** Sends that wait for memory. */
  appendsInProgress: number = 0;
  private readonly context: ProducerContext;
  private readonly parts: AccumulatorParts;
  private readonly batchSize: number;
  /** The policy `bufferReleasedWith` of the client's version: whether a batch keeps its memory until its request has ended. */
  private readonly keepsMemory: boolean;
  /** The topics that a record was ever appended to. */
  readonly topics: BusyTopics<TopicQueues> = new BusyTopics();
  /** `null` without compression. */
  private readonly ratios: RatioEstimates | null;
  private readonly incomplete = new IncompleteBatches();
  private flushesInProgress = 0;
  private isClosed = false;

  constructor(context: ProducerContext, parts: AccumulatorParts) {
    const { batchSize, bufferMemory, compressionType, deliveryTimeoutMs, version } = context.config;
    this.context = context;
    this.parts = parts;
    this.batchSize = batchSize;
    this.keepsMemory = version.policies.bufferReleasedWith === 'request';
    this.ratios = compressionType === 'none' ? null : new RatioEstimates();
    this.pool = new BufferPool(bufferMemory);
    this.timeouts = new DeliveryTimeouts(deliveryTimeoutMs);
  }

  // --- Appending -----------------------------------------------------------------------------------------------------------

  /**
   * Appends a record to the last batch of its partition's queue, or to a new batch, without waiting
   * (RecordAccumulator.append).
   *
   * @param abortOnNewBatch return `needs a new batch` instead of opening one
   * @param reserved bytes that the caller has allocated for a new batch; 0: a new batch takes its memory from the pool. If
   * no new batch is needed, the bytes go back to the pool.
   * @throws KafkaException after close(), IllegalArgumentException if the record is larger than buffer.memory
   */
  append(
    record: PendingRecord,
    cluster: ClusterView,
    abortOnNewBatch: boolean,
    reserved: number = 0,
  ): Appended | NotAppended {
    const topic = this.topicQueues(record.topic);
    let memory = reserved;
    for (;;) {
      const sticky =
        record.partition === UNKNOWN_PARTITION ? topic.partitioner.peekCurrentPartitionInfo(cluster) : null;
      const queue = topic.queueToFill(sticky === null ? record.partition : sticky.partition);
      record.triedPartition = queue.partition;
      if (sticky !== null && topic.switchesPartition(sticky, queue, cluster)) continue;
      const appended = this.tryAppend(topic, sticky, queue, record, cluster);
      if (appended !== undefined) {
        if (memory > 0) this.pool.deallocate(memory);
        return appended;
      }
      if (abortOnNewBatch) return 'needs a new batch';
      if (memory === 0) {
        const capacity = this.capacityFor(record);
        if (!this.pool.tryAllocate(capacity)) return 'needs memory';
        memory = capacity;
      }
      // The batch that had no room counts as full from now on, which may complete a switch that was put off until then.
      if (sticky !== null && topic.switchesPartition(sticky, queue, cluster)) continue;
      return this.appendToNewBatch(topic, sticky, queue, record, cluster, memory);
    }
  }

  /** Bytes of a new batch for this record: batch.size, or more if the record is larger. */
  capacityFor(record: PendingRecord): number {
    return Math.max(this.batchSize, sizeUpperBound(record));
  }

  /** Appends to the last batch of the queue; undefined if there is none, or no room in it. */
  private tryAppend(
    topic: TopicQueues,
    sticky: StickyPartitionInfo | null,
    queue: PartitionQueue,
    record: PendingRecord,
    cluster: ClusterView,
  ): Appended | undefined {
    if (this.isClosed) throw new KafkaException('Producer closed while send in progress');
    const batch = queue.batches.at(-1);
    if (batch === undefined) return undefined;
    const sizeBefore = sticky === null ? 0 : batch.estimatedSizeInBytes;
    const row = batch.tryAppend(record, this.context.clientHost.now());
    if (row < 0) {
      batch.closeForAppends();
      return undefined;
    }
    const { isFull } = batch;
    if (sticky !== null) {
      const appendedBytes = batch.estimatedSizeInBytes - sizeBefore;
      topic.partitioner.updatePartitionInfo(sticky, appendedBytes, cluster, isFull);
    }
    return { batch, row, wantsSender: queue.batches.length > 1 || isFull };
  }

  private appendToNewBatch(
    topic: TopicQueues,
    sticky: StickyPartitionInfo | null,
    queue: PartitionQueue,
    record: PendingRecord,
    cluster: ClusterView,
    capacity: number,
  ): Appended {
    const { clientHost, events } = this.context;
    const nowMs = clientHost.now();
    const batch = this.newBatch(queue, capacity, false, nowMs);
    const row = batch.tryAppend(record, nowMs);
    queue.batches.push(batch);
    this.incomplete.add(batch);
    if (sticky !== null)
      topic.partitioner.updatePartitionInfo(sticky, batch.estimatedSizeInBytes, cluster, batch.isFull);
    if (events.isWatched && events.listenerCount('batchCreated') > 0) events.emit('batchCreated', batch);
    return { batch, row, wantsSender: true };
  }

  private newBatch(to: TopicPartition, capacity: number, isSplitBatch: boolean, createdMs: number): ProducerBatch {
    const { clientHost, config } = this.context;
    const { ratios } = this;
    const options = {
      compression: config.compressionType,
      ratios,
      capacity,
      isSplitBatch,
      host: clientHost,
      runCallbacks: this.parts.runCallbacks,
    };
    return new ProducerBatch(to, options, createdMs);
  }

  // --- Queues --------------------------------------------------------------------------------------------------------------

  topicQueues(topic: string): TopicQueues {
    let queues = this.topics.find(topic);
    if (queues === undefined) {
      const partitioner = new BuiltInPartitioner(
        topic,
        Math.max(1, this.batchSize),
        partitionDraws(this.context.clientHost),
      );
      queues = new TopicQueues(topic, partitioner, this.topics);
    }
    return queues;
  }

  /** `undefined` if no record was ever appended to the partition. */
  queueOf(topic: string, partition: number): PartitionQueue | undefined {
    return this.topics.find(topic)?.find(partition);
  }

  /** Whether a batch waits in a queue. */
  hasUndrained(): boolean {
    return this.topics.busy.some(({ filled }) => filled.some(({ batches }) => batches.length > 0));
  }

  /** Whether a batch is queued, in flight or waiting for another attempt. */
  get hasIncomplete(): boolean {
    return !this.incomplete.isEmpty;
  }

  /** Whether every batch is ready now, whatever linger.ms says: during flush(), after close(), and while memory is short. */
  get ignoresLinger(): boolean {
    return this.isClosed || this.flushesInProgress > 0 || this.pool.queued > 0;
  }

  // --- Flushing and closing ------------------------------------------------------------------------------------------------

  /** Returns the results that this flush() waits for. */
  beginFlush(): readonly BatchResult[] {
    this.flushesInProgress++;
    return this.incomplete.results();
  }

  endFlush(): void {
    this.flushesInProgress--;
  }

  close(): void {
    this.isClosed = true;
    this.pool.signalAll();
  }

  get closed(): boolean {
    return this.isClosed;
  }

  // --- After sending -------------------------------------------------------------------------------------------------------
  /** Puts a batch back into its queue after a failed attempt: in order of sequence, or, without sequences, first. */
  reenqueue(batch: ProducerBatch, nowMs: number): void {
    batch.timing.reenqueued(nowMs);
    this.putBack(batch);
  }

  /** Splits a batch that was too large into smaller ones and puts these into its queue. */
  splitAndReenqueue(bigBatch: ProducerBatch): readonly ProducerBatch[] {
    // The most careful estimate there is, so that the parts do not have to be split again soon.
    this.ratios?.reset(bigBatch.topic, bigBatch.compressionRatio);
    const splitSize = SPLIT_SIZES[this.context.config.version.policies.splitSize](bigBatch, this.batchSize);
    const parts = splitBatch(bigBatch, splitSize, (capacity) =>
      this.newBatch(bigBatch, capacity, true, bigBatch.createdMs),
    );
    for (const part of parts.toReversed()) {
      this.incomplete.add(part);
      this.parts.sequences?.addInFlightBatch(part);
      this.putBack(part);
    }
    return parts;
  }

  /** The batch is done. Its memory goes back to the pool, unless its request may still use it. */
  deallocate(batch: ProducerBatch): void {
    this.incomplete.remove(batch);
    if (!batch.isSplitBatch) this.pool.release(batch.initialCapacity, this.keepsMemory && batch.isAwaited);
  }

  /** The request of a batch has ended, which was done before. */
  deallocateLate(batch: ProducerBatch): void {
    if (this.keepsMemory && !batch.isSplitBatch) this.pool.releaseHeld(batch.initialCapacity);
  }

  private putBack(batch: ProducerBatch): void {
    const { batches } = this.topicQueues(batch.topic).queueToFill(batch.partition);
    let index = 0;
    if (this.parts.sequences !== null) {
      while (index < batches.length && isBefore(batches[index] as ProducerBatch, batch)) index++;
    }
    batches.splice(index, 0, batch);
  }

  // --- Aborting ------------------------------------------------------------------------------------------------------------

  /** Fails every incomplete batch, in flight or not. */
  abortBatches(reason: Error): void {
    this.context.stops.each(this.incomplete.copyAll(), (batch) => this.abort(batch, reason));
  }

  /** Fails every batch that has no sequence yet; without idempotence, every batch that is still open. */
  abortUndrainedBatches(reason: Error): void {
    this.context.stops.each(this.incomplete.copyAll(), (batch) => {
      const isUndrained = this.parts.sequences === null ? !batch.closed : !batch.hasSequence;
      if (isUndrained) this.abort(batch, reason);
    });
  }

  private abort(batch: ProducerBatch, reason: Error): void {
    const batches = this.queueOf(batch.topic, batch.partition)?.batches ?? [];
    const index = batches.indexOf(batch);
    if (index >= 0) batches.splice(index, 1);
    batch.closeForAppends();
    batch.abort(reason);
    this.context.stops.afterwards(() => this.deallocate(batch));
  }
}

function isBefore(queued: ProducerBatch, batch: ProducerBatch): boolean {
  return queued.hasSequence && queued.baseSequence < batch.baseSequence;
}

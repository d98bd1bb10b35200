/**
 * Where records wait to be sent: in batches, in a queue for each partition (RecordAccumulator).
 *
 * Owns: the queues, appending, putting back, aborting, and which batches are not done yet.
 * Refuses to know: nodes and requests (readiness.ts, drain.ts), why a batch is put back (sender).
 */

import { RecallMap } from '../../client/collections/recall-map.ts';
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { KafkaException } from '../../protocol/exceptions.ts';
import type { Payload } from '../../protocol/payload.ts';
import type { CompressionType, Header } from '../../protocol/record-batch.ts';
import { RatioEstimates } from '../compression/ratio-estimates.ts';
import { BuiltInPartitioner, type StickyPartitionInfo } from '../partitioner/built-in-partitioner.ts';
import type { BatchResult, ResultHost } from '../result/batch-result.ts';
import type { Callback } from '../result/callback.ts';
import { BufferPool } from './buffer-pool.ts';
import { DeliveryTimeouts } from './delivery-timeouts.ts';
import type { SequenceTracker } from './idempotence-gate.ts';
import { ProducerBatch, type RunCallbacks } from './producer-batch.ts';
import { SPLIT_SIZES, splitBatch } from './split-batch.ts';
import { type PartitionQueue, TopicQueues } from './topic-queues.ts';

export interface AccumulatorOptions {
  readonly version: ClientVersion;
  readonly batchSize: number;
  readonly bufferMemory: number;
  readonly compression: CompressionType;
  readonly deliveryTimeoutMs: number;
  readonly nextRandom: () => number;
  readonly surroundings: ResultHost;
  readonly runCallbacks: RunCallbacks;
  /** `null` without idempotence: a batch put back goes to the head of its queue. */
  readonly sequences: SequenceTracker | null;
}

/** A record ready to be appended. */
export interface PendingRecord {
  timestampMs: number;
  key: Payload;
  value: Payload;
  headers: readonly Header[] | undefined;
  keySize: number;
  valueSize: number;
  headersSize: number;
  callback: Callback | undefined;
}

/** Where an append went. */
export interface Appended {
  readonly batch: ProducerBatch;
  readonly row: number;
  /** The batch that was being filled has no room left, or a new one was opened. */
  readonly wantsSender: boolean;
}

export class RecordAccumulator {
  readonly pool: BufferPool;
  readonly timeouts: DeliveryTimeouts;
  private readonly options: AccumulatorOptions;
  private readonly topics = new RecallMap<TopicQueues>();
  private readonly inOrder: TopicQueues[] = [];
  /** `null` without compression. */
  private readonly ratios: RatioEstimates | null;
  /** Appended to and not done, in order of creation. */
  private readonly incomplete: ProducerBatch[] = [];
  private flushes = 0;
  private isClosed = false;

  constructor(options: AccumulatorOptions) {
    this.options = options;
    this.ratios = options.compression === 'none' ? null : new RatioEstimates();
    this.pool = new BufferPool(options.bufferMemory);
    this.timeouts = new DeliveryTimeouts(options.deliveryTimeoutMs);
  }

  // --- Appending -----------------------------------------------------------------------------------------------------------

  topicQueues(topic: string): TopicQueues {
    let queues = this.topics.get(topic);
    if (queues === undefined) {
      const { batchSize, nextRandom } = this.options;
      queues = new TopicQueues(topic, new BuiltInPartitioner(topic, Math.max(1, batchSize), nextRandom));
      this.topics.set(topic, queues);
      this.inOrder.push(queues);
    }
    return queues;
  }

  /**
   * Whether a record for `sticky`'s queue has to choose again: the partitioner has moved on, or does so now, since the
   * batch that kept it is full or gone. A switch that was put off is completed by the next record, not by the batch.
   */
  switchesPartition(
    topic: TopicQueues,
    sticky: StickyPartitionInfo,
    queue: PartitionQueue,
    cluster: ClusterView,
  ): boolean {
    const { partitioner } = topic;
    if (partitioner.isPartitionChanged(sticky)) return true;
    if (!areAllFull(queue)) return false;
    partitioner.updatePartitionInfo(sticky, 0, cluster, true);
    return partitioner.isPartitionChanged(sticky);
  }

  /**
   * Appends to the batch being filled; undefined if there is none, or no room in it.
   *
   * @throws KafkaException after close()
   */
  tryAppend(queue: PartitionQueue, record: PendingRecord, nowMs: number): Appended | undefined {
    if (this.isClosed) throw new KafkaException('Producer closed while send in progress');
    const last = queue.batches.at(-1);
    if (last === undefined) return undefined;
    const row = this.appendTo(last, record, nowMs);
    if (row >= 0) return { batch: last, row, wantsSender: queue.batches.length > 1 || last.isFull };
    last.closeForAppends();
    return undefined;
  }

  /** Opens a batch with memory that was allocated for it, and appends to that. */
  appendNewBatch(queue: PartitionQueue, record: PendingRecord, capacity: number, nowMs: number): Appended {
    const batch = this.open(queue, capacity, false, nowMs);
    const row = this.appendTo(batch, record, nowMs);
    queue.batches.push(batch);
    this.track(batch);
    return { batch, row, wantsSender: true };
  }

  /** Counts what was appended to the last batch with the partitioner that chose it. A switch waits until it is full. */
  updatePartitioner(
    topic: TopicQueues,
    sticky: StickyPartitionInfo | null,
    batch: ProducerBatch,
    appendedBytes: number,
    cluster: ClusterView,
  ): void {
    if (sticky !== null) topic.partitioner.updatePartitionInfo(sticky, appendedBytes, cluster, batch.isFull);
  }

  private appendTo(batch: ProducerBatch, record: PendingRecord, nowMs: number): number {
    const { timestampMs, key, value, headers, callback } = record;
    return batch.tryAppend(timestampMs, key, value, headers, record, callback, nowMs);
  }

  private open(
    place: { topic: string; partition: number },
    capacity: number,
    isSplitBatch: boolean,
    createdMs: number,
  ): ProducerBatch {
    const { compression, surroundings, runCallbacks } = this.options;
    const { ratios } = this;
    const options = { compression, ratios, capacity, isSplitBatch, surroundings, runCallbacks };
    return new ProducerBatch(place, options, createdMs);
  }

  private track(batch: ProducerBatch): void {
    this.incomplete.push(batch);
  }

  // --- Looking -------------------------------------------------------------------------------------------------------------

  /** In order of first use. */
  allTopics(): readonly TopicQueues[] {
    return this.inOrder;
  }

  queueOf(topic: string, partition: number): PartitionQueue | undefined {
    return this.topics.get(topic)?.find(partition);
  }

  hasUndrained(): boolean {
    for (const { queues } of this.inOrder) if (queues.some(({ batches }) => batches.length > 0)) return true;
    return false;
  }

  get hasIncomplete(): boolean {
    return this.incomplete.length > 0;
  }

  /** Everything is to be sent at once. */
  get isUrgent(): boolean {
    return this.isClosed || this.flushes > 0 || this.pool.queued > 0;
  }

  // --- Flushing and closing ------------------------------------------------------------------------------------------------

  beginFlush(): readonly BatchResult[] {
    this.flushes++;
    return this.incomplete.map(({ result }) => result);
  }

  endFlush(): void {
    this.flushes--;
  }

  close(): void {
    this.isClosed = true;
    this.pool.signalAll();
  }

  get closed(): boolean {
    return this.isClosed;
  }

  // --- After sending -------------------------------------------------------------------------------------------------------

  /** Puts a batch back after a failed try: in order of sequence, or, without sequences, first. */
  reenqueue(batch: ProducerBatch, nowMs: number): void {
    batch.reenqueued(nowMs);
    this.putBack(batch);
  }

  /** Cuts a batch that was too large into smaller ones and puts these back. */
  splitAndReenqueue(bigBatch: ProducerBatch): readonly ProducerBatch[] {
    // The most careful estimate there is, so that the parts do not have to be split again soon.
    this.ratios?.reset(bigBatch.topic, bigBatch.compressionRatio);
    const { version, batchSize } = this.options;
    const splitSize = SPLIT_SIZES[version.policies.splitSize](bigBatch, batchSize);
    const parts = splitBatch(bigBatch, splitSize, (capacity) =>
      this.open(bigBatch, capacity, true, bigBatch.createdMs),
    );
    for (const part of parts.toReversed()) {
      this.track(part);
      this.options.sequences?.addInFlightBatch(part);
      this.putBack(part);
    }
    return parts;
  }

  /** A batch has ended: its memory comes back. */
  deallocate(batch: ProducerBatch): void {
    // Batches end nearly in the order of their creation: it is among the first.
    const index = this.incomplete.indexOf(batch);
    if (index === 0) this.incomplete.shift();
    else if (index > 0) this.incomplete.splice(index, 1);
    if (!batch.isSplitBatch) this.pool.deallocate(batch.initialCapacity);
  }

  private putBack(batch: ProducerBatch): void {
    const { batches } = this.topicQueues(batch.topic).queueToFill(batch.partition);
    let index = 0;
    if (this.options.sequences !== null) {
      while (index < batches.length && isBefore(batches[index] as ProducerBatch, batch)) index++;
    }
    batches.splice(index, 0, batch);
  }

  // --- Aborting ------------------------------------------------------------------------------------------------------------

  /** Ends every batch that is not done, in flight or not. */
  abortBatches(reason: Error): void {
    for (const batch of this.incomplete.slice()) this.abort(batch, reason);
  }

  /** Ends every batch that has not been given a sequence (without idempotence: that is still open). */
  abortUndrainedBatches(reason: Error): void {
    for (const batch of this.incomplete.slice()) {
      const isUndrained = this.options.sequences === null ? !batch.closed : !batch.hasSequence;
      if (isUndrained) this.abort(batch, reason);
    }
  }

  private abort(batch: ProducerBatch, reason: Error): void {
    const batches = this.queueOf(batch.topic, batch.partition)?.batches ?? [];
    const index = batches.indexOf(batch);
    if (index >= 0) batches.splice(index, 1);
    batch.closeForAppends();
    batch.abort(reason);
    this.deallocate(batch);
  }
}

/** Only the last batch of a queue can have room. */
function areAllFull({ batches }: PartitionQueue): boolean {
  const last = batches.at(-1);
  return last === undefined || last.isFull;
}

function isBefore(queued: ProducerBatch, batch: ProducerBatch): boolean {
  return queued.hasSequence && queued.baseSequence < batch.baseSequence;
}

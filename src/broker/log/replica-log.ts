/**
 * One replica's log: its batches, their offsets, and what is derived from them (producers, transactions, leader epochs).
 *
 * The replicas of a partition share their batches, and the list of them as long as they are the same. A truncation is a new length.
 */
import type { ActiveProducer } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID, type StoredBatch } from '../../protocol/records/record-batch.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import type { TopicConfig } from '../config/topic-config.ts';
import { lastOfEachProducer } from './last-of-each-producer.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { LogTransactions } from './log-transactions.ts';
import { OffsetIndex } from './offset-index.ts';
import { ProducerState } from './producer-state.ts';

/** log.flush.start.offset.checkpoint.interval.ms, by default. */
const START_CHECKPOINT_INTERVAL_MS = 60_000;
const NO_BATCHES: readonly StoredBatch[] = [];

export class ReplicaLog {
  /**
   * The log has the first `length` of them; what follows was added or left there by another log that shares the list.
   * Invariant: batches[i + 1].baseOffset = batches[i].baseOffset + batches[i].batch.recordCount for i + 1 < length.
   */
  private batches: StoredBatch[] = [];
  private length = 0;
  /** Offset of the first record. Moves up only, except when a follower's log restarts at another offset. */
  startOffset = 0;
  /** What the log start's checkpoint says, and the interval of its latest change. */
  private checkpointedStart = 0;
  private checkpointInterval = Number.NEGATIVE_INFINITY;
  /** Of each producer the last batch and marker before the first segment: what a producer snapshot there contains. */
  private head: readonly StoredBatch[] = [];
  /** Offset of the next record. Invariant: startOffset <= highWatermark <= endOffset. */
  endOffset = 0;
  /** All in-sync replicas have all records below it. Moves down by truncation only. */
  highWatermark = 0;
  readonly leaderEpochs: LeaderEpochs = new LeaderEpochs();
  /** The epochs in which this broker has led since its last crash: it appended their batches itself. */
  readonly ledEpochs: Set<number> = new Set();
  private readonly producerState: ProducerState = new ProducerState();
  /** The number of batches that `producerState` knows of. */
  private noted = 0;
  /** Undefined until there is a transactional batch. */
  transactions: LogTransactions | undefined;
  private index: OffsetIndex | undefined;
  /** When to look for idle producers again. */
  nextExpiryMs: number = Number.NEGATIVE_INFINITY;

  /** What is remembered of producers. Only leaders need it, so followers do not keep it up to date with every append. */
  get producers(): ProducerState {
    if (this.noted < this.length) this.noteProducers();
    return this.producerState;
  }

  /** All transactions with records below it have ended, on all in-sync replicas. Invariant: lastStableOffset <= highWatermark. */
  get lastStableOffset(): number {
    if (this.transactions === undefined) return this.highWatermark;
    return Math.min(this.highWatermark, this.transactions.firstUnstableOffset(this.highWatermark));
  }

  /** Offset of the first record that is still there, deleted or not. Invariant: at most startOffset. */
  get earliestKeptOffset(): number {
    return this.length === 0
      ? this.startOffset
      : Math.min((this.batches[0] as StoredBatch).baseOffset, this.startOffset);
  }

  /** Appends a batch as the leader. Its base offset must be the log's end offset. */
  append(stored: StoredBatch): void {
    const isUpToDate = this.noted === this.length;
    this.appendFetched(stored);
    if (!isUpToDate) return;
    this.noted = this.length;
    if (stored.batch.producerId !== NO_PRODUCER_ID) this.producerState.update(stored);
  }

  /** Appends a batch that was fetched from the leader. Its base offset must be the log's end offset. */
  appendFetched(stored: StoredBatch): void {
    const { batches, length } = this;
    if (length === batches.length) batches.push(stored);
    else if (batches[length] !== stored) this.batches = [...batches.slice(0, length), stored];
    this.length = length + 1;
    this.endOffset = stored.baseOffset + stored.batch.recordCount;
    this.leaderEpochs.assign(stored.partitionLeaderEpoch, stored.baseOffset);
    if (stored.batch.isTransactional) this.withTransactions().update(stored);
  }

  /** Before a log that is still empty gets the batches of `leader`. */
  beginLike(leader: ReplicaLog): void {
    if (this.length === 0) this.batches = leader.batches;
  }

  /** The log's transactions; from now on they are tracked. */
  withTransactions(): LogTransactions {
    this.transactions ??= new LogTransactions();
    return this.transactions;
  }

  /** Removes all batches from the one that contains `offset`. */
  truncateTo(offset: number): void {
    // Even with nothing to remove, the leader may not know an epoch that began at the end and has no records.
    this.leaderEpochs.truncateTo(offset);
    if (offset >= this.endOffset) return;
    if (offset < this.earliestKeptOffset) {
      this.restartAt(offset);
      return;
    }
    const length = this.indexOf(offset);
    this.index = undefined;
    if (length < this.length) this.endOffset = (this.batches[length] as StoredBatch).baseOffset;
    this.length = length;
    this.startOffset = Math.min(this.startOffset, this.endOffset);
    this.highWatermark = Math.min(this.highWatermark, this.endOffset);
    this.leaderEpochs.truncateTo(this.endOffset);
    this.producerState.clear();
    this.noted = 0;
    this.transactions = undefined;
    for (const stored of this.head) this.producerState.update(stored);
    for (const stored of [...this.head, ...this.batches.slice(0, length)]) {
      if (stored.batch.isTransactional) this.withTransactions().update(stored);
    }
  }

  /**
   * Deletes all records before `offset`, at most up to the high watermark. They stay in their segments, and a crash brings them
   * back until the new start has been written to the checkpoint. Producers are remembered (KIP-360).
   */
  advanceStartTo(offset: number, nowMs: number): void {
    const to = Math.min(offset, this.highWatermark);
    if (to <= this.startOffset) return;
    this.checkpointStart(nowMs);
    this.startOffset = to;
    this.leaderEpochs.truncateFromStart(to);
  }

  /** Deletes the segments before `offset`, where one begins. */
  deleteSegmentsBefore(offset: number, nowMs: number): void {
    const first = offset >= this.endOffset ? this.length : this.indexOf(offset);
    this.noteProducers();
    const gone = this.batches.slice(0, first);
    this.batches = this.batches.slice(first, this.length);
    this.length -= first;
    this.noted = this.length;
    this.index = undefined;
    this.head = lastOfEachProducer([...this.head, ...gone]);
    this.advanceStartTo(offset, nowMs);
    this.checkpointedStart = Math.max(this.checkpointedStart, Math.min(offset, this.startOffset));
  }

  /** The broker stops: cleanly, or it crashes and forgets a log start that has not been written to the checkpoint. */
  close(isCrash: boolean, nowMs: number): void {
    if (isCrash) {
      this.ledEpochs.clear();
      this.checkpointStart(nowMs);
      this.startOffset = Math.max(this.checkpointedStart, this.earliestKeptOffset);
    }
    this.checkpointedStart = this.startOffset;
  }

  /** The checkpoint is written at regular times (log.flush.start.offset.checkpoint.interval.ms). */
  private checkpointStart(nowMs: number): void {
    const interval = Math.floor(nowMs / START_CHECKPOINT_INTERVAL_MS);
    if (interval === this.checkpointInterval) return;
    this.checkpointInterval = interval;
    this.checkpointedStart = this.startOffset;
  }

  /** Whether the log is empty and its next offset is within this batch. */
  isEmptyWithin({ baseOffset, batch }: StoredBatch): boolean {
    return this.length === 0 && baseOffset + batch.recordCount > this.endOffset;
  }

  /** Removes everything: the next record gets `offset` (LogManager.truncateFullyAndStartAt). */
  restartAt(offset: number): void {
    this.batches = [];
    this.length = 0;
    this.index = undefined;
    this.head = [];
    this.startOffset = offset;
    this.checkpointedStart = offset;
    this.endOffset = offset;
    this.highWatermark = offset;
    this.leaderEpochs.truncateTo(0);
    this.forgetProducers();
  }

  /**
   * The broker has started and loads the log (LogLoader). A snapshot of the producers' state lies at the log's end, whether the
   * broker stopped cleanly or recovered the log, unless the log is empty.
   */
  load({ producerIdExpirationMs }: BrokerConfig, nowMs: number): void {
    this.leaderEpochs.truncateTo(this.endOffset);
    if (this.startOffset === this.endOffset) {
      this.head = [];
      this.forgetProducers();
      return;
    }
    const { transactions } = this;
    transactions?.forgetUnreplicated();
    this.producers.keepLastBatches();
    this.producers.expire(nowMs, producerIdExpirationMs, (producerId) => transactions?.isOpen(producerId) === true);
  }

  /**
   * Batches from the one that contains `fromOffset` up to `endOffset`, at most `maxBytes` of them.
   * @param minOneBatch returns the first batch even if it is larger than maxBytes, so that readers make progress (KIP-74)
   */
  read(fromOffset: number, endOffset: number, maxBytes: number, minOneBatch: boolean): readonly StoredBatch[] {
    if (fromOffset >= endOffset) return NO_BATCHES;
    const { batches, length } = this;
    const first = this.indexOf(fromOffset);
    let end = first;
    let bytes = 0;
    for (; end < length; end++) {
      const stored = batches[end] as StoredBatch;
      if (stored.baseOffset >= endOffset) break;
      bytes += stored.batch.sizeInBytes;
      if (bytes > maxBytes && !(minOneBatch && end === first)) break;
    }
    // A follower that is caught up reads one batch at a time.
    return end - first === 1 ? [batches[first] as StoredBatch] : batches.slice(first, end);
  }

  /** Where the segment ends that holds `offset`; undefined for the newest segment. */
  segmentEnd(offset: number, config: TopicConfig): number | undefined {
    return this.indexFor(config).segmentEnd(this.indexOf(offset));
  }

  /** An offset that is not below what follows on `bytes` read from `offset`, as coarse as Kafka's index. */
  upperBoundOffset(offset: number, bytes: number, config: TopicConfig): number {
    return this.indexFor(config).upperBound(this.indexOf(offset), bytes, this.endOffset);
  }

  /** The number of bytes between two offsets. Counting stops once `enough` is reached. */
  bytesBetween(fromOffset: number, endOffset: number, enough: number): number {
    let bytes = 0;
    if (fromOffset >= endOffset) return bytes;
    for (let i = this.indexOf(fromOffset); i < this.length && bytes < enough; i++) {
      const stored = this.batches[i] as StoredBatch;
      if (stored.baseOffset >= endOffset) break;
      bytes += stored.batch.sizeInBytes;
    }
    return bytes;
  }

  /**
   * Forgets producers that have been idle for too long. Kafka looks for them at regular times; here this is done before appends
   * only, which alone depend on it.
   */
  expireProducers(config: BrokerConfig, nowMs: number): void {
    const { producerIdExpirationMs, producerIdExpirationCheckIntervalMs: intervalMs } = config;
    const checkMs = Math.floor(nowMs / intervalMs) * intervalMs;
    const isOpen = (producerId: number): boolean => this.transactions?.isOpen(producerId) === true;
    this.producers.expire(checkMs, producerIdExpirationMs, isOpen);
    this.nextExpiryMs = checkMs + intervalMs;
  }

  /** What is remembered of producers, in the order of their ids. */
  activeProducers(): ActiveProducer[] {
    return this.producers.list().map((producer) => ({
      ...producer,
      currentTxnStartOffset: this.transactions?.firstOffsetOf(producer.producerId) ?? -1,
    }));
  }

  private indexFor(config: TopicConfig): OffsetIndex {
    this.index ??= new OffsetIndex(config);
    this.index.catchUp(this.batches, this.length);
    return this.index;
  }

  private noteProducers(): void {
    for (; this.noted < this.length; this.noted++) {
      const stored = this.batches[this.noted] as StoredBatch;
      if (stored.batch.producerId !== NO_PRODUCER_ID) this.producerState.update(stored);
    }
  }

  private forgetProducers(): void {
    this.producerState.clear();
    this.noted = this.length;
    this.transactions = undefined;
  }

  /** Index of the batch that contains `offset`. */
  private indexOf(offset: number): number {
    const { batches } = this;
    let high = this.length - 1;
    // Readers mostly want the newest batch.
    if (high >= 0 && (batches[high] as StoredBatch).baseOffset <= offset) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((batches[middle] as StoredBatch).baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

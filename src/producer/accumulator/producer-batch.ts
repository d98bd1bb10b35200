/**
 * A batch on its way: from the record that opened it to the callbacks of all of them.
 *
 * Owns: its records, its place in time (created, drained, tried, appended to), its sequence, and its one end.
 * Refuses to know: queues, requests, and why it ended as it did.
 */
import { IllegalStateException } from '../../protocol/exceptions.ts';
import type { Payload } from '../../protocol/payload.ts';
import {
  type CompressionType,
  type Header,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  type RecordBatch,
} from '../../protocol/record-batch.ts';
import { estimateSizeInBytesUpperBound } from '../../protocol/record-size.ts';
import type { RatioEstimates } from '../compression/ratio-estimates.ts';
import type { FinalState } from '../events/batch-view.ts';
import { BatchResult, type ResultHost, type RowErrors } from '../result/batch-result.ts';
import type { Callback } from '../result/callback.ts';
import { BatchColumns, type BatchIdentity } from './batch-columns.ts';

/** Runs the callbacks of a batch whose outcome is known; `null` error is success. */
export type RunCallbacks = (batch: ProducerBatch, errorOf: (row: number) => Error | null) => void;

/** Never written to. */
const NO_SIZES: never[] = [];
const SEQUENCE_SPACE = 2 ** 31;
const NOBODY: BatchIdentity = {
  producerId: NO_PRODUCER_ID,
  producerEpoch: NO_PRODUCER_EPOCH,
  baseSequence: NO_SEQUENCE,
  isTransactional: false,
};

export class ProducerBatch {
  readonly topic: string;
  readonly partition: number;
  readonly createdMs: number;
  /** Bytes taken from the buffer pool. */
  readonly initialCapacity: number;
  /** Made by splitting another one: its memory is not the pool's. */
  readonly isSplitBatch: boolean;
  readonly result: BatchResult;
  readonly columns: BatchColumns;
  /** Sparse: by row, for rows that have one. */
  callbacks: (Callback | undefined)[] | undefined;
  /** By row, in bytes, -1 for `null`; for as long as somebody may ask. */
  private keySizes: number[] = NO_SIZES;
  private valueSizes: number[] = NO_SIZES;
  /** Upper bound of the largest record, for the metrics. */
  maxRecordSize = 0;
  attempts = 0;
  lastAttemptMs: number;
  lastAppendMs: number;
  drainedMs = 0;
  /** It has been put back at least once. */
  isRetry = false;
  /** Between draining and the end, or being put back. */
  isInFlight = false;
  /** Its sequence was changed after it had been sent, and it was not sent again since. */
  sequenceHasBeenReset = false;
  finalState: FinalState | null = null;
  private isClosedForAppends = false;
  private isClosed = false;
  private producer: BatchIdentity = NOBODY;
  private built: RecordBatch | null = null;
  private leaderEpoch: number | null = null;
  private attemptsWhenLeaderLastChanged = 0;
  private readonly runCallbacks: RunCallbacks;
  private readonly ratios: RatioEstimates | null;

  constructor(
    place: { readonly topic: string; readonly partition: number },
    options: {
      readonly compression: CompressionType;
      /** `null` without compression. */
      readonly ratios: RatioEstimates | null;
      readonly capacity: number;
      readonly isSplitBatch: boolean;
      readonly surroundings: ResultHost;
      readonly runCallbacks: RunCallbacks;
    },
    nowMs: number,
  ) {
    this.topic = place.topic;
    this.partition = place.partition;
    this.createdMs = nowMs;
    this.lastAttemptMs = nowMs;
    this.lastAppendMs = nowMs;
    this.initialCapacity = options.capacity;
    this.isSplitBatch = options.isSplitBatch;
    this.ratios = options.ratios;
    this.columns = new BatchColumns(options.compression, options.capacity, options.ratios?.of(place.topic) ?? 1);
    this.result = new BatchResult(place.topic, place.partition, options.surroundings);
    this.runCallbacks = options.runCallbacks;
  }

  // --- Filling -------------------------------------------------------------------------------------------------------------

  /** Appends a record and returns its row; -1 if there is no room. */
  tryAppend(
    timestampMs: number,
    key: Payload,
    value: Payload,
    headers: readonly Header[] | undefined,
    sizes: { readonly keySize: number; readonly valueSize: number; readonly headersSize: number },
    callback: Callback | undefined,
    nowMs: number,
  ): number {
    if (this.isClosedForAppends) return -1;
    const columns = this.columns;
    const size = columns.roomFor(timestampMs, sizes.keySize, sizes.valueSize, sizes.headersSize);
    if (size < 0) return -1;
    const row = columns.count;
    columns.append(size, timestampMs, key, value, headers);
    const upperBound = estimateSizeInBytesUpperBound(sizes.keySize, sizes.valueSize, sizes.headersSize);
    if (upperBound > this.maxRecordSize) this.maxRecordSize = upperBound;
    this.lastAppendMs = nowMs;
    this.noteRow(row, sizes.keySize, sizes.valueSize, callback);
    return row;
  }

  private noteRow(row: number, keySize: number, valueSize: number, callback: Callback | undefined): void {
    if (row === 0) {
      this.keySizes = [keySize];
      this.valueSizes = [valueSize];
      if (callback !== undefined) this.callbacks = [callback];
      return;
    }
    this.keySizes.push(keySize);
    this.valueSizes.push(valueSize);
    if (callback === undefined) return;
    this.callbacks ??= [];
    this.callbacks[row] = callback;
  }

  get recordCount(): number {
    return this.columns.count;
  }

  /** -1 for `null`. Known until the batch is done. */
  keySizeOf(row: number): number {
    return this.keySizes[row] as number;
  }

  /** -1 for `null`. Known until the batch is done. */
  valueSizeOf(row: number): number {
    return this.valueSizes[row] as number;
  }

  get isFull(): boolean {
    return this.isClosedForAppends || this.columns.isFull;
  }

  /** Size on the wire: exact once the batch is closed, and before that as far as it is known. */
  get estimatedSizeInBytes(): number {
    return this.built === null ? this.columns.estimatedSizeInBytes : this.built.sizeInBytes;
  }

  /** Bytes of the records on the wire by bytes before compression; 1 as long as the batch is open. */
  get compressionRatio(): number {
    return this.columns.compressionRatio;
  }

  get values(): readonly Payload[] {
    return this.columns.values;
  }

  get baseOffset(): number {
    return this.result.baseOffset;
  }

  /** No more records from here on. */
  closeForAppends(): void {
    this.isClosedForAppends = true;
  }

  /** Makes the batch ready to travel; each time it is about to, its compression ratio counts for the topic's estimate. */
  close(): void {
    this.isClosedForAppends = true;
    this.isClosed = true;
    this.sequenceHasBeenReset = false;
    this.records();
    this.ratios?.update(this.topic, this.compressionRatio);
  }

  get closed(): boolean {
    return this.isClosed;
  }

  /** The batch as it travels. */
  records(): RecordBatch {
    if (!this.isClosed) throw new IllegalStateException(`The batch for ${this.place} is still open: close it first`);
    this.built ??= this.columns.build(this.producer);
    return this.built;
  }

  get place(): string {
    return `${this.topic}-${this.partition}`;
  }

  // --- Sequence ------------------------------------------------------------------------------------------------------------

  setProducerState(producer: BatchIdentity): void {
    this.producer = producer;
    this.built = null;
  }

  /** Another sequence for a batch that has been sent before. */
  resetProducerState(producer: BatchIdentity): void {
    this.setProducerState(producer);
    this.sequenceHasBeenReset = true;
  }

  get hasSequence(): boolean {
    return this.producer.baseSequence !== NO_SEQUENCE;
  }

  get baseSequence(): number {
    return this.producer.baseSequence;
  }

  get lastSequence(): number {
    return (this.producer.baseSequence + this.recordCount - 1) % SEQUENCE_SPACE;
  }

  get producerId(): number {
    return this.producer.producerId;
  }

  get producerEpoch(): number {
    return this.producer.producerEpoch;
  }

  get isTransactional(): boolean {
    return this.producer.isTransactional;
  }

  // --- Time and tries ------------------------------------------------------------------------------------------------------

  drained(nowMs: number): void {
    this.drainedMs = Math.max(this.drainedMs, nowMs);
  }

  reenqueued(nowMs: number): void {
    this.attempts++;
    this.lastAttemptMs = Math.max(this.lastAppendMs, nowMs);
    this.lastAppendMs = Math.max(this.lastAppendMs, nowMs);
    this.isRetry = true;
  }

  /** How long it has waited since its creation or its last try. */
  waitedTimeMs(nowMs: number): number {
    return Math.max(0, nowMs - this.lastAttemptMs);
  }

  hasReachedDeliveryTimeout(deliveryTimeoutMs: number, nowMs: number): boolean {
    return deliveryTimeoutMs <= nowMs - this.createdMs;
  }

  get queueTimeMs(): number {
    return this.drainedMs - this.createdMs;
  }

  /** Takes note of the leader epoch of its partition (KIP-951); one that is unknown now, or lower, is another one, too. */
  maybeUpdateLeaderEpoch(latest: number | null): void {
    if (latest === this.leaderEpoch) return;
    this.attemptsWhenLeaderLastChanged = this.attempts;
    this.leaderEpoch = latest;
  }

  /** Since the try that failed, another leader was elected: it need not back off. */
  get hasLeaderChangedForTheOngoingRetry(): boolean {
    return this.attempts >= 1 && this.attempts === this.attemptsWhenLeaderLastChanged;
  }

  // --- The end -------------------------------------------------------------------------------------------------------------

  get isDone(): boolean {
    return this.finalState !== null;
  }

  abort(reason: Error): void {
    if (this.finalState !== null) {
      throw new IllegalStateException(`Batch has already been completed in final state ${this.finalState}`);
    }
    this.finalState = 'ABORTED';
    this.settle(-1, -1, reason);
  }

  /** True if this was the batch's end; false if it had ended before. */
  complete(baseOffset: number, logAppendTimeMs: number): boolean {
    if (!this.mayEnd('SUCCEEDED')) return false;
    this.settle(baseOffset, logAppendTimeMs, null);
    return true;
  }

  completeExceptionally(errors: RowErrors): boolean {
    if (!this.mayEnd('FAILED')) return false;
    this.settle(-1, -1, errors);
    return true;
  }

  /**
   * A batch ends once. A late answer to one that expired is ignored; only success after success is our own mistake.
   */
  private mayEnd(state: FinalState): boolean {
    if (this.finalState === null) {
      this.finalState = state;
      return true;
    }
    if (this.finalState === 'SUCCEEDED') {
      throw new IllegalStateException(`A ${this.finalState} batch must not attempt another state change to ${state}`);
    }
    return false;
  }

  private settle(baseOffset: number, logAppendTimeMs: number, errors: RowErrors): void {
    this.result.set(baseOffset, logAppendTimeMs, errors);
    if (this.callbacks !== undefined || errors !== null) this.runCallbacks(this, (row) => this.result.errorOf(row));
    else this.runCallbacks(this, noError);
    this.callbacks = undefined;
    this.keySizes = NO_SIZES;
    this.valueSizes = NO_SIZES;
    this.result.done();
  }

  /** Its records have moved to `parts`, in order, and their futures with them: it is done without a word. */
  leaveTo(parts: readonly ProducerBatch[], firstRows: readonly number[]): void {
    this.finalState = 'ABORTED';
    this.callbacks = undefined;
    this.result.split(
      parts.map((part) => part.result),
      firstRows,
    );
    if (!this.hasSequence) return;
    let { baseSequence } = this;
    for (const part of parts) {
      part.setProducerState({ ...this.producer, baseSequence });
      baseSequence += part.recordCount;
    }
  }
}

function noError(): null {
  return null;
}

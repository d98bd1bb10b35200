/**
 * A batch of records for one partition, from the record that opens it to the callbacks of all of them (Java's
 * ProducerBatch). Its records are in batch-columns.ts, its attempts and times in batch-timing.ts.
 */

import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import {
  type CompressionType,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  type RecordBatch,
} from '../../protocol/records/record-batch.ts';
import { estimateSizeInBytesUpperBound } from '../../protocol/records/record-size.ts';
import type { RatioEstimates } from '../compression/ratio-estimates.ts';
import type { FinalState } from '../events/batch-view.ts';
import { BatchResult, type ResultHost, type RowErrors } from '../result/batch-result.ts';
import type { Callback } from '../result/callback.ts';
import { BatchColumns, type BatchIdentity, type BatchRecord } from './batch-columns.ts';
import { BatchTiming } from './batch-timing.ts';

/**
 * Runs the callbacks of a batch whose outcome is known; the error of a row is `null` if it was acknowledged.
 *
 * @returns false if a callback stops the I/O thread; `callbacksHaveRun` of the batch is then called later
 */
export type RunCallbacks = (batch: ProducerBatch, errorOf: (row: number) => Error | null) => boolean;

export interface BatchOptions {
  readonly compression: CompressionType;
  /** `null` without compression. */
  readonly ratios: RatioEstimates | null;
  /** In bytes. */
  readonly capacity: number;
  readonly isSplitBatch: boolean;
  readonly host: ResultHost;
  readonly runCallbacks: RunCallbacks;
}

const SEQUENCE_SPACE = 2 ** 31;
const NO_IDENTITY: BatchIdentity = {
  producerId: NO_PRODUCER_ID,
  producerEpoch: NO_PRODUCER_EPOCH,
  baseSequence: NO_SEQUENCE,
  isTransactional: false,
};

export class ProducerBatch {
  readonly topic: string;
  readonly partition: number;
  readonly timing: BatchTiming;
  /** Bytes taken from the buffer pool. */
  readonly initialCapacity: number;
  /** Whether the batch is a part of a batch that was too large: it holds no memory of the buffer pool. */
  readonly isSplitBatch: boolean;
  readonly result: BatchResult;
  readonly columns: BatchColumns;
  /** Callbacks by row; a row without one is a hole. */
  callbacks: (Callback | undefined)[] | undefined;
  /** Upper bound of the largest record, in bytes, for the metrics. */
  maxRecordSize = 0;
  /** Moves to true when the batch is drained, and back when it is done or put back into its queue. */
  isInFlight = false;
  /** Moves to true when the batch is drained, and back when its request has ended, whatever has become of the batch in the meantime. */
  isAwaited = false;
  /** Whether the sequence was changed after the batch had been sent, and the batch was not sent again since. */
  sequenceHasBeenReset = false;
  finalState: FinalState | null = null;
  private isClosedForAppends = false;
  private isClosed = false;
  private identity: BatchIdentity = NO_IDENTITY;
  private built: RecordBatch | null = null;
  private readonly runCallbacks: RunCallbacks;
  private readonly ratios: RatioEstimates | null;

  constructor(to: TopicPartition, options: BatchOptions, createdMs: number) {
    this.topic = to.topic;
    this.partition = to.partition;
    this.timing = new BatchTiming(createdMs);
    this.initialCapacity = options.capacity;
    this.isSplitBatch = options.isSplitBatch;
    this.ratios = options.ratios;
    this.columns = new BatchColumns(options.compression, options.capacity, options.ratios?.of(to.topic) ?? 1);
    this.result = new BatchResult(to.topic, to.partition, options.host);
    this.runCallbacks = options.runCallbacks;
  }

  /** `topic-partition`. */
  get partitionName(): string {
    return partitionName(this);
  }

  get createdMs(): number {
    return this.timing.createdMs;
  }

  /** Attempts that have failed. */
  get attempts(): number {
    return this.timing.failedAttempts;
  }

  get queueTimeMs(): number {
    return this.timing.queueTimeMs;
  }

  // --- Filling -------------------------------------------------------------------------------------------------------------

  /** Appends a record and returns its row; -1 if there is no room. */
  tryAppend(record: BatchRecord, nowMs: number): number {
    if (this.isClosedForAppends) return -1;
    const { columns } = this;
    const { timestampMs, keySize, valueSize, headersSize } = record;
    const size = columns.roomFor(timestampMs, keySize, valueSize, headersSize);
    if (size < 0) return -1;
    const row = columns.count;
    columns.append(size, record);
    const upperBound = estimateSizeInBytesUpperBound(keySize, valueSize, headersSize);
    if (upperBound > this.maxRecordSize) this.maxRecordSize = upperBound;
    this.timing.lastAppendMs = nowMs;
    if (record.callback !== undefined) this.noteCallback(row, record.callback);
    return row;
  }

  private noteCallback(row: number, callback: Callback): void {
    if (row === 0) this.callbacks = [callback];
    else {
      this.callbacks ??= [];
      this.callbacks[row] = callback;
    }
  }

  get recordCount(): number {
    return this.columns.count;
  }

  get isFull(): boolean {
    return this.isClosedForAppends || this.columns.isFull;
  }

  /** Size of the encoded batch: exact once the batch is closed; before that an estimate if it is to be compressed. */
  get estimatedSizeInBytes(): number {
    return this.built === null ? this.columns.estimatedSizeInBytes : this.built.sizeInBytes;
  }

  /** Compressed by uncompressed bytes of the records; 1 while the batch is open. */
  get compressionRatio(): number {
    return this.columns.compressionRatio;
  }

  get values(): readonly Payload[] {
    return this.columns.values;
  }

  /** Offset of the first record; -1 until acknowledged. */
  get baseOffset(): number {
    return this.result.baseOffset;
  }

  /** No record is appended from here on. */
  closeForAppends(): void {
    this.isClosedForAppends = true;
  }

  /** Encodes the batch, which is about to be sent. Each time, its compression ratio counts for the topic's estimate. */
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

  /** @returns the batch in the form that travels to the broker */
  records(): RecordBatch {
    if (!this.isClosed)
      throw new IllegalStateException(`The batch for ${this.partitionName} is still open: close it first`);
    this.built ??= this.columns.build(this.identity);
    return this.built;
  }

  // --- Sequence ------------------------------------------------------------------------------------------------------------

  setProducerState(identity: BatchIdentity): void {
    this.identity = identity;
    this.built = null;
  }

  /** Gives another sequence to a batch that has been sent before. */
  resetProducerState(identity: BatchIdentity): void {
    this.setProducerState(identity);
    this.sequenceHasBeenReset = true;
  }

  get hasSequence(): boolean {
    return this.identity.baseSequence !== NO_SEQUENCE;
  }

  get baseSequence(): number {
    return this.identity.baseSequence;
  }

  get lastSequence(): number {
    return (this.identity.baseSequence + this.recordCount - 1) % SEQUENCE_SPACE;
  }

  get producerId(): number {
    return this.identity.producerId;
  }

  get producerEpoch(): number {
    return this.identity.producerEpoch;
  }

  get isTransactional(): boolean {
    return this.identity.isTransactional;
  }

  // --- The end -------------------------------------------------------------------------------------------------------------

  get isDone(): boolean {
    return this.finalState !== null;
  }

  /** @throws IllegalStateException if the batch is done already */
  abort(reason: Error): void {
    if (this.finalState !== null) {
      throw new IllegalStateException(`Batch has already been completed in final state ${this.finalState}`);
    }
    this.finalState = 'ABORTED';
    this.settle(-1, -1, reason);
  }

  /** @returns false if the batch was done before, which changes nothing */
  complete(baseOffset: number, logAppendTimeMs: number): boolean {
    if (!this.mayEnd('SUCCEEDED')) return false;
    this.settle(baseOffset, logAppendTimeMs, null);
    return true;
  }

  /** @returns false if the batch was done before, which changes nothing */
  completeExceptionally(errors: RowErrors): boolean {
    if (!this.mayEnd('FAILED')) return false;
    this.settle(-1, -1, errors);
    return true;
  }

  /** A batch ends once. A late response to an expired batch is ignored; a second end after success is a bug of ours. */
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
    const hasErrors = this.callbacks !== undefined || errors !== null;
    const errorOf = hasErrors ? (row: number): Error | null => this.result.errorOf(row) : noError;
    if (this.runCallbacks(this, errorOf)) this.callbacksHaveRun();
  }

  /** The futures are done. */
  callbacksHaveRun(): void {
    this.callbacks = undefined;
    this.columns.forgetSizes();
    this.result.done();
  }

  /** Ends the batch without callbacks, since its records, in order, and their futures have moved to `parts`. */
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
      part.setProducerState({ ...this.identity, baseSequence });
      baseSequence += part.recordCount;
    }
  }
}

function noError(): null {
  return null;
}

/**
 * Records what one producer does: as lines of the trace, and, if guarantees are checked, as entries of the record log.
 *
 * What entries prove is the business of the guarantees (src/guarantees).
 */
import { isRefusal } from '../../guarantees/fate.ts';
import type { ProducerView } from '../../guarantees/index.ts';
import type { RecordWatcher } from '../../producer/events/producer-events.ts';
import type {
  BatchSending,
  BatchView,
  Callback,
  CallbackStop,
  ProducerEvents,
  ProducerRecordLike,
  RecordFuture,
} from '../../producer/index.ts';
import type { TransactionState } from '../../producer/transaction-state/transaction-state.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { ranges } from '../../sim/number-ranges.ts';
import type { ProducerTraceEvents } from '../events/producer-trace-events.ts';
import type { EventWriter, SimulationEvents } from '../events/simulation-events.ts';
import { BatchEntry, type EntryRecorder, RecordEntry, type RecordedRun, TransactionEntry } from './record-log.ts';

/** What a run gives to the recorder of each of its producers. */
export interface RecordingOptions {
  /** Name of the producer; no other producer of the run has it. */
  readonly name: string;
  readonly run: RecordedRun;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Adds a line to the trace; `null` if the trace is off. */
  readonly trace: EventWriter<keyof ProducerTraceEvents> | null;
  /** Every batch of the run, by its array of values. */
  readonly batches: Map<readonly Payload[], BatchEntry>;
  /** Whether the entries of records are kept until the end of the run. */
  readonly keepsEntries: boolean;
  /** Returns the id of a topic; `undefined` if it does not exist. */
  readonly topicIdOf: (topic: string) => string | undefined;
}

export interface ProducerRecorderOptions extends RecordingOptions {
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly pool: { readonly totalMemory: number; readonly availableMemory: number; readonly heldByRequests: number };
}

export class ProducerRecorder implements ProducerView, EntryRecorder, RecordWatcher {
  readonly name: string;
  readonly run: RecordedRun;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly sends: RecordEntry[] = [];
  readonly stops: { readonly fromMs: number; untilMs: number }[] = [];
  /** In the order of their begin. */
  readonly transactionLog: TransactionEntry[] = [];
  isClosed = false;
  /** initTransactions() has succeeded. */
  isInitialized = false;
  isInCallback = false;
  private readonly options: ProducerRecorderOptions;
  private sent = 0;
  private appendedCount = 0;
  private callbacks = 0;
  /** Number of batches so far, by partition (`payments-0`). */
  private readonly batchCounts = new Map<string, number>();
  private transactions = 0;
  /** The transaction that is open or ending; `null` between transactions. */
  private transaction: TransactionEntry | null = null;
  /** What the current call of send() waits for. */
  private blockedOn: 'metadata' | 'memory' | null = null;

  constructor(options: ProducerRecorderOptions) {
    this.options = options;
    this.name = options.name;
    this.run = options.run;
    this.deliveryTimeoutMs = options.deliveryTimeoutMs;
    this.requestTimeoutMs = options.requestTimeoutMs;
  }

  listen(events: ProducerEvents): void {
    events.recordWatcher = this;
    events.on('batchCreated', (batch) => void this.batchCreated(batch));
    events.on('batchSent', (batch, sending) => this.batchSent(batch, sending));
    events.on('batchCompleted', (batch, error) => this.batchCompleted(batch, error));
    events.on('batchRetried', (batch, error, backoffMs) => this.batchRetried(batch, error, backoffMs));
    events.on('batchSplit', (batch, parts) => this.batchSplit(batch, parts));
    events.on('batchExpired', (batch) =>
      this.trace('batch expired', { batch: this.nameOf(batch), ageMs: this.now() - batch.createdMs }),
    );
    events.on('stateChanged', (from, to) => this.stateChanged(from, to));
    events.on('sendBlocked', (_topic, reason) => {
      this.blockedOn = reason;
    });
    events.on('ioThreadStopped', (stop) => this.stopped(stop));
    events.on('ioThreadResumed', () => this.resumed());
    events.on('closed', () => {
      this.isClosed = true;
    });
  }

  get bufferTotalBytes(): number {
    return this.options.pool.totalMemory;
  }

  get bufferAvailableBytes(): number {
    return this.options.pool.availableMemory;
  }

  get bufferHeldByRequestsBytes(): number {
    return this.options.pool.heldByRequests;
  }

  now(): number {
    return this.options.now();
  }

  nextCallbackNumber(): number {
    return ++this.callbacks;
  }

  // --- Records -----------------------------------------------------------------------------------------------------------

  /** send() is called. The returned entry must be passed on as the record's callback. */
  sending(record: ProducerRecordLike<unknown, unknown>, callback: Callback | undefined): RecordEntry {
    const entry = new RecordEntry(this, ++this.sent, record, callback);
    entry.transaction = this.transaction;
    if (this.options.keepsEntries) this.sends.push(entry);
    this.blockedOn = null;
    return entry;
  }

  /** send() has returned. */
  returned(entry: RecordEntry, future: RecordFuture): void {
    entry.future = future;
    entry.keepContent();
    if (this.options.keepsEntries) future.attach(entry);
    if (entry.batch !== null || entry.endedMs !== -1) return;
    entry.waited = true;
    this.trace('send waits', { record: entry.number, topic: entry.topic, for: this.blockedOn ?? 'an earlier send' });
  }

  /** send() has thrown. */
  threw(entry: RecordEntry, error: Error): void {
    entry.keepContent();
    if (!entry.wasThrown) this.refused(entry, error, true);
  }

  appended(callback: Callback | undefined, batch: BatchView, row: number): void {
    if (!(callback instanceof RecordEntry)) return;
    const entry = this.entryOf(batch) ?? this.batchCreated(batch);
    entry.add(callback, row);
    callback.appendedMs = this.now();
    callback.appendedNumber = ++this.appendedCount;
    // Records that join an open batch at once get no line of their own: 'batch sent' lists them.
    if (row === 0 || callback.waited)
      this.trace('record appended', { record: callback.number, batch: entry.name, row });
  }

  refused(callback: Callback | undefined, error: Error, isThrown: boolean): void {
    if (!(callback instanceof RecordEntry)) return;
    callback.wasThrown = isThrown;
    if (callback.batch === null) {
      callback.error = error;
      callback.endedMs = this.now();
    }
    this.trace('send failed', { record: callback.number, topic: callback.topic, error: error.name });
  }

  completed({ batch, callback, number, error }: RecordEntry): void {
    // The callbacks of a batch share one line.
    if (batch === null && callback !== undefined) this.trace('callback', { record: number, error: error?.name });
  }

  private stopped({ call, waitsFor, batch, row }: CallbackStop): void {
    const place = batch === null ? {} : { batch: this.nameOf(batch), row };
    this.trace('I/O thread stops', { ...place, calls: call, for: waitsFor });
    if (this.stops.at(-1)?.untilMs !== Number.POSITIVE_INFINITY)
      this.stops.push({ fromMs: this.now(), untilMs: Number.POSITIVE_INFINITY });
  }

  private resumed(): void {
    this.trace('I/O thread goes on', {});
    this.stops.at(-1)!.untilMs = this.now();
  }

  private stateChanged(from: TransactionState, to: TransactionState): void {
    this.trace('state changed', { from, to });
    if (to === 'IN_TRANSACTION') {
      this.transaction = new TransactionEntry(++this.transactions);
      if (this.options.keepsEntries) this.transactionLog.push(this.transaction);
    }
    if (to === 'READY') this.isInitialized = true;
    const isOver = to === 'READY' || to === 'INITIALIZING';
    if (!isOver || this.transaction === null) return;
    this.transaction.outcome = from === 'COMMITTING_TRANSACTION' ? 'committed' : 'aborted';
    this.transaction = null;
  }

  // --- Batches -----------------------------------------------------------------------------------------------------------

  private batchCreated(batch: BatchView): BatchEntry {
    const partition = `${batch.topic}-${batch.partition}`;
    const count = (this.batchCounts.get(partition) ?? 0) + 1;
    this.batchCounts.set(partition, count);
    const entry = new BatchEntry(`${partition}#${count}`, batch);
    this.options.batches.set(batch.values, entry);
    return entry;
  }

  private batchSent(batch: BatchView, { reason, inFlightRequests }: BatchSending): void {
    const entry = this.entryOf(batch);
    if (entry !== undefined) entry.isInFlight = true;
    this.trace('batch sent', {
      batch: this.nameOf(batch),
      why: reason,
      records: ranges(entry?.records.map(({ number }) => number) ?? []),
      bytes: batch.estimatedSizeInBytes,
      try: batch.attempts + 1,
      inFlight: inFlightRequests,
    });
  }

  private batchCompleted(batch: BatchView, error: Error | null): void {
    const entry = this.entryOf(batch);
    const facts = { batch: this.nameOf(batch) };
    if (error !== null) {
      // An aborted batch completes with the error that caused the abort: the response to its own request is still to come.
      if (entry?.isInFlight === true && batch.finalState === 'ABORTED') entry.hasUncertainTry = true;
      this.trace('batch failed', { batch: facts.batch, error: error.name });
    } else {
      if (entry !== undefined) entry.topicId = this.options.topicIdOf(batch.topic) ?? null;
      if (batch.baseOffset >= 0) this.trace('batch acknowledged', { batch: facts.batch, offset: batch.baseOffset });
      else this.trace('batch forgotten', facts);
    }
    const called = entry?.records.filter(({ callback }) => callback !== undefined) ?? [];
    if (called.length > 0)
      this.trace('callbacks', { batch: facts.batch, records: ranges(called.map(({ number }) => number)) });
    if (!this.options.keepsEntries) this.options.batches.delete(batch.values);
  }

  private batchRetried(batch: BatchView, error: ErrorName, backoffMs: number): void {
    const entry = this.entryOf(batch);
    if (entry !== undefined) {
      entry.isInFlight = false;
      if (!isRefusal(error)) entry.hasUncertainTry = true;
    }
    this.trace('batch put back', { batch: this.nameOf(batch), error, backoffMs });
  }

  private batchSplit(batch: BatchView, parts: readonly BatchView[]): void {
    const whole = this.entryOf(batch);
    let row = 0;
    for (const part of parts) {
      const entry = this.batchCreated(part);
      entry.hasUncertainTry = whole?.hasUncertainTry === true;
      for (let i = 0; i < part.recordCount; i++) {
        const record = whole?.records[row++];
        if (record !== undefined) entry.add(record, i);
      }
    }
    this.trace('batch split', {
      batch: this.nameOf(batch),
      into: `[${parts.map((part) => this.nameOf(part)).join(', ')}]`,
    });
  }

  private entryOf(batch: BatchView): BatchEntry | undefined {
    return this.options.batches.get(batch.values);
  }

  private nameOf(batch: BatchView): string {
    return this.entryOf(batch)?.name ?? `${batch.topic}-${batch.partition}`;
  }

  private trace<Name extends keyof ProducerTraceEvents>(event: Name, facts: SimulationEvents[Name]): void {
    this.options.trace?.(event, facts);
  }
}

/**
 * Records what one producer does: as lines of the trace, and, if guarantees are checked, as entries of the record log.
 *
 * What entries prove is the business of the guarantees (src/guarantees).
 */
import { isRefusal } from '../../guarantees/fate.ts';
import type { ProducerView } from '../../guarantees/index.ts';
import type { ProducerBatch } from '../../producer/accumulator/producer-batch.ts';
import type { RecordWatcher } from '../../producer/events/producer-events.ts';
import type {
  BatchSending,
  BatchView,
  CallbackStop,
  ProducerEvents,
  ProducerRecordLike,
  RecordFuture,
} from '../../producer/index.ts';
import type { BatchResult } from '../../producer/result/batch-result.ts';
import type { TransactionState } from '../../producer/transaction-state/transaction-state.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { ranges } from '../../sim/number-ranges.ts';
import type { ProducerTraceEvents } from '../events/producer-trace-events.ts';
import type { SimulationEvents } from '../events/simulation-events.ts';
import { OwnBatch } from './batch-rows.ts';
import { type EntryRecorder, type RecordEntry, type RecordedRun, TransactionEntry } from './record-log.ts';
import type { ProducerRecorderOptions } from './recording-options.ts';
import { SendLog } from './send-log.ts';

export class ProducerRecorder implements ProducerView, EntryRecorder, RecordWatcher {
  readonly name: string;
  readonly run: RecordedRun;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly stops: { readonly fromMs: number; untilMs: number }[] = [];
  /** In the order of their begin. */
  readonly transactionLog: TransactionEntry[] = [];
  isClosed = false;
  /** initTransactions() has succeeded. */
  isInitialized = false;
  runningCallbacks = 0;
  private readonly options: ProducerRecorderOptions;
  private readonly log: SendLog;
  /** Number of batches so far, by partition (`payments-0`). */
  private readonly batchCounts = new Map<string, number>();
  private transactions = 0;
  /** What the current call of send() waits for. */
  private blockedOn: 'metadata' | 'memory' | null = null;

  constructor(options: ProducerRecorderOptions) {
    this.options = options;
    this.name = options.name;
    this.run = options.run;
    this.deliveryTimeoutMs = options.deliveryTimeoutMs;
    this.requestTimeoutMs = options.requestTimeoutMs;
    this.log = new SendLog({ recorder: this, keepsEntries: options.keepsEntries, now: options.now });
  }

  listen(events: ProducerEvents): void {
    events.recordWatcher = this;
    events.on('batchCreated', (batch) => this.batchCreated(batch as ProducerBatch));
    events.on('batchSent', (batch, sending) => this.batchSent(batch, sending));
    events.on('batchCompleted', (batch, error) => this.batchCompleted(batch, error));
    events.on('batchRetried', (batch, error, backoffMs) => this.batchRetried(batch, error, backoffMs));
    events.on('batchSplit', (batch, parts) => this.batchSplit(batch, parts));
    events.on('batchExpired', (batch) =>
      this.trace('batch expired', { batch: this.nameOf(batch), ageMs: this.options.now() - batch.createdMs }),
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

  /** Read it again for later sends. */
  get sends(): readonly RecordEntry[] {
    return this.log.sends;
  }

  // --- Records -----------------------------------------------------------------------------------------------------------

  /** send() is called. @returns what to pass on to `returned` or `threw` */
  sending(record: ProducerRecordLike<unknown, unknown>, hasCallback: boolean): RecordEntry | null {
    this.blockedOn = null;
    return this.log.begin(record, hasCallback);
  }

  /** send() has returned. */
  returned(outer: RecordEntry | null, future: RecordFuture): void {
    if (!this.log.isRow(future)) this.entryReturned(this.log.entryOfSend(), future);
    this.log.end(outer);
  }

  private entryReturned(entry: RecordEntry, future: RecordFuture): void {
    entry.future = future;
    entry.keepContent();
    if (this.options.keepsEntries) future.attach(entry);
    if (entry.batch !== null || entry.endedMs !== -1) return;
    entry.waited = true;
    this.trace('send waits', { record: entry.number, topic: entry.topic, for: this.blockedOn ?? 'an earlier send' });
  }

  /** send() has thrown. */
  threw(outer: RecordEntry | null, error: Error): void {
    const entry = this.log.entryOfSend();
    // The program gets no future, even if the record is in a batch.
    entry.future = null;
    entry.keepContent();
    if (!entry.wasThrown) this.refused(null, error, true);
    this.log.end(outer);
  }

  waits(future: RecordFuture): void {
    const entry = this.log.entryOfSend();
    entry.future = future;
    future.attach(entry);
  }

  appended(future: RecordFuture | null, result: BatchResult, row: number): void {
    const batch = result.notes as OwnBatch;
    let entry: RecordEntry | null;
    if (future === null) entry = this.log.appended(batch, row);
    else {
      entry = future.note as RecordEntry;
      this.log.join(entry, batch, row);
    }
    // Records that join an open batch at once get no line of their own: 'batch sent' lists them.
    if (row === 0 || entry?.waited === true)
      this.trace('record appended', { record: batch.rows.numbers[row]!, batch: batch.name, row });
  }

  refused(future: RecordFuture | null, error: Error, isThrown: boolean): void {
    const entry = future === null ? this.log.entryOfSend() : (future.note as RecordEntry);
    entry.wasThrown = isThrown;
    if (entry.batch === null) {
      entry.error = error;
      entry.endedMs = this.options.now();
    }
    this.trace('send failed', { record: entry.number, topic: entry.topic, error: error.name });
  }

  completed(result: BatchResult, row: number, error: Error | null): void {
    // Without entries, the batch is forgotten when its outcome is known.
    if (result.notes !== null) this.log.completed(result.notes as OwnBatch, row, error);
  }

  reported(future: RecordFuture, error: Error): void {
    const entry = future.note as RecordEntry;
    this.log.called(entry, error, -1);
    // The callbacks of a batch share one line.
    if (entry.batch === null && entry.hasCallback) this.trace('callback', { record: entry.number, error: error.name });
  }

  callbackThrew(note: object | null): void {
    if (note !== null) (note as RecordEntry).callbackThrew = true;
  }

  private stopped({ call, waitsFor, batch, row }: CallbackStop): void {
    const place = batch === null ? {} : { batch: this.nameOf(batch), row };
    this.trace('I/O thread stops', { ...place, calls: call, for: waitsFor });
    if (this.stops.at(-1)?.untilMs !== Number.POSITIVE_INFINITY)
      this.stops.push({ fromMs: this.options.now(), untilMs: Number.POSITIVE_INFINITY });
  }

  private resumed(): void {
    this.trace('I/O thread goes on', {});
    this.stops.at(-1)!.untilMs = this.options.now();
  }

  private stateChanged(from: TransactionState, to: TransactionState): void {
    this.trace('state changed', { from, to });
    const { log } = this;
    if (to === 'IN_TRANSACTION') {
      log.transaction = new TransactionEntry(++this.transactions);
      if (this.options.keepsEntries) this.transactionLog.push(log.transaction);
    }
    if (to === 'READY') this.isInitialized = true;
    const isOver = to === 'READY' || to === 'INITIALIZING';
    if (!isOver || log.transaction === null) return;
    log.transaction.outcome = from === 'COMMITTING_TRANSACTION' ? 'committed' : 'aborted';
    log.transaction = null;
  }

  // --- Batches -----------------------------------------------------------------------------------------------------------

  private batchCreated(batch: ProducerBatch): OwnBatch {
    const partition = `${batch.topic}-${batch.partition}`;
    const count = (this.batchCounts.get(partition) ?? 0) + 1;
    this.batchCounts.set(partition, count);
    const entry = new OwnBatch(`${partition}#${count}`, batch, this.log);
    batch.result.notes = entry;
    this.options.batches.set(batch.values, entry);
    return entry;
  }

  private batchSent(batch: BatchView, { reason, inFlightRequests }: BatchSending): void {
    const entry = this.entryOf(batch);
    if (entry !== undefined) entry.isInFlight = true;
    if (this.options.trace === null) return;
    this.trace('batch sent', {
      batch: this.nameOf(batch),
      why: reason,
      records: ranges(entry?.rows.numbers ?? []),
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
    if (this.options.trace !== null) this.traceCallbacks(facts.batch, entry?.rows.numbersWithCallback ?? []);
    if (!this.options.keepsEntries) this.forget(batch as ProducerBatch);
  }

  private traceCallbacks(batch: string, numbers: readonly number[]): void {
    if (numbers.length > 0) this.trace('callbacks', { batch, records: ranges(numbers) });
  }

  private forget({ values, result }: ProducerBatch): void {
    this.options.batches.delete(values);
    result.notes = null;
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
    const records = this.entryOf(batch)?.records ?? [];
    let row = 0;
    for (const part of parts) {
      const entry = this.batchCreated(part as ProducerBatch);
      entry.hasUncertainTry = this.entryOf(batch)?.hasUncertainTry === true;
      for (let i = 0; i < part.recordCount; i++) {
        const record = records[row++];
        if (record !== undefined) entry.add(record, i);
      }
    }
    this.trace('batch split', {
      batch: this.nameOf(batch),
      into: `[${parts.map((part) => this.nameOf(part)).join(', ')}]`,
    });
  }

  private entryOf(batch: BatchView): OwnBatch | undefined {
    return ((batch as ProducerBatch).result.notes as OwnBatch | null) ?? undefined;
  }

  private nameOf(batch: BatchView): string {
    return this.entryOf(batch)?.name ?? `${batch.topic}-${batch.partition}`;
  }

  private trace<Name extends keyof ProducerTraceEvents>(event: Name, facts: SimulationEvents[Name]): void {
    this.options.trace?.(event, facts);
  }
}

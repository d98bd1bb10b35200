/**
 * Watches one producer: what it does becomes lines of the trace, and, if a ledger is kept, notes for guarantees and verdict.
 *
 * Owns: the names of batches, when a note changes, and what the trace shows of the producer's inside.
 * Refuses to know: what the notes prove (invariants), and how a line is laid out (sim/trace).
 */
import { isRefusal } from '../../guarantees/fate.ts';
import type { SendingProducer } from '../../guarantees/index.ts';
import type { RecordWatcher } from '../../producer/events/producer-events.ts';
import type {
  BatchSending,
  BatchView,
  Callback,
  ProducerEvents,
  ProducerRecordLike,
  RecordFuture,
} from '../../producer/index.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import type { Facts } from '../../protocol/facts.ts';
import type { Payload } from '../../protocol/payload.ts';
import { ranges } from '../number-ranges.ts';
import { BatchNote, type RecordKeeper, RecordNote, TransactionNote } from './sent-notes.ts';
import type { Trial } from './trial.ts';

export interface WatchOptions {
  /** Unlike all others of the simulation. */
  readonly name: string;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly pool: { readonly totalMemory: number; readonly availableMemory: number };
  readonly now: () => number;
  /** Adds a line to the trace. `null`: there is none. */
  readonly tell: ((event: string, facts: Facts) => void) | null;
  /** Every batch of the simulation by its values. */
  readonly batches: Map<readonly Payload[], BatchNote>;
  /** Keeps every record's note until the end. */
  readonly isKeeping: boolean;
  readonly topicIdOf: (topic: string) => string | undefined;
  /** What the notes are kept for. */
  readonly trial: Trial;
}

export class ProducerWatch implements SendingProducer, RecordKeeper, RecordWatcher {
  readonly name: string;
  readonly trial: Trial;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly sends: RecordNote[] = [];
  isClosed = false;
  isInCallback = false;
  private readonly options: WatchOptions;
  private sent = 0;
  private appendedCount = 0;
  private callbacks = 0;
  /** Batches so far, by partition. */
  private readonly batchCounts = new Map<string, number>();
  private transactions = 0;
  /** The one that is open, or ending. */
  private transaction: TransactionNote | null = null;
  /** What the send() under way waits for. */
  private blockedOn: string | null = null;

  constructor(options: WatchOptions) {
    this.options = options;
    this.name = options.name;
    this.trial = options.trial;
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
      this.tell('batch expired', { batch: this.nameOf(batch), ageMs: this.now() - batch.createdMs }),
    );
    events.on('stateChanged', (from, to) => this.stateChanged(from, to));
    events.on('sendBlocked', (_topic, reason) => {
      this.blockedOn = reason;
    });
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

  // --- Records -----------------------------------------------------------------------------------------------------------

  /** send() is called. The note goes along as the record's callback. */
  sending(record: ProducerRecordLike<unknown, unknown>, callback: Callback | undefined): RecordNote {
    const note = new RecordNote(this, ++this.sent, record, callback);
    note.transaction = this.transaction;
    if (this.options.isKeeping) this.sends.push(note);
    this.blockedOn = null;
    return note;
  }

  /** send() has returned. */
  returned(note: RecordNote, future: RecordFuture): void {
    note.future = future;
    if (this.options.isKeeping) future.attach(note);
    if (note.batch !== null || note.endedMs !== -1) return;
    note.waited = true;
    this.tell('send waits', { record: note.number, topic: note.topic, for: this.blockedOn ?? 'an earlier send' });
  }

  /** send() has thrown. */
  threw(note: RecordNote, error: Error): void {
    if (!note.wasThrown) this.refused(note, error, true);
  }

  appended(callback: Callback | undefined, batch: BatchView, row: number): void {
    if (!(callback instanceof RecordNote)) return;
    const note = this.noteOf(batch) ?? this.batchCreated(batch);
    note.take(callback, row);
    callback.appendedMs = this.now();
    callback.appendedNumber = ++this.appendedCount;
    // Those that join an open batch at once are told of when it is sent.
    if (row === 0 || callback.waited) this.tell('record appended', { record: callback.number, batch: note.name, row });
  }

  refused(callback: Callback | undefined, error: Error, isThrown: boolean): void {
    if (!(callback instanceof RecordNote)) return;
    callback.wasThrown = isThrown;
    if (callback.batch === null) {
      callback.error = error;
      callback.endedMs = this.now();
    }
    this.tell('send failed', { record: callback.number, topic: callback.topic, error: error.name });
  }

  calledBack({ batch, callback, number, error }: RecordNote): void {
    // Those of a batch are told of together.
    if (batch === null && callback !== undefined) this.tell('callback', { record: number, error: error?.name });
  }

  private stateChanged(from: string, to: string): void {
    this.tell('state changed', { from, to });
    if (to === 'IN_TRANSACTION') this.transaction = new TransactionNote(++this.transactions);
    const isOver = to === 'READY' || to === 'INITIALIZING';
    if (!isOver || this.transaction === null) return;
    this.transaction.outcome = from === 'COMMITTING_TRANSACTION' ? 'committed' : 'aborted';
    this.transaction = null;
  }

  now(): number {
    return this.options.now();
  }

  nextCallbackNumber(): number {
    return ++this.callbacks;
  }

  // --- Batches -----------------------------------------------------------------------------------------------------------

  private batchCreated(batch: BatchView): BatchNote {
    const place = `${batch.topic}-${batch.partition}`;
    const count = (this.batchCounts.get(place) ?? 0) + 1;
    this.batchCounts.set(place, count);
    const note = new BatchNote(`${place}#${count}`, batch);
    this.options.batches.set(batch.values, note);
    return note;
  }

  private batchSent(batch: BatchView, { reason, inFlightRequests }: BatchSending): void {
    const note = this.noteOf(batch);
    if (note !== undefined) note.isOut = true;
    this.tell('batch sent', {
      batch: this.nameOf(batch),
      why: reason,
      records: ranges(note?.records.map(({ number }) => number) ?? []),
      bytes: batch.estimatedSizeInBytes,
      try: batch.attempts + 1,
      inFlight: inFlightRequests,
    });
  }

  private batchCompleted(batch: BatchView, error: Error | null): void {
    const note = this.noteOf(batch);
    const facts = { batch: this.nameOf(batch) };
    if (error !== null) {
      // What ends for another batch's sake is told of that one's error: its own answer is not there yet.
      if (note?.isOut === true && batch.finalState === 'ABORTED') note.hasUncertainTry = true;
      this.tell('batch failed', { ...facts, error: error.name });
    } else {
      if (note !== undefined) note.topicId = this.options.topicIdOf(batch.topic) ?? null;
      if (batch.baseOffset >= 0) this.tell('batch acknowledged', { ...facts, offset: batch.baseOffset });
      else this.tell('batch forgotten', facts);
    }
    const called = note?.records.filter(({ callback }) => callback !== undefined) ?? [];
    if (called.length > 0) this.tell('callbacks', { ...facts, records: ranges(called.map(({ number }) => number)) });
    if (!this.options.isKeeping) this.options.batches.delete(batch.values);
  }

  private batchRetried(batch: BatchView, error: ErrorName, backoffMs: number): void {
    const note = this.noteOf(batch);
    if (note !== undefined) {
      note.isOut = false;
      if (!isRefusal(error)) note.hasUncertainTry = true;
    }
    this.tell('batch put back', { batch: this.nameOf(batch), error, backoffMs });
  }

  private batchSplit(batch: BatchView, parts: readonly BatchView[]): void {
    const whole = this.noteOf(batch);
    let row = 0;
    for (const part of parts) {
      const note = this.batchCreated(part);
      note.hasUncertainTry = whole?.hasUncertainTry === true;
      for (let i = 0; i < part.recordCount; i++) {
        const record = whole?.records[row++];
        if (record !== undefined) note.take(record, i);
      }
    }
    this.tell('batch split', {
      batch: this.nameOf(batch),
      into: `[${parts.map((part) => this.nameOf(part)).join(', ')}]`,
    });
  }

  private noteOf(batch: BatchView): BatchNote | undefined {
    return this.options.batches.get(batch.values);
  }

  private nameOf(batch: BatchView): string {
    return this.noteOf(batch)?.name ?? `${batch.topic}-${batch.partition}`;
  }

  private tell(event: string, facts: Facts): void {
    this.options.tell?.(event, facts);
  }
}

/**
 * What one producer has sent, in the order of its calls of send().
 *
 * A record that its own send() puts into a batch leaves a row in the batch, and no entry. It gets an entry at once if it is unusual: its
 * send() waits or fails, another one begins within it, or the sends are read in it.
 */
import type { RecordWatcher } from '../../producer/events/producer-events.ts';
import type { ProducerRecordLike, RecordFuture } from '../../producer/index.ts';
import type { Trace } from '../events/simulation-events.ts';
import type { BatchRows, EntryMaker, OwnBatch } from './batch-rows.ts';
import {
  type BatchEntry,
  type EntryRecorder,
  RecordEntry,
  type SendMoment,
  type TransactionEntry,
} from './record-log.ts';
import { SendMoments } from './send-moments.ts';

export interface SendLogOptions {
  readonly recorder: EntryRecorder & Pick<RecordWatcher, 'runningCallbacks'>;
  /** Whether the entries of records are kept until the end of the run. If not, entries of a batch do not say when they were sent. */
  readonly keepsEntries: boolean;
  /** ms since the epoch. */
  readonly now: () => number;
}

type Given = ProducerRecordLike<unknown, unknown>;

const NOTHING: Given = { topic: '', value: null };
/** In place of a send that is still to be read. */
const UNREAD = null as unknown as RecordEntry;

export class SendLog implements EntryMaker {
  /** The transaction that is open or ending; `null` between transactions. */
  transaction: TransactionEntry | null = null;
  private readonly options: SendLogOptions;
  private readonly trace: Trace;
  private readonly moments = new SendMoments();
  private sentCount = 0;
  private appendedCount = 0;
  private callbackCount = 0;
  /** The sends that were read, by number. */
  private readonly read: RecordEntry[] = [];
  /** Entries that were made at once since then. */
  private unreadEntries: RecordEntry[] = [];
  /** Batches with rows that were not read. */
  private unreadBatches: OwnBatch[] = [];

  // --- The send() that runs ------------------------------------------------------------------------------------------------

  private isSending = false;
  private number = 0;
  private given: Given = NOTHING;
  private hasCallback = false;
  /** Number of entries in the trace when it was called. */
  private place = 0;
  /** `null`: it has none. Otherwise the fields above and below are not used. */
  private entry: RecordEntry | null = null;
  /** The batch that has its record; `null`: none yet. */
  private batch: OwnBatch | null = null;
  private row = -1;

  constructor(options: SendLogOptions) {
    this.options = options;
    this.trace = options.recorder.run.trace;
  }

  /** send() is called. @returns the entry of the send() that this one was called in, for `end`; `null`: there is none */
  begin(given: Given, hasCallback: boolean): RecordEntry | null {
    const outer = this.isSending ? this.entryOfSend() : null;
    this.isSending = true;
    this.number = ++this.sentCount;
    this.given = given;
    this.hasCallback = hasCallback;
    this.place = this.trace.entries.length;
    this.entry = null;
    this.batch = null;
    return outer;
  }

  /** send() has returned or thrown. */
  end(outer: RecordEntry | null): void {
    this.isSending = outer !== null;
    this.entry = outer;
  }

  /** The entry of the send() that runs. */
  entryOfSend(): RecordEntry {
    this.entry ??= this.batch === null ? this.openEntry() : this.batch.records[this.row]!;
    return this.entry;
  }

  /** Whether the send() that runs has put its record into the row that its future is of, and has no entry. */
  isRow(future: RecordFuture): boolean {
    return this.entry === null && this.batch !== null && this.batch.rows.isRowOf(future, this.row);
  }

  private openEntry(): RecordEntry {
    const { recorder, keepsEntries } = this.options;
    const entry = new RecordEntry(recorder, this.number, this.given, this.moment(), this.hasCallback);
    if (keepsEntries) this.unreadEntries.push(entry);
    return entry;
  }

  /** The moment of the send() that runs. */
  private moment(): SendMoment {
    const { recorder, now } = this.options;
    const { place: sentPlace, transaction } = this;
    return { sentMs: now(), sentPlace, isFromCallback: recorder.runningCallbacks > 0, transaction };
  }

  // --- What happens to records ---------------------------------------------------------------------------------------------

  /** The send() that runs has put its record into a batch. @returns its entry; `null`: it has none */
  appended(batch: OwnBatch, row: number): RecordEntry | null {
    const { given } = this;
    if (this.entry !== null || given.topic !== batch.topic) {
      const entry = this.entryOfSend();
      this.join(entry, batch, row);
      return entry;
    }
    this.batch = batch;
    this.row = row;
    batch.rows.add(this.number, this.hasCallback);
    if (this.options.keepsEntries) this.keepRow(batch);
    return null;
  }

  /** Keeps what an entry needs, besides its number, that the batch does not have. */
  private keepRow(batch: OwnBatch): void {
    const { recorder, now } = this.options;
    const { number } = this;
    const lag = number - ++this.appendedCount;
    this.moments.note(number, lag, now(), this.place, recorder.runningCallbacks > 0, this.transaction);
    batch.rows.keepKey(this.given.key);
    if (batch.isListed) return;
    batch.isListed = true;
    this.unreadBatches.push(batch);
  }

  /** A record that has an entry was put into a batch. */
  join(entry: RecordEntry, batch: OwnBatch, row: number): void {
    batch.add(entry, row);
    entry.appendedMs = this.options.now();
    entry.appendedNumber = ++this.appendedCount;
  }

  /** The outcome of a record in a batch is known. */
  completed(batch: OwnBatch, row: number, error: Error | null): void {
    const entry = batch.madeAt(row);
    if (entry === undefined) batch.rows.called(row, ++this.callbackCount, this.options.now(), error);
    else this.called(entry, error, batch.rows.baseOffset);
  }

  /** The callback of a record that has an entry is called next, or would be if it had one. */
  called(entry: RecordEntry, error: Error | null, baseOffset: number): void {
    if (entry.callbacks > 0) entry.callbacks++;
    else entry.completed(++this.callbackCount, this.options.now(), error, baseOffset);
  }

  // --- Reading -------------------------------------------------------------------------------------------------------------

  /** The records of all sends so far, by number. */
  get sends(): readonly RecordEntry[] {
    const { read } = this;
    if (this.isSending) this.entryOfSend();
    if (this.unreadEntries.length === 0 && this.unreadBatches.length === 0) return read;
    const [entries, batches] = [this.unreadEntries, this.unreadBatches];
    this.unreadEntries = [];
    this.unreadBatches = [];
    // Without gaps, so that the array stays fast.
    while (read.length < this.sentCount) read.push(UNREAD);
    for (const entry of entries) read[entry.number - 1] = entry;
    for (const batch of batches) {
      batch.isListed = false;
      const { records } = batch;
      for (; batch.readCount < records.length; batch.readCount++) {
        const entry = records[batch.readCount]!;
        read[entry.number - 1] = entry;
      }
    }
    return read;
  }

  makeEntry(batch: BatchEntry, rows: BatchRows, row: number): RecordEntry {
    const { recorder, keepsEntries } = this.options;
    const number = rows.numbers[row]!;
    const kept = keepsEntries ? this.moments.of(number) : null;
    const content = { topic: batch.topic, key: rows.keyOf(row), value: null };
    const entry = new RecordEntry(recorder, number, content, kept ?? this.moment(), rows.hasCallbackAt(row));
    entry.batch = batch;
    entry.row = row;
    entry.appendedMs = entry.sentMs;
    if (kept !== null) entry.appendedNumber = number - kept.lag;
    entry.future = rows.futureOf(row);
    const call = rows.callOf(row);
    if (call !== null) entry.completed(call.firstNumber + row - call.firstRow, call.atMs, call.error, rows.baseOffset);
    return entry;
  }
}

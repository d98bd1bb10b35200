/**
 * The log of what a producer has sent: an entry for every record, batch and transaction.
 *
 * The entry of a record that was put into a batch at once is made when the record is first read: until then the batch knows all about it
 * (batch-rows.ts). Once an entry is made, what happens to the record is written into it.
 */
import type { RunView, SentBatch, SentRecord, SentTransaction } from '../../guarantees/index.ts';
import type { BatchView, ProducerRecordLike, RecordFuture, RecordMetadata } from '../../producer/index.ts';
import type { RowNotes } from '../../producer/result/batch-result.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import type { Trace } from '../events/simulation-events.ts';
import type { FailureFactory } from '../run/failure-factory.ts';
import type { RunProgress } from '../run/run-progress.ts';
import { givenText } from './given-text.ts';

/** The run that entries belong to, as far as reports on a record need it. */
export interface RecordedRun extends RunView {
  /** Whether every record is logged until the end of the run. */
  readonly isOn: boolean;
  readonly trace: Trace;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  readonly failures: FailureFactory;
  readonly progress: RunProgress;
}

/** What an entry needs from the recorder that made it. */
export interface EntryRecorder {
  /** Name of the producer. */
  readonly name: string;
  readonly run: RecordedRun;
}

/** The circumstances of a send(), which many sends have in common. */
export interface SendMoment {
  readonly sentMs: number;
  /** Number of entries in the trace when send() was called: what the record precedes there. */
  readonly sentPlace: number;
  readonly isFromCallback: boolean;
  readonly transaction: TransactionEntry | null;
}

type SentContent = Pick<ProducerRecordLike<unknown, unknown>, 'topic' | 'key' | 'value'>;

export class RecordEntry implements SentRecord {
  readonly producer: string;
  readonly number: number;
  readonly topic: string;
  readonly sentMs: number;
  readonly isFromCallback: boolean;
  /** As in SendMoment. */
  readonly sentPlace: number;
  batch: BatchEntry | null = null;
  row = -1;
  appendedMs = -1;
  appendedNumber = 0;
  endedMs = -1;
  callbacks = 0;
  callbackNumber = 0;
  error: Error | null = null;
  offset = -1;
  wasThrown = false;
  callbackThrew = false;
  transaction: TransactionEntry | null;
  future: RecordFuture | null = null;
  /** send() could not append the record at once. */
  waited = false;
  /** The program passed a callback to send(). */
  readonly hasCallback: boolean;
  /** The key that the program passed to send(); an object is replaced by its text when send() ends. */
  key: unknown;
  /** The value that the program passed to send(); as `key`, unless the record is in a batch by then, which has the value. */
  value: unknown;
  readonly recorder: EntryRecorder;

  constructor(recorder: EntryRecorder, number: number, content: SentContent, moment: SendMoment, hasCallback: boolean) {
    this.recorder = recorder;
    this.producer = recorder.name;
    this.number = number;
    this.key = content.key;
    this.value = content.value;
    this.topic = content.topic;
    this.sentMs = moment.sentMs;
    this.isFromCallback = moment.isFromCallback;
    this.sentPlace = moment.sentPlace;
    this.transaction = moment.transaction;
    this.hasCallback = hasCallback;
  }

  /** Called at the end of send(): from then on, the program may change what it has sent. */
  keepContent(): void {
    if (typeof this.key === 'object') this.key = givenText(this.key);
    if (typeof this.value === 'object') this.value = this.batch === null ? givenText(this.value) : null;
  }

  get futureEnd(): RecordMetadata | Error | null {
    return this.future?.peek() ?? null;
  }

  /** Its callback is called for the first time, or would be if it had one. @param baseOffset of its batch; -1: unknown */
  completed(callbackNumber: number, atMs: number, error: Error | null, baseOffset: number): void {
    this.callbacks = 1;
    this.callbackNumber = callbackNumber;
    this.endedMs = atMs;
    this.error = error;
    if (error === null && baseOffset >= 0) this.offset = baseOffset + this.row;
  }
}

export class TransactionEntry implements SentTransaction {
  readonly number: number;
  outcome: SentTransaction['outcome'] = 'unknown';

  constructor(number: number) {
    this.number = number;
  }
}

/** The rows of a batch whose entries are made when they are read. */
export interface UnreadRows {
  readonly count: number;
  entryOf(batch: BatchEntry, row: number): RecordEntry;
}

export class BatchEntry implements SentBatch, RowNotes {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  topicId: string | null = null;
  /** Serialized values, by row. The brokers' logs hold this same array, so a stored batch is recognised by identity. */
  readonly values: readonly Payload[];
  hasUncertainTry = false;
  /** A produce request with the batch has been sent, and the producer has not handled its response yet. */
  isInFlight = false;
  /** By row, without gaps. */
  private readonly made: RecordEntry[] = [];
  private readonly unread: UnreadRows | null;

  /** @param unread `null`: every record is added */
  constructor(
    name: string,
    { topic, partition, values }: Pick<BatchView, 'topic' | 'partition' | 'values'>,
    unread: UnreadRows | null,
  ) {
    this.name = name;
    this.topic = topic;
    this.partition = partition;
    this.values = values;
    this.unread = unread;
  }

  get records(): readonly RecordEntry[] {
    if (this.unread !== null) this.makeUpTo(this.unread.count);
    return this.made;
  }

  noteOf(row: number): RecordEntry | null {
    return this.records[row] ?? null;
  }

  /** The entry of a row if it is made: what happens to the record has to be written into it. */
  madeAt(row: number): RecordEntry | undefined {
    return this.made[row];
  }

  /** Puts a record into a row; a record of a batch that is split moves to its part like this. */
  add(entry: RecordEntry, row: number): void {
    this.hold(entry, row);
    entry.batch = this;
    entry.row = row;
  }

  /** Has the record in a row, too, and leaves its batch as it is. */
  hold(entry: RecordEntry, row: number): void {
    this.makeUpTo(row);
    this.made[row] = entry;
  }

  private makeUpTo(count: number): void {
    const { made, unread } = this;
    if (unread !== null) while (made.length < count) made.push(unread.entryOf(this, made.length));
  }
}

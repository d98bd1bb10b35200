/**
 * The log of what a producer has sent: an entry for every record, batch and transaction.
 *
 * A record's entry is passed to the producer as the record's callback. So the producer's events identify the record without a
 * look-up, and the entry learns when the record completes; it then calls the user's callback.
 */
import type { RunView, SentBatch, SentRecord, SentTransaction } from '../../guarantees/index.ts';
import type { BatchView, Callback, ProducerRecordLike, RecordFuture, RecordMetadata } from '../../producer/index.ts';
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
  /** True while a callback runs. Records that are sent then are sent from the callback. */
  isInCallback: boolean;
  now(): number;
  nextCallbackNumber(): number;
  /** Called when the entry of a completed record is up to date, before the user's callback runs. */
  completed(entry: RecordEntry): void;
}

export class RecordEntry implements SentRecord {
  readonly producer: string;
  readonly number: number;
  readonly topic: string;
  readonly sentMs: number;
  readonly isFromCallback: boolean;
  /** Number of entries in the trace when send() was called: what the record precedes there. */
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
  transaction: TransactionEntry | null = null;
  future: RecordFuture | null = null;
  /** send() could not append the record at once. */
  waited = false;
  /** The user's callback. */
  readonly callback: Callback | undefined;
  /** The key that the program passed to send(); an object is replaced by its text when send() ends. */
  key: unknown;
  /** The value that the program passed to send(); as `key`, unless the record is in a batch by then, which has the value. */
  value: unknown;
  readonly recorder: EntryRecorder;

  constructor(
    recorder: EntryRecorder,
    number: number,
    given: ProducerRecordLike<unknown, unknown>,
    callback: Callback | undefined,
  ) {
    this.recorder = recorder;
    this.producer = recorder.name;
    this.number = number;
    this.key = given.key;
    this.value = given.value;
    this.topic = given.topic;
    this.sentMs = recorder.now();
    this.isFromCallback = recorder.isInCallback;
    this.sentPlace = recorder.run.trace.entries.length;
    this.callback = callback;
  }

  /** Called at the end of send(): from then on, the program may change what it has sent. */
  keepContent(): void {
    if (typeof this.key === 'object') this.key = givenText(this.key);
    if (typeof this.value === 'object') this.value = this.batch === null ? givenText(this.value) : null;
  }

  get futureEnd(): RecordMetadata | Error | null {
    return this.future?.peek() ?? null;
  }

  onCompletion(metadata: RecordMetadata, error: Error | null): void {
    this.callbacks++;
    if (this.callbacks === 1) {
      this.callbackNumber = this.recorder.nextCallbackNumber();
      this.endedMs = this.recorder.now();
      this.error = error;
      if (error === null && metadata.hasOffset()) this.offset = metadata.offset();
    }
    const { recorder, callback } = this;
    recorder.completed(this);
    const wasInCallback = recorder.isInCallback;
    recorder.isInCallback = true;
    try {
      if (typeof callback === 'function') callback(metadata, error);
      else callback?.onCompletion(metadata, error);
    } catch (thrown) {
      this.callbackThrew = true;
      throw thrown;
    } finally {
      recorder.isInCallback = wasInCallback;
    }
  }
}

export class TransactionEntry implements SentTransaction {
  readonly number: number;
  outcome: SentTransaction['outcome'] = 'unknown';

  constructor(number: number) {
    this.number = number;
  }
}

export class BatchEntry implements SentBatch {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  topicId: string | null = null;
  readonly records: RecordEntry[] = [];
  /** Serialized values, by row. The brokers' logs hold this same array, so a stored batch is recognised by identity. */
  readonly values: readonly Payload[];
  hasUncertainTry = false;
  /** A produce request with the batch has been sent, and the producer has not handled its response yet. */
  isInFlight = false;

  constructor(name: string, { topic, partition, values }: Pick<BatchView, 'topic' | 'partition' | 'values'>) {
    this.name = name;
    this.topic = topic;
    this.partition = partition;
    this.values = values;
  }

  /** Puts a record into a row; a record of a batch that is split moves to its part like this. */
  add(entry: RecordEntry, row: number): void {
    this.records[row] = entry;
    entry.batch = this;
    entry.row = row;
  }
}

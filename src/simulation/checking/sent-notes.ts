/**
 * What is written down of a record and of a batch on their way.
 *
 * Owns: the notes; a record's note stands in for its callback, and calls it.
 * Refuses to know: who reads them (guarantees, verdict, trace).
 */
import type { SentBatch, SentRecord, SentTransaction } from '../../guarantees/index.ts';
import type { BatchView, Callback, ProducerRecordLike, RecordFuture, RecordMetadata } from '../../producer/index.ts';
import type { Payload } from '../../protocol/payload.ts';
import type { Trial } from './trial.ts';

/** Told when a note's record ends. */
export interface RecordKeeper {
  readonly name: string;
  readonly trial: Trial;
  /** The callback of the record is due: the note is up to date, the user's own callback comes next. */
  calledBack(note: RecordNote): void;
  now(): number;
  nextCallbackNumber(): number;
  /** A callback runs: what is sent now is sent from there. */
  isInCallback: boolean;
}

export class RecordNote implements SentRecord {
  readonly producer: string;
  readonly number: number;
  readonly topic: string;
  readonly sentMs: number;
  readonly isFromCallback: boolean;
  batch: BatchNote | null = null;
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
  transaction: TransactionNote | null = null;
  future: RecordFuture | null = null;
  /** send() could not append it at once. */
  waited = false;
  /** The user's. */
  readonly callback: Callback | undefined;
  /** As the program handed it over. */
  readonly given: ProducerRecordLike<unknown, unknown>;
  readonly keeper: RecordKeeper;

  constructor(
    keeper: RecordKeeper,
    number: number,
    given: ProducerRecordLike<unknown, unknown>,
    callback: Callback | undefined,
  ) {
    this.keeper = keeper;
    this.producer = keeper.name;
    this.number = number;
    this.given = given;
    this.topic = given.topic;
    this.sentMs = keeper.now();
    this.isFromCallback = keeper.isInCallback;
    this.callback = callback;
  }

  get futureEnd(): RecordMetadata | Error | null {
    return this.future?.peek() ?? null;
  }

  onCompletion(metadata: RecordMetadata, error: Error | null): void {
    this.callbacks++;
    if (this.callbacks === 1) {
      this.callbackNumber = this.keeper.nextCallbackNumber();
      this.endedMs = this.keeper.now();
      this.error = error;
      if (error === null && metadata.hasOffset()) this.offset = metadata.offset();
    }
    const { keeper, callback } = this;
    keeper.calledBack(this);
    const wasInCallback = keeper.isInCallback;
    keeper.isInCallback = true;
    try {
      if (typeof callback === 'function') callback(metadata, error);
      else callback?.onCompletion(metadata, error);
    } catch (thrown) {
      this.callbackThrew = true;
      throw thrown;
    } finally {
      keeper.isInCallback = wasInCallback;
    }
  }
}

export class TransactionNote implements SentTransaction {
  readonly number: number;
  outcome: SentTransaction['outcome'] = 'unknown';

  constructor(number: number) {
    this.number = number;
  }
}

export class BatchNote implements SentBatch {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  topicId: string | null = null;
  readonly records: RecordNote[] = [];
  /** Serialized, by row. */
  readonly values: readonly Payload[];
  hasUncertainTry = false;
  /** A try is on its way, or its answer. */
  isOut = false;

  constructor(name: string, { topic, partition, values }: BatchView) {
    this.name = name;
    this.topic = topic;
    this.partition = partition;
    this.values = values;
  }

  /** A record is in the batch now. */
  take(note: RecordNote, row: number): void {
    this.records[row] = note;
    note.batch = this;
    note.row = row;
  }
}

/**
 * What is known of the records of a batch before they are read one by one: a column for what differs from row to row, and one value for
 * what is the same for many rows. Keys, values, timestamps and the offset are in the producer's batch, and are not kept again.
 */
import type { ProducerBatch } from '../../producer/accumulator/producer-batch.ts';
import { RecordFuture } from '../../producer/result/record-future.ts';
import { payloadSize } from '../../protocol/records/payload.ts';
import { timestampOf } from '../../protocol/records/record-batch.ts';
import { givenText } from './given-text.ts';
import { BatchEntry, type RecordEntry, type UnreadRows } from './record-log.ts';

/** Rows from `firstRow` on whose callbacks were called one after the other, with the same result. */
export interface CallStretch {
  readonly firstRow: number;
  /** Of the callback of `firstRow` among all calls of the producer's callbacks, from 1. */
  readonly firstNumber: number;
  readonly atMs: number;
  /** `null`: acknowledged. */
  readonly error: Error | null;
}

/** Makes the entries of rows. */
export interface EntryMaker {
  makeEntry(batch: BatchEntry, rows: BatchRows, row: number): RecordEntry;
}

/** Never written to. */
const NO_ROWS: never[] = [];

export class BatchRows implements UnreadRows {
  /** The number of each record among the sends of its producer. */
  numbers: number[] = NO_ROWS;
  private readonly batch: Pick<ProducerBatch, 'columns' | 'result'>;
  private readonly maker: EntryMaker;
  /** Keys that are not what their serializer has made of them, by row; `undefined` stands for one that is. `null`: there are none. */
  private keys: unknown[] | null = null;
  /** Whether row 0 has a callback. */
  private hasCallback = false;
  /** The rows that differ from row 0 in that. */
  private otherRows: Set<number> | null = null;
  /** The callbacks of the rows before were called. */
  private calledCount = 0;
  private stretches: CallStretch[] = NO_ROWS;
  private latest: CallStretch | null = null;

  constructor(batch: Pick<ProducerBatch, 'columns' | 'result'>, maker: EntryMaker) {
    this.batch = batch;
    this.maker = maker;
  }

  get count(): number {
    return this.numbers.length;
  }

  entryOf(batch: BatchEntry, row: number): RecordEntry {
    return this.maker.makeEntry(batch, this, row);
  }

  // --- What happens to the rows --------------------------------------------------------------------------------------------

  /** A record is the next row. */
  add(number: number, hasCallback: boolean): void {
    const row = this.numbers.length;
    if (row === 0) {
      // An array literal has room for its elements only; pushing to an empty array makes room for seventeen.
      this.numbers = [number];
      this.hasCallback = hasCallback;
      return;
    }
    this.numbers.push(number);
    if (hasCallback === this.hasCallback) return;
    this.otherRows ??= new Set();
    this.otherRows.add(row);
  }

  /** Keeps the key of the last row as the program has passed it to send(), unless the batch has it. */
  keepKey(given: unknown): void {
    const row = this.numbers.length - 1;
    const key = given ?? null;
    if (key === this.batch.columns.keys[row]) return;
    this.keys ??= [];
    while (this.keys.length < row) this.keys.push(undefined);
    this.keys.push(typeof key === 'object' ? givenText(key) : key);
  }

  /** The callback of a row is called, or would be if the record had one. The rows are called in order. */
  called(row: number, callbackNumber: number, atMs: number, error: Error | null): void {
    this.calledCount = row + 1;
    const { latest } = this;
    if (
      latest !== null &&
      callbackNumber - latest.firstNumber === row - latest.firstRow &&
      latest.atMs === atMs &&
      latest.error === error
    )
      return;
    this.latest = { firstRow: row, firstNumber: callbackNumber, atMs, error };
    if (this.stretches.length === 0) this.stretches = [this.latest];
    else this.stretches.push(this.latest);
  }

  // --- What is known of a row ----------------------------------------------------------------------------------------------

  /** Offset of row 0; -1: unknown. */
  get baseOffset(): number {
    return this.batch.result.baseOffset;
  }

  keyOf(row: number): unknown {
    const kept = this.keys?.[row];
    return kept === undefined ? this.batch.columns.keys[row] : kept;
  }

  hasCallbackAt(row: number): boolean {
    return this.otherRows?.has(row) === true ? !this.hasCallback : this.hasCallback;
  }

  /** The numbers of the records with a callback. */
  get numbersWithCallback(): readonly number[] {
    if (this.otherRows === null) return this.hasCallback ? this.numbers : NO_ROWS;
    return this.numbers.filter((_, row) => this.hasCallbackAt(row));
  }

  /** Whether the future is that of the record in the row. */
  isRowOf(future: RecordFuture, row: number): boolean {
    return future.isAt(this.batch.result, row);
  }

  /** A future that ends as the one that send() has returned. */
  futureOf(row: number): RecordFuture {
    const { columns, result } = this.batch;
    const { keys, values } = columns;
    const [keySize, valueSize] = [payloadSize(keys[row]!), payloadSize(values[row]!)];
    return new RecordFuture(result, row, timestampOf(columns, row), keySize, valueSize);
  }

  /** `null`: the callback of the row was not called yet. */
  callOf(row: number): CallStretch | null {
    if (row >= this.calledCount) return null;
    return this.stretches.findLast(({ firstRow }) => firstRow <= row) ?? null;
  }
}

/** A batch of an own producer. */
export class OwnBatch extends BatchEntry {
  readonly rows: BatchRows;
  /** Whether the SendLog lists the batch, since it has rows that were not read. */
  isListed = false;
  /** Number of rows that were read from the list. */
  readCount = 0;

  constructor(name: string, batch: ProducerBatch, maker: EntryMaker) {
    const rows = new BatchRows(batch, maker);
    super(name, batch, rows);
    this.rows = rows;
  }

  override hold(entry: RecordEntry, row: number): void {
    super.hold(entry, row);
    this.rows.add(entry.number, entry.hasCallback);
  }
}

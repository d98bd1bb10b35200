/**
 * What became of a batch, for everybody who holds a record of it.
 *
 * Owns: the outcome of a batch, the moment it is done, and where its records went when it was split.
 * Refuses to know: callbacks (the batch runs them between `set` and `done`), promises, and why a batch failed.
 *
 * A record's future is this and a row number, so an outcome costs one object per batch and nothing per record.
 */
import type { ClientHost } from '../../client/host/client-host.ts';

/** One error for all rows, one for each row, or none. */
export type RowErrors = Error | ((row: number) => Error) | null;

/** Called once, when the result is done or was split; look at the result to see which. */
export interface ResultWaiter {
  resultChanged(): void;
}

/** What a future needs from outside: time for `get(timeoutMs)`, and to say that user code may want to run. */
export type ResultHost = Pick<ClientHost, 'schedule' | 'userVisible' | 'userWaits'>;

const UNKNOWN_OFFSET = -1;
const NO_TIMESTAMP = -1;

export class BatchResult {
  readonly topic: string;
  readonly partition: number;
  readonly host: ResultHost;
  /** Offset of row 0; -1 until known, and with an error or acks=0. */
  baseOffset: number = UNKNOWN_OFFSET;
  /** -1 unless the broker stamped the batch. */
  logAppendTimeMs: number = NO_TIMESTAMP;
  /** Moves to true once, after the batch's callbacks have run. */
  isDone: boolean = false;
  /** The results of the batches this one was split into; its rows are theirs, in order. */
  parts: readonly BatchResult[] | null = null;
  private firstRows: readonly number[] = [];
  private errors: RowErrors = null;
  private waiters: ResultWaiter[] | null = null;

  constructor(topic: string, partition: number, host: ResultHost) {
    this.topic = topic;
    this.partition = partition;
    this.host = host;
  }

  /** The result of a record that never reached a batch. */
  static failed(topic: string, partition: number, error: Error, host: ResultHost): BatchResult {
    const result = new BatchResult(topic, partition, host);
    result.errors = error;
    result.isDone = true;
    return result;
  }

  /** Writes the outcome. Callbacks run next; then comes `done`. */
  set(baseOffset: number, logAppendTimeMs: number, errors: RowErrors): void {
    this.baseOffset = baseOffset;
    this.logAppendTimeMs = logAppendTimeMs;
    this.errors = errors;
  }

  /** Lets go everybody who waits. The user can see it only if somebody did. */
  done(): void {
    this.isDone = true;
    this.releaseWaiters();
  }

  /**
   * Hands the rows on to the batches they were put into: part i took the rows from `firstRows[i]` on. Those who wait
   * move along; nothing is settled.
   */
  split(parts: readonly BatchResult[], firstRows: readonly number[]): void {
    this.parts = parts;
    this.firstRows = firstRows;
    this.isDone = true;
    this.releaseWaiters();
  }

  /** The error of a row, `null` if it was acknowledged. Says nothing before `set`. */
  errorOf(row: number): Error | null {
    return typeof this.errors === 'function' ? this.errors(row) : this.errors;
  }

  /** The index of the part that took `row`, and the row's number there. */
  locate(row: number): { readonly part: BatchResult; readonly row: number } {
    const index = this.firstRows.findLastIndex((firstRow) => firstRow <= row);
    return { part: this.parts![index]!, row: row - this.firstRows[index]! };
  }

  /** Registers for the one call; only while `isDone` is false. */
  addWaiter(waiter: ResultWaiter): void {
    if (this.waiters === null) this.waiters = [waiter];
    else this.waiters.push(waiter);
  }

  /** Forgets a waiter that no longer waits. */
  removeWaiter(waiter: ResultWaiter): void {
    this.waiters = this.waiters?.filter((candidate) => candidate !== waiter) ?? null;
  }

  /** Calls `signal` once it is done or split. Returns the undo. */
  onDone(signal: () => void): () => void {
    const waiter = { resultChanged: signal };
    this.addWaiter(waiter);
    return () => this.removeWaiter(waiter);
  }

  private releaseWaiters(): void {
    const waiters = this.waiters;
    if (waiters === null) return;
    this.waiters = null;
    for (const waiter of waiters) waiter.resultChanged();
  }
}

/**
 * The result of a batch (Java's ProduceRequestResult), which the futures of all its records share. A future needs only a
 * reference to it and a row number, so that a result is one object per batch.
 *
 * The batch runs its callbacks between `set` and `done`.
 */
import type { ClientHost } from '../../client/host/client-host.ts';

/** The error of all rows, or of each row; `null`: the batch was acknowledged. */
export type RowErrors = Error | ((row: number) => Error) | null;

/** What a watcher of records keeps about the rows of a batch. */
export interface RowNotes {
  /** `null`: nothing. */
  noteOf(row: number): object | null;
}

export interface ResultWaiter {
  /** Called once, when the result is done or was split. */
  resultChanged(): void;
}

/** What a future needs of the host: timers for `get(timeoutMs)`, and notes about what user code waits for. */
export type ResultHost = Pick<ClientHost, 'schedule' | 'userVisible' | 'userWaits'>;

const UNKNOWN_OFFSET = -1;
const NO_TIMESTAMP = -1;

export class BatchResult {
  readonly topic: string;
  readonly partition: number;
  readonly host: ResultHost;
  /** Offset of row 0; -1 until known, after an error, and with acks=0. */
  baseOffset: number = UNKNOWN_OFFSET;
  /** The timestamp of all rows, in ms, if the topic uses LogAppendTime; -1 otherwise. */
  logAppendTimeMs: number = NO_TIMESTAMP;
  /** Moves to true once: after the callbacks of the batch have run, or when the batch is split. */
  isDone: boolean = false;
  /** The results of the batches that this one was split into, which have its rows in order; `null`: it was not split. */
  parts: readonly BatchResult[] | null = null;
  /** `null`: no code watches the records. */
  notes: RowNotes | null = null;
  private firstRows: readonly number[] = [];
  private errors: RowErrors = null;
  private waiters: ResultWaiter[] | null = null;

  constructor(topic: string, partition: number, host: ResultHost) {
    this.topic = topic;
    this.partition = partition;
    this.host = host;
  }

  /** The result of a record that failed before it was in a batch. */
  static failed(topic: string, partition: number, error: Error, host: ResultHost): BatchResult {
    const result = new BatchResult(topic, partition, host);
    result.errors = error;
    result.isDone = true;
    return result;
  }

  /** Sets the outcome. The callbacks run next, and then `done` is called. */
  set(baseOffset: number, logAppendTimeMs: number, errors: RowErrors): void {
    this.baseOffset = baseOffset;
    this.logAppendTimeMs = logAppendTimeMs;
    this.errors = errors;
  }

  /** Notifies the waiters. */
  done(): void {
    this.isDone = true;
    this.releaseWaiters();
  }

  /**
   * Notes that the rows have moved to other batches: those from `firstRows[i]` on to part i. The waiters are notified, and
   * wait for the parts instead.
   */
  split(parts: readonly BatchResult[], firstRows: readonly number[]): void {
    this.parts = parts;
    this.firstRows = firstRows;
    this.isDone = true;
    this.releaseWaiters();
  }

  /** The error of a row; `null` if it was acknowledged. It has no meaning before `set`. */
  errorOf(row: number): Error | null {
    return typeof this.errors === 'function' ? this.errors(row) : this.errors;
  }

  /** The part that has `row` now, and the number of the row in it. */
  locate(row: number): { readonly part: BatchResult; readonly row: number } {
    const index = this.firstRows.findLastIndex((firstRow) => firstRow <= row);
    return { part: this.parts![index]!, row: row - this.firstRows[index]! };
  }

  /** What a watcher of records keeps about a row; `null`: nothing. */
  noteOf(row: number): object | null {
    return this.notes === null ? null : this.notes.noteOf(row);
  }

  /** Registers a waiter. Only while `isDone` is false. */
  addWaiter(waiter: ResultWaiter): void {
    if (this.waiters === null) this.waiters = [waiter];
    else this.waiters.push(waiter);
  }

  /** Calls `signal` once the result is done or split. @returns a function that undoes the registration */
  onDone(signal: () => void): () => void {
    const waiter = { resultChanged: signal };
    this.addWaiter(waiter);
    // Not removed from the list: that would take a time that grows with the number of waiters.
    return () => {
      waiter.resultChanged = ignore;
    };
  }

  private releaseWaiters(): void {
    const waiters = this.waiters;
    if (waiters === null) return;
    this.waiters = null;
    for (const waiter of waiters) waiter.resultChanged();
  }
}

function ignore(): void {}

/**
 * The future that send() returns.
 *
 * Owns: a record's place (batch result and row) and, once somebody looks, the promises of its end and of its acceptance.
 * Refuses to know: how a batch ends. A future nobody looks at makes no promise, so it can reject nobody.
 *
 * Life: waiting (send() would still block in Java) -> accepted (it has a row) or refused -> done.
 */

import type { Timer } from '../../client/host/client-host.ts';
import { RecordMetadata } from '../record/record-metadata.ts';
import { BatchResult, type ResultHost, type ResultWaiter } from './batch-result.ts';

/** java.util.concurrent.TimeoutException: `get(timeoutMs)` waited in vain; the record may still be sent. */
export class FutureTimeoutException extends Error {
  readonly javaClass: string = 'java.util.concurrent.TimeoutException';

  constructor(timeoutMs: number) {
    super(`Timeout after waiting for ${timeoutMs} ms.`);
    this.name = 'TimeoutException';
  }
}

/** A promise with its handles. */
class Deferred<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

/** What a future holds only when it is waiting, or when somebody looked. */
interface Waiters {
  completion: Deferred<RecordMetadata> | null;
  acceptance: Deferred<void> | null;
  /** What Java's send() would have thrown after blocking. */
  thrown: Error | null;
  /** get(timeoutMs) calls made before acceptance: in Java their clocks could not have started. */
  lateClocks: (() => void)[];
  note: object | null;
}

export class RecordFuture implements PromiseLike<RecordMetadata>, ResultWaiter {
  /** `null` while waiting. */
  private result: BatchResult | null;
  private row: number;
  private timestampMs: number;
  private keySize: number;
  private valueSize: number;
  private door: Waiters | null;

  /** The future of an appended record; `timestampMs` is the record's own, sizes are -1 for `null`. */
  constructor(result: BatchResult | null, row: number, timestampMs: number, keySize: number, valueSize: number) {
    this.result = result;
    this.row = row;
    this.timestampMs = timestampMs;
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.door = null;
  }

  /** The future of a send() that Java would block in; `accept` or `refuse` comes later. */
  static waiting(): RecordFuture {
    return new RecordFuture(null, -1, -1, -1, -1);
  }

  /** The future of a send() that failed without throwing. */
  static failed(topic: string, partition: number, error: Error, host: ResultHost): RecordFuture {
    return new RecordFuture(BatchResult.failed(topic, partition, error, host), -1, -1, -1, -1);
  }

  /** The waiting send() returned: the record has a row (or, with a failed result, an error). */
  accept(result: BatchResult, row: number, timestampMs: number, keySize: number, valueSize: number): void {
    this.result = result;
    this.row = row;
    this.timestampMs = timestampMs;
    this.keySize = keySize;
    this.valueSize = valueSize;
    const door = this.door;
    if (door === null) return;
    if (door.acceptance !== null) {
      door.acceptance.resolve();
      result.host.userVisible();
    }
    if (door.completion !== null) this.await(result);
    for (const start of door.lateClocks.splice(0)) start();
  }

  /** The waiting send() threw: nobody but those who look at `accepted` or the end will hear of it. */
  refuse(topic: string, partition: number, error: Error, host: ResultHost): void {
    const door = this.openDoor();
    door.thrown = error;
    this.result = BatchResult.failed(topic, partition, error, host);
    door.acceptance?.reject(error);
    door.completion?.reject(error);
    door.lateClocks.length = 0;
    if (door.acceptance !== null || door.completion !== null) host.userVisible();
  }

  /** Whether the record has been acknowledged or has failed. Still false inside the record's own callback. */
  isDone(): boolean {
    return this.result !== null && this.current(this.result).isDone;
  }

  /** What is known of the end now, without waiting: the metadata, the error, or `null` as long as there is no end. */
  peek(): RecordMetadata | Error | null {
    const result = this.result === null ? null : this.current(this.result);
    if (result === null || !result.isDone) return null;
    return result.errorOf(this.row) ?? this.metadata(result);
  }

  /** The partition whose batch took the record; `null` while send() waits, and if no batch ever took it. */
  get partition(): number | null {
    return this.result === null || this.row < 0 ? null : this.result.partition;
  }

  /**
   * The record's metadata. Rejects with Kafka's exception if the record failed.
   * @param timeoutMs gives up with a FutureTimeoutException after this time of the virtual clock; the record goes its way.
   */
  get(timeoutMs?: number): Promise<RecordMetadata> {
    const completion = this.completion();
    if (timeoutMs === undefined || this.isDone()) return completion;
    return new Promise<RecordMetadata>((resolve, reject) => this.race(completion, timeoutMs, resolve, reject));
  }

  /**
   * Resolves when Java's send() would have returned: metadata known, memory found. Rejects with what it would have
   * thrown after blocking. Already resolved for a send() that did not block.
   */
  get accepted(): Promise<void> {
    if (this.result !== null) {
      const thrown = this.door?.thrown ?? null;
      return thrown === null ? Promise.resolve() : Promise.reject(thrown);
    }
    const door = this.openDoor();
    door.acceptance ??= new Deferred<void>();
    return door.acceptance.promise;
  }

  // A future is awaited like a promise, and makes none until it is.
  /* oxlint-disable unicorn/no-thenable */
  // biome-ignore lint/suspicious/noThenProperty: see above
  then<A = RecordMetadata, B = never>(
    onDone?: ((metadata: RecordMetadata) => A | PromiseLike<A>) | null,
    onFailed?: ((error: Error) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.completion().then(onDone, onFailed);
  }

  catch<B = never>(onFailed?: ((error: Error) => B | PromiseLike<B>) | null): Promise<RecordMetadata | B> {
    return this.completion().catch(onFailed);
  }

  finally(onEnd?: (() => void) | null): Promise<RecordMetadata> {
    return this.completion().finally(onEnd);
  }

  /**
   * Leaves what a watcher has noted of the record with its future.
   *
   * @internal
   */
  attach(note: object): void {
    this.openDoor().note = note;
  }

  /** @internal */
  get note(): object | null {
    return this.door?.note ?? null;
  }

  /** For the batch's result alone. */
  resultChanged(): void {
    this.await(this.result!);
  }

  private completion(): Promise<RecordMetadata> {
    const door = this.openDoor();
    if (door.completion === null) {
      door.completion = new Deferred<RecordMetadata>();
      if (this.result !== null) this.await(this.result);
    }
    return door.completion.promise;
  }

  private await(result: BatchResult): void {
    const current = this.current(result);
    if (!current.isDone) {
      current.addWaiter(this);
      current.host.userWaits();
      return;
    }
    this.settle(current, this.door!.completion!);
    current.host.userVisible();
  }

  private settle(result: BatchResult, completion: Deferred<RecordMetadata>): void {
    const error = result.errorOf(this.row);
    if (error === null) completion.resolve(this.metadata(result));
    else completion.reject(error);
  }

  private metadata(result: BatchResult): RecordMetadata {
    const timestampMs = result.logAppendTimeMs === -1 ? this.timestampMs : result.logAppendTimeMs;
    const { topic, partition, baseOffset } = result;
    return new RecordMetadata(topic, partition, baseOffset, this.row, timestampMs, this.keySize, this.valueSize);
  }

  /** Follows the record into the batch it is in now. */
  private current(result: BatchResult): BatchResult {
    let current = result;
    while (current.parts !== null) {
      const place = current.locate(this.row);
      current = place.part;
      this.row = place.row;
      this.result = current;
    }
    return current;
  }

  private race(
    completion: Promise<RecordMetadata>,
    timeoutMs: number,
    resolve: (metadata: RecordMetadata) => void,
    reject: (error: Error) => void,
  ): void {
    let timer: Timer | null = null;
    const start = (): void => {
      const host = this.result!.host;
      timer = host.schedule(timeoutMs, () => {
        reject(new FutureTimeoutException(timeoutMs));
        host.userVisible();
      });
    };
    if (this.result === null) this.openDoor().lateClocks.push(start);
    else start();
    const stop = (): void => timer?.cancel();
    completion.then(
      (metadata) => {
        stop();
        resolve(metadata);
      },
      (error: Error) => {
        stop();
        reject(error);
      },
    );
  }

  private openDoor(): Waiters {
    this.door ??= { completion: null, acceptance: null, thrown: null, lateClocks: [], note: null };
    return this.door;
  }
}

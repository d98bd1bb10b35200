/**
 * The future that send() returns: a reference to the result of the record's batch, and its row. Promises are made only when
 * they are asked for, so that a failure that is not looked at does not cause an unhandled rejection.
 *
 * States: waiting (Java's send() would still block), then accepted (the record is in a batch) or refused, then done.
 */

import { illegalArgument } from '../../checks/arguments.ts';
import { futureText, printAs } from '../../checks/printing.ts';
import { WAIT_MS } from '../../checks/value-type.ts';
import type { Timer } from '../../client/host/client-host.ts';
import { RecordMetadata } from '../record/record-metadata.ts';
import { BatchResult, type ResultHost } from './batch-result.ts';
import { Deferred } from './deferred.ts';
import { FutureTimeoutException } from './future-timeout-exception.ts';
import { noWaiters, type Waiters } from './future-waiters.ts';

/**
 * The future metadata of a record that was sent (Java's Future<RecordMetadata>). It has the type and the methods of a promise, and
 * rejects with Kafka's exception if the record fails; a failure that no code looks at does not cause an unhandled rejection. What
 * `get()` returns, and the sends of `producer.promised`, are the host's own promises.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const future = producer.send({ topic: 'payments', partition: 0, value: '12 EUR' });
 *   console.log('done', future.isDone());
 *   const metadata = await future.get();
 *   console.log('done', future.isDone(), 'offset', metadata.offset());
 * });
 * // prints: done false
 * // prints: done true offset 0
 */
export class RecordFuture implements Promise<RecordMetadata> {
  /** `null` while send() waits. */
  private result: BatchResult | null;
  private row: number;
  private timestampMs: number;
  private keySize: number;
  private valueSize: number;
  private waiters: Waiters | null;

  /**
   * The future of a record that is in a batch.
   *
   * @internal
   * @param timestampMs the record's own timestamp
   * @param keySize in bytes; -1 for `null`
   * @param valueSize in bytes; -1 for `null`
   */
  constructor(result: BatchResult | null, row: number, timestampMs: number, keySize: number, valueSize: number) {
    this.result = result;
    this.row = row;
    this.timestampMs = timestampMs;
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.waiters = null;
  }

  /** @internal The future of a send() that waits; `accept` or `refuse` is called later. */
  static waiting(): RecordFuture {
    return new RecordFuture(null, -1, -1, -1, -1);
  }

  /** @internal The future of a send() that has failed without throwing. */
  static failed(topic: string, partition: number, error: Error, host: ResultHost): RecordFuture {
    return new RecordFuture(BatchResult.failed(topic, partition, error, host), -1, -1, -1, -1);
  }

  /** @internal The send() that waited is over: the record is in a batch or, if `result` is a failed one, has an error. */
  accept(result: BatchResult, row: number, timestampMs: number, keySize: number, valueSize: number): void {
    this.result = result;
    this.row = row;
    this.timestampMs = timestampMs;
    this.keySize = keySize;
    this.valueSize = valueSize;
    const waiters = this.waiters;
    if (waiters === null) return;
    if (waiters.acceptance !== null) {
      waiters.acceptance.resolve();
      result.host.userVisible();
    }
    if (waiters.completion !== null) this.await(result);
    for (const start of waiters.startTimeouts.splice(0)) start();
  }

  /** @internal The send() that waited has thrown. */
  refuse(topic: string, partition: number, error: Error, host: ResultHost): void {
    const waiters = this.makeWaiters();
    waiters.thrown = error;
    this.result = BatchResult.failed(topic, partition, error, host);
    waiters.acceptance?.reject(error);
    waiters.completion?.reject(error);
    waiters.startTimeouts.length = 0;
    if (waiters.acceptance !== null || waiters.completion !== null) host.userVisible();
  }

  /** @internal What Java's send() would have thrown; `null`: nothing, or it has not returned. */
  get thrown(): Error | null {
    return this.waiters?.thrown ?? null;
  }

  /** @internal Whether any code waits for `accepted` or for the record's metadata. */
  get isAwaited(): boolean {
    return this.waiters !== null && (this.waiters.acceptance !== null || this.waiters.completion !== null);
  }

  /** Whether the record has been acknowledged or has failed. Still false inside the record's own callback. */
  isDone(): boolean {
    return this.result !== null && this.current(this.result).isDone;
  }

  /** The metadata or the error, without waiting; `null` if the record has neither been acknowledged nor failed. */
  peek(): RecordMetadata | Error | null {
    const result = this.result === null ? null : this.current(this.result);
    if (result === null || !result.isDone) return null;
    return result.errorOf(this.row) ?? this.metadata(result);
  }

  /** The partition of the record's batch; `null` while send() waits, and if it failed before the record was in a batch. */
  get partition(): number | null {
    return this.result === null || this.row < 0 ? null : this.result.partition;
  }

  /**
   * Waits for the record's metadata.
   *
   * @param timeoutMs the longest wait, a whole number of virtual ms; as in Java, there is no wait with 0 or a negative number.
   * Default: Infinity, no limit. The record is still sent after the timeout.
   * @throws KafkaException (rejects) if the record fails: the exception that Java's future would throw
   * @throws FutureTimeoutException (rejects) after `timeoutMs`
   * @throws IllegalArgumentException (rejects) for anything but a whole number
   */
  get(timeoutMs: number = Number.POSITIVE_INFINITY): Promise<RecordMetadata> {
    if (!WAIT_MS.accepts(timeoutMs)) return Promise.reject(illegalArgument('get(timeoutMs)', timeoutMs, WAIT_MS));
    const completion = this.completion();
    if (timeoutMs === Number.POSITIVE_INFINITY || this.isDone()) return completion;
    return new Promise<RecordMetadata>((resolve, reject) => this.race(completion, timeoutMs, resolve, reject));
  }

  /**
   * Resolves when Java's send() would have returned: the topic is known, and the record is in a batch. It is resolved already
   * if Java's send() would not have blocked.
   *
   * @throws KafkaException (rejects) what Java's send() would have thrown after blocking
   */
  get accepted(): Promise<void> {
    if (this.result !== null) {
      const { thrown } = this;
      return thrown === null ? Promise.resolve() : Promise.reject(thrown);
    }
    const waiters = this.makeWaiters();
    waiters.acceptance ??= new Deferred<void>();
    return waiters.acceptance.promise;
  }

  // A future can be awaited like a promise, and makes none until then.
  /* oxlint-disable unicorn/no-thenable */
  /** Like the method of a promise, for `await`. */
  // biome-ignore lint/suspicious/noThenProperty: see above
  then<A = RecordMetadata, B = never>(
    onDone?: ((metadata: RecordMetadata) => A | PromiseLike<A>) | null,
    onFailed?: ((error: Error) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.completion().then(onDone, onFailed);
  }

  /** Like the method of a promise. */
  catch<B = never>(onFailed?: ((error: Error) => B | PromiseLike<B>) | null): Promise<RecordMetadata | B> {
    return this.completion().catch(onFailed);
  }

  /** Like the method of a promise. */
  finally(onEnd?: (() => void) | null): Promise<RecordMetadata> {
    return this.completion().finally(onEnd);
  }

  /** A part of the type of promises. */
  get [Symbol.toStringTag](): string {
    return 'RecordFuture';
  }

  /** @internal Keeps the note of a watcher of records. */
  attach(note: object): void {
    this.makeWaiters().note = note;
  }

  /** @internal What a watcher of records has attached to the future, or keeps about the record's row. */
  get note(): object | null {
    return this.waiters?.note ?? (this.result === null ? null : this.current(this.result).noteOf(this.row));
  }

  /** @internal Whether the record is in this row. */
  isAt(result: BatchResult, row: number): boolean {
    return this.result === result && this.row === row;
  }

  /** @internal Called by the result of the batch. */
  resultChanged(): void {
    this.await(this.result!);
  }

  private completion(): Promise<RecordMetadata> {
    const waiters = this.makeWaiters();
    if (waiters.completion === null) {
      waiters.completion = new Deferred<RecordMetadata>();
      if (this.result !== null) this.await(this.result);
    }
    return waiters.completion.promise;
  }

  private await(result: BatchResult): void {
    const current = this.current(result);
    if (!current.isDone) {
      current.addWaiter(this);
      current.host.userWaits();
      return;
    }
    this.settle(current, this.waiters!.completion!);
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

  /** The result of the batch that the record is in now, which another one may have been split into. */
  private current(result: BatchResult): BatchResult {
    let current = result;
    while (current.parts !== null) {
      const { part, row } = current.locate(this.row);
      current = part;
      this.row = row;
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
      if (this.isDone()) return;
      const host = this.result!.host;
      if (timeoutMs <= 0) {
        reject(new FutureTimeoutException(timeoutMs));
        host.userVisible();
        return;
      }
      timer = host.schedule(timeoutMs, () => {
        reject(new FutureTimeoutException(timeoutMs));
        host.userVisible();
      });
    };
    if (this.result === null) this.makeWaiters().startTimeouts.push(start);
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

  private makeWaiters(): Waiters {
    this.waiters ??= noWaiters();
    return this.waiters;
  }
}

printAs(RecordFuture, (future) => {
  const end = future.peek();
  const state = end === null ? 'pending' : end instanceof Error ? `failed with ${end.name}` : `done, ${end}`;
  return futureText('RecordFuture', state, "the record's metadata");
});

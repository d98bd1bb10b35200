/**
 * The result of an admin call, which comes later. A failure that no code reads does not cause an unhandled rejection.
 */
/* oxlint-disable unicorn/no-thenable -- a future is meant to be awaited */

import { futureText, printAs } from '../../checks/printing.ts';

/** A result that comes later (Java's KafkaFuture): it can be awaited, and rejects with Kafka's exception. */
export class KafkaFuture<T> implements PromiseLike<T> {
  private outcome: { readonly value: T } | { readonly error: Error } | null = null;
  private listeners: (() => void)[] = [];
  private promise: Promise<T> | null = null;

  /** A future that is done when all of `futures` are; it fails with the error of the first one that has failed. */
  static allOf(futures: readonly KafkaFuture<unknown>[]): KafkaFuture<void> {
    const all = new KafkaFuture<void>();
    let pending = futures.length;
    const settle = (): void => {
      const failed = futures.find((future) => future.isCompletedExceptionally());
      if (failed === undefined) all.complete(undefined);
      else all.completeExceptionally(failed.error()!);
    };
    if (pending === 0) settle();
    for (const future of futures) {
      future.whenDone(() => {
        pending--;
        if (pending === 0) settle();
      });
    }
    return all;
  }

  /** A future of the results of all of `futures`, by their keys; it fails with the error of the first one that has failed. */
  static mapOf<K, V>(futures: ReadonlyMap<K, KafkaFuture<V>>): KafkaFuture<ReadonlyMap<K, V>> {
    return KafkaFuture.allOf([...futures.values()]).thenApply(
      () => new Map([...futures].map(([key, future]) => [key, future.getNow(null) as V])),
    );
  }

  /** @internal */
  complete(value: T): void {
    this.settle({ value });
  }

  /** @internal */
  completeExceptionally(error: Error): void {
    this.settle({ error });
  }

  /** Whether the result, or the error, is there. */
  isDone(): boolean {
    return this.outcome !== null;
  }

  isCompletedExceptionally(): boolean {
    return this.error() !== null;
  }

  /** The error; `null` if there is none, or none yet. */
  error(): Error | null {
    return this.outcome !== null && 'error' in this.outcome ? this.outcome.error : null;
  }

  /** The result, or `valueIfAbsent` if it is not there yet. @throws the error, if the future has failed */
  getNow<A>(valueIfAbsent: A): T | A {
    if (this.outcome === null) return valueIfAbsent;
    if ('error' in this.outcome) throw this.outcome.error;
    return this.outcome.value;
  }

  /** A promise of the result. Once it is made, a failure that is not handled is an unhandled rejection. */
  get(): Promise<T> {
    this.promise ??= new Promise<T>((resolve, reject) => {
      this.whenDone(() => {
        const outcome = this.outcome!;
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.value);
      });
    });
    return this.promise;
  }

  /** Lets the future be awaited like the promise that `get` returns. */
  // biome-ignore lint/suspicious/noThenProperty: a future is meant to be awaited
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.get().then(onValue, onError);
  }

  /** Like the method of a promise. */
  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.get().catch(onError);
  }

  /** Like the method of a promise. */
  finally(onEnd?: (() => void) | null): Promise<T> {
    return this.get().finally(onEnd);
  }

  /** A future of `apply` of this future's result; it fails if `apply` throws. */
  thenApply<A>(apply: (value: T) => A): KafkaFuture<A> {
    const applied = new KafkaFuture<A>();
    this.whenDone(() => {
      try {
        applied.complete(apply(this.getNow(null) as T));
      } catch (error) {
        applied.completeExceptionally(error as Error);
      }
    });
    return applied;
  }

  /** @internal Calls `listener` once the future is done: now, if it is. */
  whenDone(listener: () => void): void {
    if (this.outcome === null) this.listeners.push(listener);
    else listener();
  }

  private settle(outcome: { readonly value: T } | { readonly error: Error }): void {
    if (this.outcome !== null) return;
    this.outcome = outcome;
    const listeners = this.listeners;
    this.listeners = [];
    for (const listener of listeners) listener();
  }
}

printAs(KafkaFuture, (future) => {
  const state = future.isCompletedExceptionally()
    ? `failed with ${future.error()!.name}`
    : future.isDone()
      ? 'done'
      : 'pending';
  return futureText('KafkaFuture', state, 'its result');
});

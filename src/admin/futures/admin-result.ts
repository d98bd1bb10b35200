/**
 * What a call of the admin client returns: like a promise of the whole call, with Java's futures of its parts.
 */
/* oxlint-disable unicorn/no-thenable -- a result is meant to be awaited */
import { printAs } from '../../checks/printing.ts';
import type { KafkaFuture } from './kafka-future.ts';

/**
 * The result of a call of the admin client. Await it, or use the futures that Java's methods return.
 *
 * A result that is used like a promise fails like one: if the call fails, and the program has neither awaited the result nor called
 * one of its methods, the failure is an unhandled rejection. The futures that Java's methods return are like Java's: a failure that
 * no code reads is ignored.
 */
export abstract class AdminResult<T> implements PromiseLike<T> {
  private readonly whole: KafkaFuture<T>;
  private isUsed = false;
  /** The promise that was rejected because the call failed before the result was used. */
  private unhandled: Promise<T> | null = null;

  /** @param whole done when the call is, with its first error if it failed */
  constructor(whole: KafkaFuture<T>) {
    this.whole = whole;
    whole.whenDone(() => {
      if (!this.isUsed && whole.isCompletedExceptionally()) this.unhandled = whole.get();
    });
  }

  /** Lets the result be awaited: waits until the call is done, and rejects with its first error. */
  // biome-ignore lint/suspicious/noThenProperty: a result is meant to be awaited
  then<A = T, B = never>(
    onDone?: ((value: T) => A | PromiseLike<A>) | null,
    onFailed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isUsed = true;
    return this.whole.get().then(onDone, onFailed);
  }

  /** Like the method of a promise. */
  catch<B = never>(onFailed?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    this.isUsed = true;
    return this.whole.get().catch(onFailed);
  }

  /** Like the method of a promise. */
  finally(onEnd?: (() => void) | null): Promise<T> {
    this.isUsed = true;
    return this.whole.get().finally(onEnd);
  }

  /** Returns `futures` to the program, which from now on reads the call's failure there, or ignores it. */
  protected handOut<F>(futures: F): F {
    this.isUsed = true;
    this.unhandled?.catch(() => undefined);
    this.unhandled = null;
    return futures;
  }
}

printAs(AdminResult, (result) => `${result.constructor.name}: await it for the result of the call`);

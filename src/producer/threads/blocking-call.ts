/**
 * A call that blocks its thread in Java, as a generator that yields where Java's thread would wait.
 */

/** Why a waiting call goes on. */
export type Wake = 'signalled' | 'timed out' | 'interrupted';

/** What a call waits for. */
export interface Waiting {
  /** In words: `the metadata of payments`. */
  readonly what: string;
  /** The longest wait, in ms; Infinity: none. */
  readonly timeoutMs: number;
  /** Registers the function that ends the wait; returns the function that undoes this. */
  readonly subscribe: (signal: () => void) => () => void;
}

/** The call has run a callback, and goes on when the calls that the callback has made have returned. */
export const CALLS_OF_CALLBACK: unique symbol = Symbol('the calls that the callback has made');

/** How the end of a call is reported. */
export interface CallOutcome<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export type BlockingCall = Generator<Waiting | typeof CALLS_OF_CALLBACK, void, Wake>;

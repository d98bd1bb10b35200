/**
 * A call that blocks a thread of the application in Java, as a generator that yields where Java's thread would wait.
 */

/** Why a waiting call goes on. */
export type Wake = 'signalled' | 'timed out' | 'interrupted';

/** What a call waits for. */
export interface Waiting {
  /** The longest wait, in ms; Infinity: none. */
  readonly timeoutMs: number;
  /** Registers the function that ends the wait; returns the function that undoes this. */
  readonly subscribe: (signal: () => void) => () => void;
}

export type BlockingCall = Generator<Waiting, void, Wake>;

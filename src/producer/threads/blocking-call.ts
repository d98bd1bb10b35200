/**
 * A call that blocks the application's thread in Java, as a generator that yields where Java's thread would wait.
 */

/** Why a waiting call goes on. */
export type Wake = 'signalled' | 'timed out' | 'interrupted';

/** What a call waits for: a time limit, and somewhere to leave its wake-up call; `subscribe` returns the undo. */
export interface Waiting {
  readonly timeoutMs: number;
  readonly subscribe: (signal: () => void) => () => void;
}

export type BlockingCall = Generator<Waiting, void, Wake>;

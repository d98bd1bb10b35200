/**
 * Holds messages back until it is opened. Models a silent link: a TCP stream never loses a segment in its middle, so a link that
 * delivers nothing for a while delivers everything, in order, afterwards.
 */

/** Holds messages back while it is closed, and delivers them in order when it is opened. */
export class Barrier {
  isClosed = true;
  /** The messages have arrived at a receiver that does not read them yet, so they outlive the connection. */
  readonly isAtReceiver: boolean;
  private waiting: (() => void)[] = [];

  constructor(isAtReceiver = false) {
    this.isAtReceiver = isAtReceiver;
  }

  /** Number of messages held back. */
  get length(): number {
    return this.waiting.length;
  }

  /** Calls `proceed` when the barrier opens. */
  wait(proceed: () => void): void {
    this.waiting.push(proceed);
  }

  /** Releases everything in the order of arrival. A barrier cannot be closed again; opening it a second time has no effect. */
  open(): void {
    this.isClosed = false;
    const released = this.waiting;
    this.waiting = [];
    for (const proceed of released) proceed();
  }
}

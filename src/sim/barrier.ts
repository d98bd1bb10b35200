/**
 * A barrier across a way: what comes to it waits, in order, until it opens.
 *
 * Owns: who waits. Refuses to know: what waits, and why.
 *
 * It is how silence is modelled: a stream never misses a frame in its middle, it stands still, and goes on when it may.
 */

export class Barrier {
  isClosed = true;
  private waiting: (() => void)[] = [];

  /** How many wait. */
  get length(): number {
    return this.waiting.length;
  }

  wait(go: () => void): void {
    this.waiting.push(go);
  }

  /** All go on, in the order in which they came. A barrier closes once: opening it again does nothing. */
  open(): void {
    this.isClosed = false;
    const released = this.waiting;
    this.waiting = [];
    for (const go of released) go();
  }
}

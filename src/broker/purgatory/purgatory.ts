/**
 * Where requests wait that cannot be answered yet.
 *
 * Owns: who waits, and the earliest moment at which one of them has waited long enough.
 * Refuses to know: what they wait for.
 */
export interface Delayed {
  readonly brokerId: number;
  /** When the wait is over; Infinity: it has no end of its own. */
  deadlineMs: number;
}

export class Purgatory<T extends Delayed> {
  /** In the order in which they came; few at a time. */
  private readonly waiting: T[] = [];
  /** Never later than the earliest deadline; may be earlier, when whoever had it is gone. */
  earliestMs: number = Number.POSITIVE_INFINITY;

  add(delayed: T): void {
    this.waiting.push(delayed);
    if (delayed.deadlineMs < this.earliestMs) this.earliestMs = delayed.deadlineMs;
  }

  /** Returns whether it still waited. */
  remove(delayed: T): boolean {
    const index = this.waiting.indexOf(delayed);
    if (index === this.waiting.length - 1) this.waiting.pop();
    else if (index >= 0) this.waiting.splice(index, 1);
    return index >= 0;
  }

  /** Those whose wait is over, in the order in which they came; they leave. */
  takeDue(nowMs: number): T[] {
    const due: T[] = [];
    if (this.earliestMs > nowMs) return due;
    this.earliestMs = Number.POSITIVE_INFINITY;
    for (const delayed of this.waiting) {
      if (delayed.deadlineMs <= nowMs) due.push(delayed);
      else if (delayed.deadlineMs < this.earliestMs) this.earliestMs = delayed.deadlineMs;
    }
    for (const delayed of due) this.remove(delayed);
    return due;
  }

  /** Those that wait at one broker; they leave. */
  takeOf(brokerId: number): T[] {
    const taken: T[] = [];
    for (const delayed of this.waiting) if (delayed.brokerId === brokerId) taken.push(delayed);
    for (const delayed of taken) this.remove(delayed);
    return taken;
  }
}

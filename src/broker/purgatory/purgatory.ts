/**
 * Where requests wait that cannot be answered yet (DelayedOperationPurgatory). Whatever a request waits for completes it;
 * otherwise it expires at its deadline.
 */
import type { Scheduler, TimedTask } from '../state/scheduler.ts';

export interface Delayed {
  /** The broker at which the request waits. */
  readonly brokerId: number;
  /** When the wait ends; Infinity if it has no time limit. */
  deadlineMs: number;
}

export class Purgatory<T extends Delayed> implements TimedTask {
  private readonly scheduler: Scheduler;
  private readonly expire: (delayed: T) => void;
  /** In order of arrival; few at a time. */
  private readonly waiting: T[] = [];
  /** At most the earliest deadline; earlier if the request with that deadline has left. */
  private earliestMs = Number.POSITIVE_INFINITY;

  /** @param expire called for each request whose deadline has come; it has left the purgatory by then */
  constructor(scheduler: Scheduler, expire: (delayed: T) => void) {
    this.scheduler = scheduler;
    this.expire = expire;
  }

  get dueMs(): number {
    return this.earliestMs;
  }

  add(delayed: T): void {
    this.waiting.push(delayed);
    if (delayed.deadlineMs < this.earliestMs) this.earliestMs = delayed.deadlineMs;
    this.scheduler.wakeBy(delayed.deadlineMs);
  }

  /** Returns whether the request was still waiting. */
  remove(delayed: T): boolean {
    const index = this.waiting.indexOf(delayed);
    if (index === this.waiting.length - 1) this.waiting.pop();
    else if (index >= 0) this.waiting.splice(index, 1);
    return index >= 0;
  }

  /** Removes all requests that wait at a broker. */
  removeAllOf(brokerId: number): void {
    for (const delayed of this.waiting.filter((one) => one.brokerId === brokerId)) this.remove(delayed);
  }

  /** Requests expire in order of arrival. */
  runDue(nowMs: number): void {
    const due: T[] = [];
    this.earliestMs = Number.POSITIVE_INFINITY;
    for (const delayed of this.waiting) {
      if (delayed.deadlineMs <= nowMs) due.push(delayed);
      else if (delayed.deadlineMs < this.earliestMs) this.earliestMs = delayed.deadlineMs;
    }
    for (const delayed of due) this.remove(delayed);
    for (const delayed of due) this.expire(delayed);
  }
}

/**
 * The time by which something has to be checked. A check that finds something left to wait for sets the deadline again.
 */
import type { Scheduler, TimedTask } from './scheduler.ts';

export class Deadline implements TimedTask {
  /** Infinity while there is nothing to check. */
  dueMs: number = Number.POSITIVE_INFINITY;
  private readonly scheduler: Scheduler;
  private readonly check: () => void;

  constructor(scheduler: Scheduler, check: () => void) {
    this.scheduler = scheduler;
    this.check = check;
  }

  /** Has the check made at `atMs` at the latest. */
  bringForward(atMs: number): void {
    if (atMs >= this.dueMs) return;
    this.dueMs = atMs;
    this.scheduler.wakeBy(atMs);
  }

  /** The same from within the check itself, after which the scheduler asks for a wake anyway. */
  repeatBy(atMs: number): void {
    if (atMs < this.dueMs) this.dueMs = atMs;
  }

  runDue(): void {
    this.dueMs = Number.POSITIVE_INFINITY;
    this.check();
  }
}

/**
 * Timers of one broker, of which most are stopped or started again before they are due, such as those of sessions. A timer that was
 * stopped costs nothing later; at most the scheduler wakes once too early.
 */
import type { VolatileState } from './broker.ts';
import type { Scheduler, TimedTask } from './scheduler.ts';

export interface Timer {
  readonly dueMs: number;
  readonly action: () => void;
}

export class Timers implements TimedTask, VolatileState {
  /** The time of the first timer or earlier; Infinity if there is none. */
  dueMs: number = Number.POSITIVE_INFINITY;
  private readonly scheduler: Scheduler;
  /** In the order in which they were started. */
  private readonly running = new Set<Timer>();
  private isScheduled = false;
  private isRunning = false;

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }

  /** Runs `action` after `delayMs`, never within this call. Of timers that are due at the same time the one started first comes first. */
  start(delayMs: number, action: () => void): Timer {
    const timer = { dueMs: this.scheduler.nowMs + delayMs, action };
    this.running.add(timer);
    if (timer.dueMs < this.dueMs) this.dueMs = timer.dueMs;
    // Brokers that start no timer do not make the scheduler look at them.
    if (!this.isScheduled) this.scheduler.add(this);
    this.isScheduled = true;
    // The scheduler asks for the next wake when all have run.
    if (!this.isRunning) this.scheduler.wakeBy(timer.dueMs);
    return timer;
  }

  stop(timer: Timer | undefined): void {
    if (timer !== undefined) this.running.delete(timer);
  }

  runDue(nowMs: number): void {
    this.isRunning = true;
    let next = this.next();
    while (next !== undefined && next.dueMs <= nowMs) {
      this.running.delete(next);
      next.action();
      next = this.next();
    }
    this.dueMs = next?.dueMs ?? Number.POSITIVE_INFINITY;
    this.isRunning = false;
  }

  /** The broker's process has ended. */
  reset(): void {
    this.running.clear();
    this.dueMs = Number.POSITIVE_INFINITY;
  }

  private next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.running) if (first === undefined || timer.dueMs < first.dueMs) first = timer;
    return first;
  }
}

/** Timers of the kernel: tasks that run once, and alarms that can be set again. */
import type { EventQueue } from './event-queue.ts';
import { NOT_QUEUED, type QueuedEvent } from './queued-event.ts';

/** A task that has been scheduled. */
export interface Timer {
  /** Cancels the task. No effect once it has run. */
  cancel(): void;
}

/** A timer that can be set again and again without an allocation. */
export interface Alarm extends Timer {
  /**
   * Schedules the task `delayMs` from now, as `schedule` does. Replaces the time it was set to before.
   *
   * @throws RangeError unless delayMs is a whole number, 0 or more
   */
  set(delayMs: number, background?: boolean): void;
}

/** The event of `Kernel.schedule`. */
export class TaskEvent implements QueuedEvent, Timer {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  readonly isBackground: boolean;
  private readonly queue: EventQueue;
  private readonly task: () => void;

  constructor(queue: EventQueue, task: () => void, isBackground: boolean) {
    this.isBackground = isBackground;
    this.queue = queue;
    this.task = task;
  }

  run(): void {
    this.task();
  }

  cancel(): void {
    this.queue.cancel(this);
  }
}

/** What an alarm needs from the kernel. */
interface AlarmClock {
  elapsedMs(): number;
  enqueue(event: QueuedEvent, atMs: number): void;
}

/** The event of `Kernel.alarm`. */
export class AlarmEvent implements QueuedEvent, Alarm {
  atMs = 0;
  sequence = 0;
  slot: number = NOT_QUEUED;
  isBackground = false;
  private readonly clock: AlarmClock;
  private readonly queue: EventQueue;
  private readonly task: () => void;

  constructor(clock: AlarmClock, queue: EventQueue, task: () => void) {
    this.clock = clock;
    this.queue = queue;
    this.task = task;
  }

  set(delayMs: number, background = false): void {
    const atMs = this.clock.elapsedMs() + checkedDelayMs(delayMs);
    this.queue.cancel(this);
    this.isBackground = background;
    this.clock.enqueue(this, atMs);
  }

  run(): void {
    this.task();
  }

  cancel(): void {
    this.queue.cancel(this);
  }
}

/** @throws RangeError unless delayMs is a whole number, 0 or more */
export function checkedDelayMs(delayMs: number): number {
  if (delayMs >= 0 && Number.isInteger(delayMs)) return delayMs;
  throw new RangeError(`A delay must be a whole number of ms, 0 or more, but it is ${delayMs}`);
}

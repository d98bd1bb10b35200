/**
 * Timers that poll: a timer with a negative delay that the task of another such timer sets. Node runs it 1 ms later, so a client that
 * polls in this way (kafkajs does, for each connection) would cause an event in each virtual ms. Here, such a timer does not advance
 * the clock. It runs after the first event of a later time that gives user code something to do, since before that it would find
 * nothing new but the time. A task that waits for a time runs after any event once it is 100 ms overdue.
 */
import type { Timer } from '../sim/index.ts';

export interface PollClock {
  /** ms since the epoch. */
  now(): number;
  /** Whether events are queued that keep a run alive. */
  isBusy(): boolean;
  /** Whether the latest event has given user code something to do. */
  isUserRunnable(): boolean;
  /** Calls `hook` after every event. Returns a function that removes it. */
  afterEach(hook: () => void): () => void;
}

interface Poll extends Timer {
  readonly dueAtMs: number;
  readonly task: () => void;
}

/** How long a timer waits for an event that gives user code something to do. */
const LONG_OVERDUE_MS = 100;

export class Polls {
  private readonly clock: PollClock;
  private readonly waiting = new Set<Poll>();
  /** `null` while none is waiting. */
  private removeHook: (() => void) | null = null;

  constructor(clock: PollClock) {
    this.clock = clock;
  }

  add(dueAtMs: number, task: () => void): Timer {
    const poll = { dueAtMs, task, cancel: () => void this.waiting.delete(poll) };
    this.waiting.add(poll);
    this.removeHook ??= this.clock.afterEach(() => this.runDue());
    return poll;
  }

  private runDue(): void {
    const { clock } = this;
    // If no event is queued that keeps the run alive, no later event may come to run them.
    const untilMs = clock.isBusy() ? clock.now() - (clock.isUserRunnable() ? 0 : LONG_OVERDUE_MS) : Infinity;
    // A copy, because the tasks add timers, which are not due yet.
    for (const poll of Array.from(this.waiting)) {
      if (poll.dueAtMs > untilMs) continue;
      if (this.waiting.delete(poll)) poll.task();
    }
    if (this.waiting.size > 0) return;
    this.removeHook?.();
    this.removeHook = null;
  }
}

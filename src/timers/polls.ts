/**
 * Timers that poll: one whose delay is negative is set by the task of another such timer. Node waits for 1 ms, so that a client that
 * polls in this way (kafkajs does, for each connection) would cause an event in each virtual ms. Instead, such a timer runs
 * after the first event of a later time, and moves no time itself.
 */
import type { Timer } from '../sim/index.ts';

export interface PollClock {
  /** ms since the epoch. */
  now(): number;
  /** Whether events are queued that keep a run alive. */
  isBusy(): boolean;
  /** Calls `hook` after every event. Returns a function that removes it. */
  afterEach(hook: () => void): () => void;
}

interface Poll extends Timer {
  readonly dueAtMs: number;
  readonly task: () => void;
}

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
    const nowMs = this.clock.now();
    // If no event is left, none will be later.
    const isLast = !this.clock.isBusy();
    // Their tasks set new ones, whose time has not come.
    for (const poll of Array.from(this.waiting)) {
      if (poll.dueAtMs > nowMs && !isLast) continue;
      if (this.waiting.delete(poll)) poll.task();
    }
    if (this.waiting.size > 0) return;
    this.removeHook?.();
    this.removeHook = null;
  }
}

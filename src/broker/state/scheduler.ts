/**
 * The time of the present call, and what is to happen later: at the end of the call, at a time, or by a deadline.
 *
 * The cluster has no clock of its own. The host passes the time to every call, and calls `wake` at the times that the
 * cluster asks for by effects.
 */
import { Agenda } from './agenda.ts';
import type { Effects } from './effects.ts';

/** Work that becomes due at a time. */
export interface TimedTask {
  /** When the task has to run at the latest; Infinity while there is nothing to do. May be too early. */
  readonly dueMs: number;
  /** Called by the first wake at or after `dueMs`. */
  runDue(nowMs: number): void;
}

export class Scheduler {
  /** The time of the present call, in ms since the epoch. */
  nowMs = 0;
  private readonly effects: Effects;
  private readonly agenda = new Agenda();
  private readonly tasks: TimedTask[] = [this.agenda];
  private readonly deferred: (() => void)[] = [];
  /** The earliest wake that was asked for and has not come. */
  private nextWakeMs = Number.POSITIVE_INFINITY;

  constructor(effects: Effects) {
    this.effects = effects;
  }

  /** Adds tasks. Of those that are due at one wake, those added first run first; planned actions run before all of them. */
  add(...tasks: readonly TimedTask[]): void {
    this.tasks.push(...tasks);
  }

  /** Plans something rare. */
  plan(atMs: number, action: () => void): void {
    this.agenda.plan(atMs, action);
    this.wakeBy(atMs);
  }

  /**
   * Runs `action` at the end of the present call, at the same time. The next step of a coordinator, for example, must not
   * change the lists that the caller iterates over.
   */
  afterCall(action: () => void): void {
    this.deferred.push(action);
  }

  /** Asks for a wake at `atMs`, unless an earlier one is to come: that one asks for the next. */
  wakeBy(atMs: number): void {
    if (atMs >= this.nextWakeMs) return;
    this.nextWakeMs = atMs;
    this.effects.add({ kind: 'wake', atMs });
  }

  /** Ends the present call: runs what was deferred. */
  endCall(): void {
    if (this.deferred.length > 0) this.runDeferred();
  }

  /** Runs all tasks that are due, then asks for the next wake. Does nothing at a wake that an earlier one made superfluous. */
  wake(): void {
    const { nowMs, tasks } = this;
    if (nowMs < this.nextWakeMs) return;
    this.nextWakeMs = Number.POSITIVE_INFINITY;
    for (const task of tasks) if (task.dueMs <= nowMs) task.runDue(nowMs);
    this.endCall();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { dueMs } of tasks) if (dueMs < nextMs) nextMs = dueMs;
    this.wakeBy(nextMs);
  }

  /** An action may defer further ones. */
  private runDeferred(): void {
    for (let i = 0; i < this.deferred.length; i++) (this.deferred[i] as () => void)();
    this.deferred.length = 0;
  }
}

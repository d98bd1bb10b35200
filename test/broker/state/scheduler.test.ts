/** Covers src/broker/state: scheduler.ts, agenda.ts and deadline.ts. */
import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../src/broker/state/deadline.ts';
import { Effects } from '../../../src/broker/state/effects.ts';
import { Scheduler } from '../../../src/broker/state/scheduler.ts';

function wakesOf({ list }: Effects): number[] {
  return list.flatMap((effect) => (effect.kind === 'wake' ? [effect.atMs] : []));
}

function wakeAt(scheduler: Scheduler, nowMs: number): void {
  scheduler.nowMs = nowMs;
  scheduler.wake();
}

describe('A scheduler', () => {
  it('runs planned actions by time, then in the order in which they were planned', () => {
    const scheduler = new Scheduler(new Effects());
    const done: string[] = [];
    scheduler.plan(20, () => done.push('late'));
    scheduler.plan(10, () => done.push('first'));
    scheduler.plan(10, () => done.push('second'));
    wakeAt(scheduler, 9);
    expect(done).toEqual([]);
    wakeAt(scheduler, 10);
    expect(done).toEqual(['first', 'second']);
    wakeAt(scheduler, 30);
    expect(done).toEqual(['first', 'second', 'late']);
  });

  it('asks for a wake only if none is to come before, and for the next one when it is woken', () => {
    const effects = new Effects();
    const scheduler = new Scheduler(effects);
    scheduler.plan(20, () => {});
    scheduler.plan(30, () => {});
    scheduler.plan(10, () => {});
    expect(wakesOf(effects)).toEqual([20, 10]);
    wakeAt(scheduler, 10);
    expect(wakesOf(effects)).toEqual([20, 10, 20]);
  });

  it('runs deferred actions at the end of the call, with those that they defer', () => {
    const scheduler = new Scheduler(new Effects());
    const done: string[] = [];
    scheduler.afterCall(() => {
      done.push('deferred');
      scheduler.afterCall(() => done.push('deferred by it'));
    });
    expect(done).toEqual([]);
    scheduler.endCall();
    scheduler.endCall();
    expect(done).toEqual(['deferred', 'deferred by it']);
  });

  it('runs tasks that are due in the order in which they were added, after planned actions', () => {
    const scheduler = new Scheduler(new Effects());
    const done: string[] = [];
    const first = new Deadline(scheduler, () => done.push('first'));
    const second = new Deadline(scheduler, () => done.push('second'));
    scheduler.add(first, second);
    second.bringForward(5);
    first.bringForward(10);
    scheduler.plan(10, () => done.push('planned'));
    wakeAt(scheduler, 10);
    expect(done).toEqual(['planned', 'first', 'second']);
  });
});

describe('A deadline', () => {
  it('moves forward only, until it is due', () => {
    const effects = new Effects();
    const scheduler = new Scheduler(effects);
    const deadline = new Deadline(scheduler, () => {});
    scheduler.add(deadline);
    deadline.bringForward(20);
    deadline.bringForward(30);
    deadline.bringForward(10);
    expect([deadline.dueMs, wakesOf(effects)]).toEqual([10, [20, 10]]);
    wakeAt(scheduler, 10);
    expect(deadline.dueMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('can be repeated by its check, which costs one wake', () => {
    const effects = new Effects();
    const scheduler = new Scheduler(effects);
    const deadline: Deadline = new Deadline(scheduler, () => {
      deadline.repeatBy(50);
      deadline.repeatBy(40);
    });
    scheduler.add(deadline);
    deadline.bringForward(10);
    wakeAt(scheduler, 10);
    expect([deadline.dueMs, wakesOf(effects)]).toEqual([40, [10, 40]]);
  });
});

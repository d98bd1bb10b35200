import { describe, expect, it } from 'vitest';
import { Effects } from '../../../src/broker/state/effects.ts';
import { Scheduler } from '../../../src/broker/state/scheduler.ts';
import { Timers } from '../../../src/broker/state/timers.ts';

/** Timers, and what they have done. */
function withTimers(): {
  timers: Timers;
  scheduler: Scheduler;
  effects: Effects;
  done: string[];
  wake: (ms: number) => void;
} {
  const effects = new Effects();
  const scheduler = new Scheduler(effects);
  const wake = (nowMs: number): void => {
    scheduler.nowMs = nowMs;
    scheduler.wake();
  };
  return { timers: new Timers(scheduler), scheduler, effects, done: [], wake };
}

describe('Timers', () => {
  it('run when they are due, those of one time in the order in which they were started', () => {
    const { timers, done, wake } = withTimers();
    timers.start(20, () => done.push('late'));
    timers.start(10, () => done.push('first'));
    timers.start(10, () => done.push('second'));
    wake(9);
    expect(done).toEqual([]);
    wake(10);
    expect(done).toEqual(['first', 'second']);
    wake(25);
    expect(done).toEqual(['first', 'second', 'late']);
  });

  it('do nothing after they were stopped, or the process has ended', () => {
    const { timers, done, wake } = withTimers();
    timers.stop(timers.start(10, () => done.push('stopped')));
    timers.start(10, () => done.push('lost'));
    timers.reset();
    timers.start(30, () => done.push('next process'));
    wake(10);
    wake(30);
    expect(done).toEqual(['next process']);
  });

  it('can start others, which run at the same time if their delay is 0', () => {
    const { timers, done, wake, effects } = withTimers();
    timers.start(10, () => {
      done.push('outer');
      timers.start(0, () => done.push('inner'));
      timers.start(5, () => done.push('later'));
    });
    wake(10);
    expect(done).toEqual(['outer', 'inner']);
    expect(effects.list.at(-1)).toEqual({ kind: 'wake', atMs: 15 });
  });

  it('ask for no wake while an earlier one is to come, however often they are started again', () => {
    const { timers, scheduler, effects, wake } = withTimers();
    let session = timers.start(45_000, () => {});
    for (let nowMs = 3_000; nowMs < 45_000; nowMs += 3_000) {
      scheduler.nowMs = nowMs;
      timers.stop(session);
      session = timers.start(45_000, () => {});
    }
    expect(effects.list).toEqual([{ kind: 'wake', atMs: 45_000 }]);
    wake(45_000);
    expect(effects.list.at(-1)).toEqual({ kind: 'wake', atMs: 87_000 });
  });
});

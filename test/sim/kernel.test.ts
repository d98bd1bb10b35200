/** Covers: src/sim/kernel.ts, src/sim/timer.ts, src/sim/ending.ts */
import { describeEnding, Kernel } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

function kernelAt(startMs = 1_000): { kernel: Kernel; said: string[]; say: (text: string) => () => void } {
  const said: string[] = [];
  return { kernel: new Kernel({ startMs }), said, say: (text) => () => void said.push(text) };
}

describe('The kernel', () => {
  it('runs events in order of time, and events of equal time in the order of scheduling', () => {
    const { kernel, said, say } = kernelAt();
    kernel.schedule(5, say('c'));
    kernel.schedule(1, say('a'));
    kernel.scheduleAt(1_005, say('d'));
    kernel.schedule(1, say('b'));
    kernel.run({});
    expect(said).toEqual(['a', 'b', 'c', 'd']);
    expect(kernel.now()).toBe(1_005);
  });

  it('runs a task with delay 0 after all events that are due already, never inside the call', () => {
    const { kernel, said, say } = kernelAt();
    kernel.schedule(0, () => {
      kernel.schedule(0, say('late'));
      said.push('first');
    });
    kernel.schedule(0, say('second'));
    kernel.run({});
    expect(said).toEqual(['first', 'second', 'late']);
  });

  it('keeps 2,000 events in order, added in any order, with a third of them cancelled', () => {
    const { kernel } = kernelAt(0);
    const ran: number[] = [];
    const expected: [number, number][] = [];
    for (let i = 0; i < 2_000; i++) {
      const atMs = (i * 7_919) % 101;
      const timer = kernel.schedule(atMs, () => ran.push(i));
      if (i % 3 === 0) timer.cancel();
      else expected.push([atMs, i]);
    }
    kernel.run({});
    expected.sort(([a, i], [b, j]) => a - b || i - j);
    expect(ran).toEqual(expected.map(([, i]) => i));
  });

  it('counts foreground events: not background, cancelled or run ones', () => {
    const { kernel, say } = kernelAt();
    const timer = kernel.schedule(1, say('a'));
    kernel.schedule(2, say('b'), true);
    kernel.schedule(3, say('c'));
    expect(kernel.pendingForeground).toBe(2);
    timer.cancel();
    timer.cancel();
    expect(kernel.pendingForeground).toBe(1);
    expect(kernel.nextAtMs).toBe(1_002);
    kernel.run({ untilMs: 1_003 });
    expect(kernel.pendingForeground).toBe(0);
    timer.cancel();
    expect(kernel.pendingForeground).toBe(0);
  });

  it('refuses to step inside an event, and continues after an event that throws', () => {
    const { kernel, said, say } = kernelAt();
    kernel.schedule(0, () => void kernel.step());
    kernel.schedule(0, say('next'));
    expect(() => kernel.step()).toThrow(/schedule\(0, task\)/);
    kernel.step();
    expect(said).toEqual(['next']);
  });

  it('calls hooks after every event until they are removed', () => {
    const { kernel, said, say } = kernelAt();
    const undo = kernel.afterEach(say('hook'));
    kernel.schedule(0, say('a'));
    kernel.schedule(0, say('b'));
    kernel.step();
    undo();
    kernel.step();
    expect(said).toEqual(['a', 'hook', 'b']);
  });

  it.each([[-1], [0.5], [Number.NaN]])('refuses a delay of %d ms', (delayMs) => {
    const { kernel, say } = kernelAt();
    expect(() => kernel.schedule(delayMs, say('never'))).toThrow(/whole number/);
  });

  it('refuses times in the past', () => {
    const { kernel, say } = kernelAt();
    expect(() => kernel.scheduleAt(999, say('never'))).toThrow(/current time, 1000 ms/);
    expect(() => kernel.run({ untilMs: 999 })).toThrow(/current time is 1000 ms/);
  });
});

describe('A run', () => {
  it('ends when its condition is met', () => {
    const { kernel, said, say } = kernelAt();
    kernel.schedule(1, say('a'));
    kernel.schedule(2, say('b'));
    const ending = kernel.run({ until: () => said.length === 1 });
    expect(ending).toEqual({ kind: 'condition met', atMs: 1_001, events: 1 });
  });

  it('ends at its time limit, after the events that are due then', () => {
    const { kernel, said, say } = kernelAt();
    kernel.schedule(10, say('due'));
    kernel.schedule(11, say('beyond'));
    expect(kernel.run({ untilMs: 1_010 })).toEqual({ kind: 'time reached', atMs: 1_010, events: 1 });
    expect(said).toEqual(['due']);
  });

  it('reaches its time limit without events', () => {
    const { kernel } = kernelAt();
    expect(kernel.run({ untilMs: 5_000 })).toEqual({ kind: 'time reached', atMs: 5_000, events: 0 });
    expect(kernel.now()).toBe(5_000);
  });

  it('ends when nothing is left to do', () => {
    expect(kernelAt().kernel.run({})).toEqual({ kind: 'nothing left to do', atMs: 1_000, events: 0 });
  });

  it('gives up after maxEvents', () => {
    const { kernel } = kernelAt();
    const again = (): void => void kernel.schedule(1, again);
    again();
    expect(kernel.run({ maxEvents: 7 })).toEqual({ kind: 'gave up', atMs: 1_007, events: 7 });
  });

  it('describes each of its four endings', () => {
    const kinds = ['condition met', 'time reached', 'nothing left to do', 'gave up'] as const;
    const sentences = kinds.map((kind) => describeEnding({ kind, atMs: 1_007, events: 1 }, 1_000));
    expect(new Set(sentences).size).toBe(4);
    for (const sentence of sentences) expect(sentence).toContain('at 7 ms, after 1 event');
  });
});

describe('An alarm', () => {
  it('runs its task once for the last time it was set to', () => {
    const { kernel, said, say } = kernelAt();
    const alarm = kernel.alarm(say('rings'));
    alarm.set(10);
    alarm.set(3);
    kernel.schedule(5, say('later'));
    kernel.run({});
    expect(said).toEqual(['rings', 'later']);
  });

  it('can be set again once it has run, and then runs after the other events of that time', () => {
    const { kernel, said, say } = kernelAt();
    const alarm = kernel.alarm(say('rings'));
    alarm.set(1);
    kernel.run({});
    kernel.schedule(2, say('before'));
    alarm.set(2);
    kernel.run({});
    expect(said).toEqual(['rings', 'before', 'rings']);
  });

  it('does not run once cancelled, and does not keep a run alive as a background timer', () => {
    const { kernel, said, say } = kernelAt();
    const alarm = kernel.alarm(say('rings'));
    alarm.set(1, true);
    expect(kernel.pendingForeground).toBe(0);
    alarm.set(1);
    expect(kernel.pendingForeground).toBe(1);
    alarm.cancel();
    expect(kernel.pendingForeground).toBe(0);
    kernel.run({});
    expect(said).toEqual([]);
  });

  it('refuses a delay that is not a whole number of ms, and stays set', () => {
    const { kernel, said, say } = kernelAt();
    const alarm = kernel.alarm(say('rings'));
    alarm.set(1);
    expect(() => alarm.set(-1)).toThrow(RangeError);
    kernel.run({});
    expect(said).toEqual(['rings']);
  });
});

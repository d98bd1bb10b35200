/** Covers: src/producer/threads/io-thread.ts, src/producer/threads/io-thread-state.ts, src/producer/threads/repetitions.ts */
import { describe, expect, it } from 'vitest';
import type { ClientHost } from '../../../src/client/host/client-host.ts';
import { IoThread, Sleep, type Waits } from '../../../src/producer/threads/io-thread.ts';
import { Kernel } from '../../../src/sim/index.ts';

function onKernel(body: (nowMs: () => number) => Waits, hasWork: () => boolean = () => true) {
  const kernel = new Kernel({ startMs: 0 });
  const clientHost = {
    now: () => kernel.now(),
    alarm: (task: () => void) => kernel.alarm(task),
    pollSlackMs: () => 0,
    isQuiet: () => kernel.isQuiet,
  } as Partial<ClientHost> as ClientHost;
  const thread = new IoThread({ clientHost, body: () => body(() => kernel.now()), hasWork });
  return { kernel, thread };
}

describe('The I/O thread', () => {
  it('waits as long as its body says, or until it is woken', () => {
    const turns: number[] = [];
    const { kernel, thread } = onKernel(function* (nowMs) {
      for (;;) {
        turns.push(nowMs());
        yield 100;
      }
    });
    kernel.schedule(130, () => thread.wake());
    kernel.run({ untilMs: 250 });
    expect(turns).toEqual([0, 100, 130, 230]);
  });

  it('sleeps in the foreground, since new work has to wait for the end of the sleep', () => {
    const { kernel } = onKernel(
      function* () {
        yield 100;
        yield 100;
        yield new Sleep(100);
      },
      () => false,
    );
    kernel.run({ untilMs: 150 });
    expect(kernel.pendingForeground).toBe(0);
    kernel.run({ untilMs: 250 });
    expect(kernel.pendingForeground).toBe(1);
  });

  it('is not woken from a sleep', () => {
    const turns: number[] = [];
    const { kernel, thread } = onKernel(function* (nowMs) {
      for (;;) {
        turns.push(nowMs());
        yield new Sleep(100);
      }
    });
    kernel.schedule(30, () => thread.wake());
    kernel.run({ untilMs: 150 });
    expect(turns).toEqual([0, 100]);
  });

  it('runs in the background while it has no work, and in the foreground as soon as it has some', () => {
    let hasWork = false;
    const { kernel, thread } = onKernel(
      function* () {
        for (;;) yield 0;
      },
      () => hasWork,
    );
    expect(kernel.pendingForeground).toBe(0);
    hasWork = true;
    thread.wake();
    expect(kernel.pendingForeground).toBe(1);
  });

  it('does not spin at one instant', () => {
    let turns = 0;
    const { kernel } = onKernel(function* () {
      for (;;) {
        turns++;
        yield 0;
      }
    });
    kernel.run({ untilMs: 10, maxEvents: 1_000 });
    expect(kernel.now()).toBe(10);
    expect(turns).toBeLessThan(60);
  });

  it('reports how many turns Java’s thread would have taken in each millisecond of spinning', () => {
    const kernel = new Kernel({ startMs: 0 });
    let turns = 0;
    let skipped = 0;
    const clientHost: Partial<ClientHost> = {
      now: () => kernel.now(),
      alarm: (task) => kernel.alarm(task),
      pollSlackMs: () => 0,
      isQuiet: () => false,
    };
    const body = function* (): Waits {
      for (; kernel.now() < 10; turns++) yield 0;
      yield 1_000;
    };
    const onTurnsSkipped = (count: number): number => (skipped += count);
    const thread = new IoThread({ clientHost: clientHost as ClientHost, body, hasWork: () => true, onTurnsSkipped });
    kernel.run({ untilMs: 20 });
    expect([turns + skipped, thread.isDone]).toEqual([10 * 102, false]);
  });

  it('lets the application run when it waits next, not before', () => {
    const order: string[] = [];
    const { kernel, thread } = onKernel(function* () {
      thread.resumeApplication(() => order.push('application'));
      order.push('I/O thread');
      yield 5;
    });
    kernel.step();
    expect(order).toEqual(['I/O thread', 'application']);
  });

  it('has ended before any thread goes on that waited for its end, or that its last turn woke', () => {
    const order: string[] = [];
    const kernel = new Kernel({ startMs: 0 });
    const clientHost: Partial<ClientHost> = {
      now: () => kernel.now(),
      schedule: (delayMs, task) => kernel.schedule(delayMs, task),
      alarm: (task) => kernel.alarm(task),
      pollSlackMs: () => 0,
      isQuiet: () => false,
    };
    const thread: IoThread = new IoThread({
      clientHost: clientHost as ClientHost,
      body: function* () {
        yield 1;
        thread.resumeApplication(() => order.push('application'));
      },
      hasWork: () => true,
      onEnd: () => order.push('end'),
    });
    thread.onExit(() => order.push('onExit callback'));
    kernel.run({});
    expect(order).toEqual(['end', 'onExit callback', 'application']);
  });

  it('notifies threads that wait for its end', () => {
    let isOver = false;
    const { kernel, thread } = onKernel(function* () {
      yield 7;
    });
    thread.onExit(() => {
      isOver = true;
    });
    kernel.run({});
    expect([isOver, thread.isDone, kernel.now()]).toEqual([true, true, 7]);
  });
});

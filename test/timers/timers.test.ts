/** Covers: src/timers/timers.ts, src/timers/virtual-timers.ts */

import { setTimeout as importedTimeout } from 'node:timers';
import { scheduler, setInterval as ticks, setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Simulation } from 'kafka-trial';
import { afterEach, describe, expect, it, vi } from 'vitest';

const START_MS = 1_700_000_000_000;
const real = {
  setTimeout,
  clearTimeout,
  setInterval,
  setImmediate,
  Date,
  timeOrigin: performance.timeOrigin,
};
let open: Simulation | undefined;

afterEach(() => {
  open?.close();
  open = undefined;
});

function installed(): Simulation {
  open = new Simulation();
  open.timers.install();
  return open;
}

/** Runs `program` with a log that knows the time. */
async function logged(program: (log: (text: string) => void, sim: Simulation) => Promise<unknown>): Promise<string[]> {
  const sim = installed();
  const lines: string[] = [];
  await sim.run(() => program((text) => lines.push(`${sim.nowMs} ${text}`), sim));
  return lines;
}

describe('Installed timers', () => {
  it('resume code that awaits a timeout when its virtual time has come', async () => {
    const lines = await logged(async (log) => {
      log('before');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      log('after a minute');
      await wait(500);
      log('after node:timers/promises');
      expect(await promisify(setTimeout)(250, 'value')).toBe('value');
      log('after a promisified one');
      await scheduler.wait(5);
      log('after the scheduler');
      await new Promise((resolve) => importedTimeout(resolve, 1));
      log('after one imported by name');
    });
    expect(lines).toEqual([
      '0 before',
      '60000 after a minute',
      '60500 after node:timers/promises',
      '60750 after a promisified one',
      '60755 after the scheduler',
      '60756 after one imported by name',
    ]);
  });

  it('run in the order of their due times, and in the order of setting for equal times', async () => {
    const lines = await logged(async (log) => {
      setTimeout(() => log('b'), 10);
      setTimeout((...args: unknown[]) => log(args.join()), 5, 'a', 1);
      setTimeout(() => log('c'), 10);
      setImmediate((text: string) => log(text), 'at once');
      await wait(20);
    });
    expect(lines).toEqual(['0 at once', '5 a,1', '10 b', '10 c']);
  });

  it.each([
    [0, 1],
    [-5, 1],
    [Number.NaN, 1],
    [undefined, 1],
    [2 ** 31, 1],
    [1.9, 1],
    [2.5, 2],
    ['7', 7],
  ])('take a delay of %s for %d ms, as Node does', async (delay, ms) => {
    const lines = await logged(async (log) => {
      await new Promise((done) => setTimeout(done, delay as number));
      log('over');
    });
    expect(lines).toEqual([`${ms} over`]);
  });

  it('repeat intervals until they are cleared', async () => {
    const lines = await logged(async (log) => {
      let count = 0;
      await new Promise<void>((done) => {
        const interval = setInterval(() => {
          log(`tick ${++count}`);
          if (count < 3) return;
          clearInterval(interval);
          done();
        }, 100);
      });
      await wait(1_000);
      for await (const value of ticks(10, 'tock')) {
        log(value);
        break;
      }
    });
    expect(lines).toEqual(['100 tick 1', '200 tick 2', '300 tick 3', '1310 tock']);
  });

  it('can be cleared by handle or by number, refreshed, and unref()ed', async () => {
    const lines = await logged(async (log) => {
      clearTimeout(setTimeout(() => log('never'), 10));
      clearTimeout(Number(setTimeout(() => log('never'), 10)));
      clearTimeout(undefined);
      const refreshed = setTimeout(() => log('refreshed'), 10);
      setTimeout(() => refreshed.refresh(), 5);
      const forgotten = setTimeout(() => log('never'), 10_000).unref();
      expect([forgotten.hasRef(), forgotten.ref().hasRef(), forgotten.unref().hasRef()]).toEqual([false, true, false]);
      await wait(100);
    });
    expect(lines).toEqual(['15 refreshed']);
  });

  it('are aborted by a signal', async () => {
    const lines = await logged(async (log) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort('enough'), 50);
      const aborted = await wait(1_000, null, { signal: controller.signal }).catch((error: Error) => error);
      log(`${(aborted as Error).name}: ${(aborted as Error).message} (${String((aborted as Error).cause)})`);
      await expect(wait(1, null, { signal: controller.signal })).rejects.toMatchObject({ code: 'ABORT_ERR' });
    });
    expect(lines).toEqual(['50 AbortError: The operation was aborted (enough)']);
  });

  it('do not affect timers that were set before', async () => {
    const early = real.setTimeout(() => {}, 1_000_000);
    const sim = installed();
    clearTimeout(early);
    expect((early as unknown as { _destroyed: boolean })._destroyed).toBe(true);
    await sim.run(() => wait(1));
  });

  it('fail the run if they are the only events for 100,000 turns', async () => {
    const sim = installed();
    const endless = sim.run(async () => {
      setInterval(() => {}, 1_000);
      setInterval(() => {}, 10).unref();
      await new Promise(() => {});
    });
    await expect(endless).rejects.toThrow(
      /: nothing left to do\.\nThe program seems to wait for something that can never happen: its own sleeps and timers have ended 100000 times, and nothing else was in progress\. A loop that sleeps, or an interval, must end for the run to end\.\nIt may be waiting for:\n {2}setInterval of 1000 ms, due at \d+ ms\n/,
    );
    const loop = sim.run(async () => {
      for (;;) await wait(60_000);
    });
    await expect(loop).rejects.toThrow('setTimeout of 60000 ms, due at');
  });

  it('do not fail the run while something else is in progress', async () => {
    const sim = installed();
    let ticks = 0;
    await sim.run(async () => {
      setInterval(() => ticks++, 1);
      await sim.sleep(150_000);
    });
    expect(ticks).toBe(149_999);
  });

  it('fail the run with the error of their task', async () => {
    const sim = installed();
    const run = sim.run(async () => {
      setTimeout(() => {
        throw new RangeError('mine');
      }, 5);
      await wait(10);
    });
    await expect(run).rejects.toThrow(RangeError);
    const wrong = undefined as unknown as () => void;
    expect(() => setTimeout(wrong, 1)).toThrow('the callback must be a function, but it is undefined');
  });
});

describe('Installed clocks', () => {
  it("show the simulation's time", async () => {
    const sim = installed();
    await sim.run(async () => {
      await sim.sleep(1_500);
      expect(Date.now()).toBe(START_MS + 1_500);
      expect(new Date()).toEqual(new Date(START_MS + 1_500));
      expect(Date()).toBe(new Date(START_MS + 1_500).toString());
      expect(performance.now()).toBe(1_500);
      expect(performance.timeOrigin + performance.now()).toBe(Date.now());
    });
  });

  it('do not change the rest of Date', () => {
    const before = new Date(0);
    installed();
    expect(before).toBeInstanceOf(Date);
    expect(new Date(0)).toBeInstanceOf(real.Date);
    expect(new Date(2020, 1, 2)).toEqual(new real.Date(2020, 1, 2));
    expect(Date.UTC(2020)).toBe(real.Date.UTC(2020));
    class Moment extends Date {}
    expect(new Moment()).toBeInstanceOf(Moment);
    expect(new Moment().getTime()).toBe(START_MS);
    expect(structuredClone(new Date())).toEqual(new Date(START_MS));
  });
});

describe('Uninstalling', () => {
  it('restores everything, by any of the three ways', () => {
    const sim = new Simulation();
    for (const undo of [() => sim.timers.uninstall(), () => sim.close()]) {
      if (sim.nowMs === 0) sim.timers.install();
      undo();
      expect([setTimeout, clearTimeout, setInterval, setImmediate, Date]).toEqual([
        real.setTimeout,
        real.clearTimeout,
        real.setInterval,
        real.setImmediate,
        real.Date,
      ]);
      expect(performance.timeOrigin).toBe(real.timeOrigin);
      expect(Object.getOwnPropertyNames(performance)).not.toContain('now');
    }
    const undo = new Simulation().timers.install();
    expect(setTimeout).not.toBe(real.setTimeout);
    undo();
    expect(setTimeout).toBe(real.setTimeout);
  });

  it('clears the timers that still wait', async () => {
    const sim = installed();
    let isCalled = false;
    setInterval(() => {
      isCalled = true;
    }, 10);
    sim.timers.uninstall();
    await sim.run(() => sim.sleep(100));
    expect(isCalled).toBe(false);
  });

  it('is refused while other fake timers are installed on top, as installing on top of others is', () => {
    vi.useFakeTimers();
    const sim = new Simulation();
    expect(() => sim.timers.install()).toThrow('Cannot install timers: they are already faked');
    vi.useRealTimers();
    sim.timers.install();
    expect(() => sim.timers.install()).toThrow('this simulation has already installed its timers');
    expect(() => new Simulation().timers.install()).toThrow('they are already faked');
    vi.useFakeTimers();
    expect(() => sim.timers.uninstall()).toThrow('setTimeout has been replaced since they were installed');
    vi.useRealTimers();
    sim.timers.uninstall();
    expect(setTimeout).toBe(real.setTimeout);
  });
});

describe('A closed simulation', () => {
  it('can be inspected, but not advanced', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('payments');
    sim.close();
    sim.close();
    expect(sim.topic('payments').values()).toEqual([]);
    expect(sim.verdict().records).toEqual([]);
    await expect(sim.run(() => {})).rejects.toThrow('sim.run() is not possible: this simulation is closed.');
    expect(() => sim.advance(1)).toThrow('sim.advance() is not possible');
    expect(() => sim.settle()).toThrow('sim.settle() is not possible');
    expect(() => sim.step()).toThrow('sim.step() is not possible');
  });
});

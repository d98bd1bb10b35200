/** Functions of the host that a program has kept from before the timers were installed, as it does where imports by name are copies. */
import { Socket } from 'node:net';
import * as nodeTimers from 'node:timers';
import * as nodePromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { compileFunction } from 'node:vm';
import { Simulation } from 'kafka-trial';
import { afterEach, expect, it } from 'vitest';

// Copies, as Jest and Vitest's vmThreads make them of all that is imported by name.
const kept = { ...nodeTimers };
const keptPromises = { ...nodePromises };
const sleep = promisify(setTimeout);

let sim: Simulation;

afterEach(() => sim.close());

/** Runs `program` with a log that knows the time. */
async function logged(program: (log: (text: string) => void) => Promise<unknown>): Promise<string[]> {
  sim = new Simulation();
  sim.timers.install();
  const lines: string[] = [];
  await sim.run(() => program((text) => lines.push(`${sim.nowMs} ${text}`)));
  return lines;
}

it('take virtual time', async () => {
  const lines = await logged(async (log) => {
    await new Promise((resolve) => kept.setTimeout(resolve, 60_000));
    log('setTimeout');
    expect(await keptPromises.setTimeout(500, 'value')).toBe('value');
    log('setTimeout of node:timers/promises');
    await keptPromises.scheduler.wait(5);
    log('scheduler.wait');
    expect(await sleep(1_000, 'value')).toBe('value');
    log('promisified setTimeout');
    await Promise.resolve(10).then(keptPromises.setTimeout);
    log('setTimeout that a promise calls');
    await keptPromises.setImmediate();
    log('setImmediate');
  });
  expect(lines).toEqual([
    '60000 setTimeout',
    '60500 setTimeout of node:timers/promises',
    '60505 scheduler.wait',
    '61505 promisified setTimeout',
    '61515 setTimeout that a promise calls',
    '61515 setImmediate',
  ]);
});

it('run in the order of their due times, among other timers', async () => {
  const lines = await logged(async (log) => {
    setTimeout(() => log('a'), 10);
    kept.setTimeout((...args: unknown[]) => log(args.join()), 10, 'b', 1);
    setTimeout(() => log('c'), 10);
    await keptPromises.setTimeout(20);
  });
  expect(lines).toEqual(['10 a', '10 b,1', '10 c']);
});

it('repeat until they are cleared', async () => {
  const lines = await logged(async (log) => {
    let ticks = 0;
    const interval = kept.setInterval(() => {
      log(`tick ${++ticks}`);
      if (ticks === 2) kept.clearInterval(interval);
    }, 100);
    await sim.sleep(1_000);
    for await (const value of keptPromises.setInterval(10, 'tock')) {
      log(value);
      break;
    }
  });
  expect(lines).toEqual(['100 tick 1', '200 tick 2', '1010 tock']);
});

it('can be cleared, refreshed, and unref()ed', async () => {
  const lines = await logged(async (log) => {
    kept.clearTimeout(kept.setTimeout(() => log('never'), 10));
    clearTimeout(kept.setTimeout(() => log('never'), 10));
    kept.clearTimeout(Number(kept.setTimeout(() => log('never'), 10)));
    kept.setTimeout(() => log('never'), 10).close();
    expect(sim.timers.awaited).toBe(0);
    const refreshed = kept.setTimeout(() => log('refreshed'), 10);
    await sim.sleep(5);
    refreshed.refresh();
    const forgotten = kept.setTimeout(() => log('never'), 10_000);
    void keptPromises.setTimeout(10_000, null, { ref: false }).then(() => log('never'));
    await sim.sleep(0);
    expect([forgotten.hasRef(), forgotten.unref().hasRef(), forgotten.ref().hasRef()]).toEqual([true, false, true]);
    forgotten.unref();
    expect(sim.timers.awaited).toBe(1);
    await sim.sleep(100);
    refreshed.refresh();
    await sim.sleep(100);
  });
  expect(lines).toEqual(['15 refreshed', '115 refreshed']);
});

it('are aborted by a signal', async () => {
  const lines = await logged(async (log) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const { signal } = controller;
    await keptPromises.setTimeout(1_000, null, { signal }).catch((error: Error) => log(error.name));
    await keptPromises.setTimeout(1_000, null, { signal: new AbortController().signal });
    log('over');
  });
  expect(lines).toEqual(['50 AbortError', '1050 over']);
});

it('never run after the timers were uninstalled, and do not keep the process alive', async () => {
  sim = new Simulation();
  sim.timers.install();
  let hasRun = false;
  const timeout = kept.setTimeout(() => {
    hasRun = true;
  }, 10);
  sim.timers.uninstall();
  await sim.run(() => sim.sleep(1_000));
  expect(hasRun).toBe(false);
  expect((timeout as unknown as { _destroyed: boolean })._destroyed).toBe(true);
  await new Promise((resolve) => kept.setTimeout(resolve, 1));
});

it('appear in the report of a run that cannot end', async () => {
  sim = new Simulation();
  sim.timers.install();
  const run = sim.run(async () => {
    kept.setTimeout(() => {}, 5_000).unref();
    await new Promise(() => {});
  });
  await expect(run).rejects.toThrow('setTimeout of 5000 ms, due at 5000 ms');
});

it("leave the timers of the host's own modules and of test runners real", () => {
  sim = new Simulation();
  sim.timers.install();
  const runner = compileFunction('return set(() => {}, 60_000)', ['set'], {
    filename: '/project/node_modules/vitest/dist/timers.js',
  }) as (set: typeof setTimeout) => NodeJS.Timeout;
  const timeout = runner(kept.setTimeout);
  const socket = new Socket().setTimeout(60_000);
  expect(sim.timers.describeWaiting()).toEqual([]);
  kept.clearTimeout(timeout);
  socket.destroy();
});

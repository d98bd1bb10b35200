import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Pacing } from '../../../src/server/tcp/pacing.ts';
import { Kernel } from '../../../src/sim/index.ts';

function fail(error: unknown): never {
  throw error;
}

it('Pacing runs events when their time has come, in the order of their times', async () => {
  const kernel = new Kernel({ startMs: 0 });
  const ran: number[] = [];
  for (const ms of [20, 5, 10]) kernel.schedule(ms, () => ran.push(ms));
  const pacing = new Pacing(kernel, fail);
  pacing.catchUp();
  while (ran.length < 3) await wait(1);
  expect(ran).toEqual([5, 10, 20]);
  expect(kernel.now()).toBeGreaterThanOrEqual(20);
  pacing.stop();
});

it('Pacing runs nothing once it is stopped', async () => {
  const kernel = new Kernel({ startMs: 0 });
  let hasRun = false;
  kernel.schedule(1, () => {
    hasRun = true;
  });
  const pacing = new Pacing(kernel, fail);
  pacing.catchUp();
  pacing.stop();
  await wait(5);
  pacing.catchUp();
  expect(hasRun).toBe(false);
});

it('Pacing reports what an event throws, and runs the events after it', async () => {
  const kernel = new Kernel({ startMs: 0 });
  const errors: unknown[] = [];
  let hasRun = false;
  const failure = new Error('broken');
  kernel.schedule(1, () => {
    throw failure;
  });
  kernel.schedule(2, () => {
    hasRun = true;
  });
  const pacing = new Pacing(kernel, (error) => errors.push(error));
  pacing.catchUp();
  while (!hasRun) await wait(1);
  expect(errors).toEqual([failure]);
  pacing.stop();
});

it('Pacing counts from when the clock began, if that was before', async () => {
  const kernel = new Kernel({ startMs: 0 });
  const pacing = new Pacing(kernel, fail, performance.now() - 5000);
  pacing.catchUp();
  expect(kernel.now()).toBeGreaterThanOrEqual(5000);
  pacing.stop();
});

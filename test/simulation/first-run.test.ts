import { beforeEach, expect, it, vi } from 'vitest';

type FirstRun = typeof import('../../src/simulation/first-run.ts');

let firstRun: FirstRun;

beforeEach(async () => {
  vi.resetModules();
  firstRun = await import('../../src/simulation/first-run.ts');
});

it('The end of the first run is told once', () => {
  const ended = vi.fn<() => void>();
  firstRun.onFirstRun(ended);
  expect(ended).not.toHaveBeenCalled();
  firstRun.runHasEnded();
  firstRun.runHasEnded();
  expect(ended).toHaveBeenCalledTimes(1);
});

it('The end of the first run is not told afterwards', () => {
  const ended = vi.fn<() => void>();
  firstRun.runHasEnded();
  firstRun.onFirstRun(ended);
  firstRun.runHasEnded();
  expect(ended).not.toHaveBeenCalled();
});

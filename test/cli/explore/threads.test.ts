/** Covers: src/cli/explore/threads.ts. Histories in threads: test/built-package.slow.test.ts. */
import { afterEach, expect, it } from 'vitest';
import { guardProcess } from '../../../src/cli/explore/program-guard.ts';
import { Threads } from '../../../src/cli/explore/threads.ts';
import { DEFAULT_PROGRAM } from '../../../src/explore/program.ts';

const guard = guardProcess();
guard.release();
const root = new URL('../../../', import.meta.url);
const host = {
  scenarioFolder: new URL('scenarios/', root),
  workerFile: new URL('dist/cli/explore/worker.js', root),
};
const opened: Threads[] = [];
afterEach(() => Promise.all(opened.splice(0).map((threads) => threads.close())));

/** How many batches can run at the same time. */
async function countFor(options: { threads: number; always: boolean }, ...histories: number[]): Promise<number[]> {
  const threads = new Threads(DEFAULT_PROGRAM, { ...options, nameOrFile: DEFAULT_PROGRAM.name }, host, guard);
  opened.push(threads);
  const counts = [];
  for (const count of histories) {
    await threads.prepare(count);
    counts.push(threads.count);
  }
  return counts;
}

it('Up to 100 histories run in this thread, and more, or an unknown number, in several', async () => {
  expect(await countFor({ threads: 2, always: false }, 1, 100, 101, 1)).toEqual([1, 1, 4, 4]);
  expect(await countFor({ threads: 2, always: false }, Number.POSITIVE_INFINITY)).toEqual([4]);
});

it('A number of threads that was asked for is used, also for few histories', async () => {
  expect(await countFor({ threads: 2, always: true }, 1)).toEqual([4]);
  expect(await countFor({ threads: 1, always: true }, 1_000)).toEqual([1]);
});

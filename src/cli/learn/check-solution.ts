/**
 * Checks a solution in a thread of its own, which is ended if the solution never returns.
 */
import { Worker } from 'node:worker_threads';
import type { Chapter } from '../../course/chapters.ts';
import type { Judgement } from '../../course/judge.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';

/** What the thread is given. */
export interface CheckTask {
  readonly file: string;
  readonly chapter: number;
}

/** What the thread posts: a judgement, or why the file cannot be loaded. */
export type CheckResult = { readonly judgement: Judgement } | { readonly problem: string };

/** Right solutions take some milliseconds. */
const LIMIT_MS = 20_000;

/** @param limitMs in real time. @throws UsageError if the file cannot be loaded or does not export a function */
export async function checkSolution(
  file: string,
  { number }: Chapter,
  worker: URL,
  limitMs: number = LIMIT_MS,
): Promise<Judgement> {
  const task: CheckTask = { file, chapter: number };
  const thread = new Worker(worker, { workerData: task });
  try {
    const result = await resultOf(thread, limitMs);
    if ('problem' in result) throw new UsageError(result.problem);
    return result.judgement;
  } finally {
    await thread.terminate();
  }
}

function resultOf(thread: Worker, limitMs: number): Promise<CheckResult> {
  return new Promise((resolve) => {
    const fail = (got: string, why: string): void => {
      const objection = { expected: 'the solution ends', got, why };
      resolve({ judgement: { isRight: false, passed: [], when: 'the solution is run', objection } });
    };
    const timer = setTimeout(() => {
      fail(
        `it is still busy after ${limitMs / 1_000} seconds`,
        'There may be a loop that never ends, and that awaits nothing on its way.',
      );
    }, limitMs);
    thread.on('message', resolve);
    thread.on('error', (error) => {
      fail(
        `it throws ${firstLine(error)}`,
        'No code catches this error: a promise that is not awaited has rejected, or a timer has thrown.',
      );
    });
    thread.on('exit', () => {
      clearTimeout(timer);
      fail('it ends the process', 'A solution returns; it does not call process.exit().');
    });
  });
}

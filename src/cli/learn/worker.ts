/**
 * The module of the thread that checks a solution.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CHAPTERS } from '../../course/chapters.ts';
import type { Solution } from '../../course/exercises/exercise.ts';
import { judgeSolution } from '../../course/judge.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { loadDefaultExport } from '../scenarios/load-scenario.ts';
import type { CheckResult, CheckTask } from './check-solution.ts';

parentPort?.postMessage(await check(workerData as CheckTask));

async function check({ file, chapter }: CheckTask): Promise<CheckResult> {
  const found = CHAPTERS.find(({ number }) => number === chapter);
  if (found === undefined) throw new Error(`There is no chapter ${chapter}.`);
  try {
    return { judgement: await judgeSolution(found.exercise, await loadSolution(file), found.seed) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { problem: error.message };
  }
}

async function loadSolution(file: string): Promise<Solution> {
  const solution = await loadDefaultExport(file);
  if (typeof solution === 'function') return solution as Solution;
  throw new UsageError(`The file '${file}' does not export a solution: its default export must be a function.`);
}

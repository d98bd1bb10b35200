/**
 * The module of a thread: loads the program once and runs the batches that the thread is given.
 */
import type { EventPair } from '../../explore/coverage.ts';
import type { Program } from '../../explore/program.ts';
import { type Batch, type CaseResult, runBatch } from '../../explore/workers.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { loadProgram } from './load-program.ts';
import { guardProcess, inHistory } from './program-guard.ts';

export interface WorkerTask {
  readonly nameOrFile: string;
  readonly scenarioFolder: string;
  readonly batch: Batch;
}

/** A problem is the message of a UsageError, whose class would be lost on the way to the other thread. */
export type WorkerResult = { readonly results: readonly CaseResult[] } | { readonly problem: string };

const guard = guardProcess();
// A program that a fault ends early may leave rejections behind that no code handles. They must not end the thread.
process.on('unhandledRejection', () => {});

/** The pairs that this thread has returned. Finding a pair here takes less time than copying it to the main thread again. */
const returnedPairs = new Set<EventPair>();

const programs = new Map<string, Promise<Program>>();

export default async function work({ nameOrFile, scenarioFolder, batch }: WorkerTask): Promise<WorkerResult> {
  let program = programs.get(nameOrFile);
  if (program === undefined) {
    program = loadProgram(nameOrFile, new URL(scenarioFolder));
    programs.set(nameOrFile, program);
  }
  try {
    const results = await runBatch(await program, batch, (history) => guard.check(inHistory(history)));
    // A result with requests may be of a history that another shard counts, so its pairs would be missing later.
    return { results: batch.wantsRequests ? results : results.map(withNewPairs) };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
}

function withNewPairs(result: CaseResult): CaseResult {
  const pairs = result.pairs.filter((pair) => !returnedPairs.has(pair));
  for (const pair of pairs) returnedPairs.add(pair);
  return { ...result, pairs };
}

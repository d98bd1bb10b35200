/**
 * Runs cases in batches, in this thread or in others. What is passed is plain data. The threads are in src/cli/explore.
 */
import type { Case } from './case.ts';
import { digestOf, type EventPair, eventPairsOf } from './coverage.ts';
import type { Program } from './program.ts';
import { requestsOf, type SentRequest } from './requests.ts';
import { type Failure, type RunCaseOptions, runKnownCase } from './run-case.ts';

/** The case of one history. */
export interface NumberedCase {
  /** The number of the history, from 0. */
  readonly number: number;
  readonly testCase: Case;
}

/** Cases that one worker runs one after the other. They are valid, since `explore` makes them. */
export interface Batch {
  readonly cases: readonly NumberedCase[];
  readonly options: RunCaseOptions;
  /** Does not run the cases after the first that fails. */
  readonly stopsAtFailure: boolean;
  /** Returns the clients' requests, too. */
  readonly wantsRequests: boolean;
}

/** The result of one case. */
export interface CaseResult {
  readonly number: number;
  /** Identifies the run: a hash of its trace. */
  readonly digest: string;
  /** The pairs of consecutive events. Pairs of an earlier result of the same `Workers` may be missing, unless requests were wanted. */
  readonly pairs: readonly EventPair[];
  readonly failure?: Failure;
  readonly requests?: readonly SentRequest[];
}

/** What runs batches for `explore`: this thread, or a pool of threads. */
export interface Workers {
  /** How many batches can run at the same time. */
  readonly count: number;
  /**
   * Called with the number of histories before their batches are run; `Infinity` without a limit. May change `count`, since a few
   * histories do not repay the start of threads.
   */
  prepare?(histories: number): Promise<void>;
  /** Runs the cases of a batch in their order. */
  run(batch: Batch): Promise<readonly CaseResult[]>;
}

/** Runs batches of `program` in the calling thread. */
export function inThisThread(program: Program): Workers {
  return { count: 1, run: (batch) => runBatch(program, batch) };
}

/** @param onRun is called after each history */
export async function runBatch(
  program: Program,
  batch: Batch,
  onRun: (history: NumberedCase) => void = () => {},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const history of batch.cases) {
    const { number, testCase } = history;
    const { sim, failure } = await runKnownCase(program, testCase, batch.options);
    onRun(history);
    results.push({
      number,
      digest: digestOf(sim.trace),
      pairs: [...eventPairsOf(sim.trace)],
      ...(failure !== undefined && { failure }),
      ...(batch.wantsRequests && { requests: requestsOf(sim) }),
    });
    if (failure !== undefined && batch.stopsAtFailure) break;
  }
  return results;
}

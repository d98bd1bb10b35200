/**
 * Who tries the cases: this thread, or others.
 *
 * Owns: what is asked and what is answered, all of it plain data, and doing it in this thread.
 * Refuses to know: threads (cli/explore), and which cases are worth a try (explore.ts).
 */
import type { Case } from './case.ts';
import { digestOf, type EventPair, eventPairsOf } from './coverage.ts';
import type { Program } from './program.ts';
import { requestsOf, type SentRequest } from './requests.ts';
import { type Failure, type TryOptions, tryCase } from './try-case.ts';

export interface NumberedCase {
  /** Of its history, from 0. */
  readonly number: number;
  readonly given: Case;
}

export interface Batch {
  readonly cases: readonly NumberedCase[];
  readonly options: TryOptions;
  /** The cases behind the first that fails are left alone. */
  readonly stopsAtFailure: boolean;
  /** The clients' requests are wanted, too. */
  readonly wantsRequests: boolean;
}

/** What became of one case. */
export interface Attempt {
  readonly number: number;
  /** Stands for the run. */
  readonly digest: string;
  readonly pairs: readonly EventPair[];
  readonly failure?: Failure;
  readonly requests?: readonly SentRequest[];
}

export interface Workers {
  /** How many batches are worth asking for at a time. */
  readonly count: number;
  /** Tries the cases of a batch in their order. */
  run(batch: Batch): Promise<readonly Attempt[]>;
}

export function inThisThread(program: Program): Workers {
  return { count: 1, run: (batch) => runBatch(program, batch) };
}

export async function runBatch(program: Program, batch: Batch): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const { number, given } of batch.cases) {
    const { sim, failure } = await tryCase(program, given, batch.options);
    attempts.push({
      number,
      digest: digestOf(sim.trace),
      pairs: [...eventPairsOf(sim.trace)],
      ...(failure !== undefined && { failure }),
      ...(batch.wantsRequests && { requests: requestsOf(sim) }),
    });
    if (failure !== undefined && batch.stopsAtFailure) break;
  }
  return attempts;
}

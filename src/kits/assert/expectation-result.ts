/**
 * What an expectation comes to: it is met or not, and why, as a story.
 *
 * Owns: how one answer serves both a function that throws and a matcher that a test framework asks.
 * Refuses to know: what is expected, and frameworks.
 */
import type { RecordedRun } from '../../simulation/checking/record-log.ts';

export interface ExpectationResult {
  readonly isMet: boolean;
  /** Why it is not met; or, where it is, what an expectation of the opposite has to hear. Asked only when it matters. */
  readonly problem: () => string;
  /** `null` if the run it happened in is not known: no seed can be named. */
  readonly trial: RecordedRun | null;
  /** For frameworks that show what differs. */
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** As `expect.extend` of Vitest and Jest takes it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/**
 * @param caller where the stack of the error is to begin: at whoever called it
 * @throws SimulationError with the whole story if the expectation is not met
 */
export function insist(outcome: ExpectationResult, caller: (...args: never[]) => void): void {
  if (outcome.isMet) return;
  const failure = failureOf(outcome);
  Error.captureStackTrace?.(failure, caller);
  throw failure;
}

export function matcherResult(outcome: ExpectationResult): MatcherResult {
  const { isMet, actual, expected } = outcome;
  return {
    pass: isMet,
    message: () => failureOf(outcome).message,
    ...(expected !== undefined && { actual, expected }),
  };
}

function failureOf({ trial, problem }: ExpectationResult): Error {
  return trial === null ? new Error(problem()) : trial.failures.expectationNotMet(problem());
}

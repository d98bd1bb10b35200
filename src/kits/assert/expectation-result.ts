/**
 * The result of an expectation, which serves both a function that throws and a matcher of a test framework.
 */
import type { RecordedRun } from '../../simulation/checking/record-log.ts';

export interface ExpectationResult {
  readonly isMet: boolean;
  /**
   * Why the expectation is not met; or, if it is met, the message of its negation. Called only for a message that is
   * printed.
   */
  readonly problem: () => string;
  /** The run whose seed the message names; `null` if it is not known. */
  readonly run: RecordedRun | null;
  /** For frameworks that print a diff. */
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** The result of a matcher, in the form of `expect.extend` of Vitest and Jest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/**
 * @param caller the public function, so that the stack of the error begins at its call
 * @throws SimulationError if the expectation is not met
 */
export function throwUnlessMet(result: ExpectationResult, caller: (...args: never[]) => void): void {
  if (result.isMet) return;
  const failure = failureOf(result);
  Error.captureStackTrace?.(failure, caller);
  throw failure;
}

export function matcherResult(result: ExpectationResult): MatcherResult {
  const { isMet, actual, expected } = result;
  return {
    pass: isMet,
    message: () => failureOf(result).message,
    ...(expected !== undefined && { actual, expected }),
  };
}

function failureOf({ run, problem }: ExpectationResult): Error {
  return run === null ? new Error(problem()) : run.failures.expectationNotMet(problem());
}

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
  /** What the test runner's diff compares, if there is something to compare. */
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
  const { actual, expected } = result;
  throw expected === undefined ? failure : Object.assign(failure, { actual, expected });
}

/**
 * @param context `this` of the matcher. Vitest prints the diff of `actual` and `expected` itself; Jest leaves it to the
 *   message of the matcher and brings a function for it
 */
export function matcherResult(result: ExpectationResult, context?: unknown): MatcherResult {
  const { isMet, actual, expected } = result;
  return {
    pass: isMet,
    message: () => {
      const { message } = failureOf(result);
      const diff = expected === undefined ? undefined : jestDiff(context, expected, actual);
      return diff === undefined ? message : `${message}\n\n${diff}`;
    },
    ...(expected !== undefined && { actual, expected }),
  };
}

/** The part of `this` in a matcher of Jest that is used here. */
interface JestContext {
  readonly expand?: boolean;
  readonly utils?: {
    /** Only Jest has it; Vitest's functions of the same names have other parameters. */
    readonly matcherErrorMessage?: unknown;
    readonly printDiffOrStringify?: (
      expected: unknown,
      received: unknown,
      expectedLabel: string,
      receivedLabel: string,
      isExpanded: boolean,
    ) => string;
  };
}

function jestDiff(context: unknown, expected: unknown, actual: unknown): string | undefined {
  const { utils, expand = false } = (context ?? {}) as JestContext;
  if (utils?.matcherErrorMessage === undefined) return undefined;
  return utils.printDiffOrStringify?.(expected, actual, 'Expected', 'Received', expand);
}

function failureOf({ run, problem }: ExpectationResult): Error {
  return run === null ? new Error(problem()) : run.failures.expectationNotMet(problem());
}

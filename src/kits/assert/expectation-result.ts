/**
 * The result of an expectation, which serves both a function that throws and a matcher of a test framework.
 */
import { type EntryPoint, startAt } from '../../checks/call-sites.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import { SimulationError } from '../../sim/index.ts';
import type { RecordedRun } from '../../simulation/checking/record-log.ts';
import { addLine, reportOf } from './report-file.ts';
import { WrongSubjectError } from './wrong-subject.ts';

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
 * What an expectation finds.
 *
 * @param entry the function or matcher that the test has called
 * @throws what `expectation` throws; the stack of our own errors begins at the line that has called `entry`
 */
export function evaluate(expectation: () => ExpectationResult, entry: EntryPoint): ExpectationResult {
  try {
    return expectation();
  } catch (error) {
    throw OWN.some((type) => error instanceof type) ? startAt(error, entry) : error;
  }
}

/** Predicates of the test throw others. */
const OWN = [SimulationError, WrongSubjectError, IllegalArgumentException];

/**
 * @param caller the public function, so that the stack of the error begins at its call
 * @throws SimulationError if the expectation is not met
 */
export function throwUnlessMet(expectation: () => ExpectationResult, caller: EntryPoint): void {
  const result = evaluate(expectation, caller);
  if (result.isMet) return;
  const failure = failureOf(result);
  const line = reportOf(result.run, { problem: failure.message });
  if (line !== null) addLine(failure, line);
  startAt(failure, caller);
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
      const message = reported(result, context);
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

/** Vitest's fixture writes the report itself, since it knows the name of the test. */
function reported(result: ExpectationResult, context: unknown): string {
  const { message } = failureOf(result);
  const isOfJest = (context as JestContext | undefined)?.utils?.matcherErrorMessage !== undefined;
  const line = isOfJest ? reportOf(result.run, { problem: message }) : null;
  return line === null ? message : `${message}\n${line}`;
}

function failureOf({ run, problem }: ExpectationResult): Error {
  return run === null ? new Error(problem()) : run.failures.expectationNotMet(problem());
}

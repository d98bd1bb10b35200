/**
 * The expectations as typed matchers for Vitest's `expect`. `toMatchTrace` uses Vitest's file snapshots, so that
 * `vitest -u` updates the file; the other matchers are those of kafka-trial/assert.
 */
import { expect } from 'vitest';
import type { Simulation } from '../../simulation/simulation.ts';
import { equalityTesters } from '../assert/equality-testers.ts';
import { type MatcherResult, matcherResult } from '../assert/expectation-result.ts';
import { matchers, type TrialMatchers as TrialMatchersOfAnyRunner } from '../assert/matchers.ts';
import { compareTrace, traceText } from '../assert/trace-file.ts';

/** The matchers that this kit adds to Vitest's `expect`. */
export interface TrialMatchers<R> extends Omit<TrialMatchersOfAnyRunner<R>, 'toMatchTrace'> {
  /**
   * Expects that the trace of a simulation is the content of a file. Await it. `vitest -u` updates the file.
   *
   * @param file a path relative to the test file
   */
  toMatchTrace: (file: string) => Promise<void>;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter is Vitest's
  interface Matchers<T = any> extends TrialMatchers<void> {}
}

expect.addEqualityTesters(equalityTesters);
expect.extend({
  ...matchers,
  async toMatchTrace(sim: Simulation, file: string): Promise<MatcherResult> {
    const text = traceText(sim);
    if (this.isNot) throw new TypeError('.not.toMatchTrace is not supported: any other trace would satisfy it.');
    try {
      await (this.task?.context.expect ?? expect)(text).toMatchFileSnapshot(file);
      return matcherResult(compareTrace(sim, file, text));
    } catch (error) {
      if (!(error instanceof Error && 'expected' in error)) throw error;
      // Without a file there is nothing to compare with, and Vitest does not write one in CI.
      return matcherResult(compareTrace(sim, file, (error.expected as string | undefined) || undefined));
    }
  },
});

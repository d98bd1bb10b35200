/**
 * The expectations as matchers of Vitest's `expect`, typed.
 *
 * Owns: `toMatchTrace` by Vitest's own file snapshots, so that `vitest -u` writes it; the others are those of kafka-trial/assert.
 */
import { expect } from 'vitest';
import type { Simulation } from '../../simulation/simulation.ts';
import { type MatcherResult, matcherResult } from '../assert/expectation-result.ts';
import { matchers, type TrialMatchers as TrialMatchersOfAnyRunner } from '../assert/matchers.ts';
import { traceOutcome, traceText } from '../assert/trace-file.ts';

/** What this kit adds to `expect`. */
export interface TrialMatchers<R> extends Omit<TrialMatchersOfAnyRunner<R>, 'toMatchTrace'> {
  /** Of a simulation: its trace is what the file holds, a path from the test's file. To be awaited. `vitest -u` writes it. */
  toMatchTrace: (file: string) => Promise<void>;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter is Vitest's
  interface Matchers<T = any> extends TrialMatchers<void> {}
}

expect.extend({
  ...matchers,
  async toMatchTrace(sim: Simulation, file: string): Promise<MatcherResult> {
    const text = traceText(sim);
    if (this.isNot)
      throw new TypeError('toMatchTrace has no opposite: any other trace would do, and -u would write it.');
    try {
      await (this.task?.context.expect ?? expect)(text).toMatchFileSnapshot(file);
      return matcherResult(traceOutcome(sim, file, text));
    } catch (error) {
      if (!(error instanceof Error && 'expected' in error)) throw error;
      // Nothing is expected where there is no file, and none may be written.
      return matcherResult(traceOutcome(sim, file, (error.expected as string | undefined) || undefined));
    }
  },
});

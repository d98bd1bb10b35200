/**
 * Covers: src/kits/, src/simulation/run/, src/simulation/missing-topic.ts.
 *
 * What the kit answers to common mistakes of somebody who uses it for the first time. Mistakes that need a test runner, such as a time-out, are in
 * test/kits/vitest/report.txt. Read messages.txt aloud after each change of it.
 */
import { Simulation } from 'kafka-trial';
import { assertNoUnreportedFailure } from 'kafka-trial/assert';
import { expect } from 'kafka-trial/vitest';
import { beforeEach, describe, it, vi } from 'vitest';
import { RecordFuture } from '../../../src/producer/result/record-future.ts';
import { forgetRuns } from '../../../src/simulation/runs-of-process.ts';
import { type Mistake, mistakes } from './mistakes.ts';

beforeEach(forgetRuns);

/** The error of the test, or of the check at its end. */
async function errorOf(
  { test, options, startsRealTimers }: Mistake,
  check: (sim: Simulation) => void,
): Promise<Error | null> {
  const sim = new Simulation({ seed: 7, guarantees: 'all', ...options });
  // Timers of this test runner come and go; they count only for mistakes that are about timers.
  const all = process.getActiveResourcesInfo.bind(process);
  const resources = vi.spyOn(process, 'getActiveResourcesInfo');
  if (startsRealTimers !== true) resources.mockImplementation(() => all().filter((kind) => kind !== 'Timeout'));
  try {
    await test(sim);
    check(sim);
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    vi.useRealTimers();
    resources.mockRestore();
    sim.close();
  }
}

/** As test runners print it: the error and its causes. Of a comparison, what was received, which the runner's own settings may shorten in its message. */
function textOf(error: Error): string {
  const { name, message, cause } = error;
  const { actual } = error as { readonly actual?: unknown };
  return [
    `${name}: ${actual instanceof RecordFuture ? `received ${JSON.stringify(actual)}` : message}`,
    ...(cause instanceof Error ? [`Caused by: ${textOf(cause)}`] : []),
  ].join('\n');
}

describe('A test with a mistake', () => {
  it('is told what is wrong and what to do, as in messages.txt', async () => {
    const answers: string[] = [];
    for (const mistake of mistakes) {
      const error = await errorOf(mistake, assertNoUnreportedFailure);
      answers.push(`--- ${mistake.title}\n${error === null ? 'no error' : textOf(error)}\n`);
    }
    const text = answers.join('\n').replaceAll(/\d+ real timers/g, 'several real timers');
    expect(answers.filter((answer) => answer.includes('no error'))).toEqual([]);
    await expect(text).toMatchFileSnapshot('messages.txt');
  });

  it('is told the line of the mistake, if that is a call', async () => {
    for (const mistake of mistakes) {
      const error = await errorOf(mistake, () => {});
      if (error !== null) expect(`${mistake.title}: ${error.stack}`).toContain('mistakes.ts');
    }
  });
});

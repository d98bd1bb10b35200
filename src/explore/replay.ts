/**
 * Runs one case again, in a test.
 */
import { checkOptions } from '../checks/arguments.ts';
import type { Scenario } from '../scenario/index.ts';
import { type Case, readCase } from './case.ts';
import { baselineCase, type Program, type ProgramFunction, programOf } from './program.ts';
import { type Failure, RUN_CASE_OPTIONS, type RunCaseOptions, runCase } from './run-case.ts';

/** The case failed. */
export class CaseFailure extends Error {
  override readonly name = 'CaseFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Runs a case of a program. The tests that an exploration prints call it.
 *
 * @param testCase what it leaves out is taken from the program
 * @throws IllegalArgumentException or CaseError for a program, a case or options that are invalid
 * @throws CaseFailure with the history of the run if the case fails
 *
 * @example
 * import { replayCase, runWorkload } from 'kafka-trial/explore';
 *
 * const plan = [{ on: 'Produce', nth: 1, do: 'loseResponse' }];
 * await replayCase(runWorkload, { seed: 1, plan, workload: [{ do: 'send', topic: 'orders', value: 'one' }] });
 * console.log('every guarantee was kept');
 * // prints: every guarantee was kept
 */
export async function replayCase(
  target: Program | Scenario | ProgramFunction,
  testCase: Partial<Case> & Pick<Case, 'seed'>,
  options: RunCaseOptions = {},
): Promise<void> {
  const program = programOf(target);
  readCase(testCase);
  checkOptions('replayCase()', options, RUN_CASE_OPTIONS);
  const { seed, clientVersion, brokerVersion } = testCase;
  const versions = {
    ...(clientVersion !== undefined && { clientVersion }),
    ...(brokerVersion !== undefined && { brokerVersion }),
  };
  const baseline = baselineCase(program, seed, versions);
  const {
    cluster = baseline.cluster,
    producer = baseline.producer,
    workload = baseline.workload,
    plan = [],
  } = testCase;
  const { failure } = await runCase(
    program,
    { ...baseline, cluster, producer, workload, plan },
    { replayCommand: 'run this test again', ...options },
  );
  if (failure !== undefined) throw new CaseFailure(failure);
}

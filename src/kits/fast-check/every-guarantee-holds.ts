/**
 * The ready property: whatever the cluster, the producer, the workload and the faults, every guarantee holds.
 *
 * Owns: the property, and how its failure is told: the story, the test to paste, the plan for the command line.
 * Refuses to know: how a case is tried and made small (explore). fast-check makes it smaller in its own way as well, so that its
 * path leads to a small one.
 */
import fc from 'fast-check';
import {
  asTest,
  type Case,
  type CaseRun,
  type Failure,
  type Program,
  type ProgramFunction,
  programOf,
  type RunCaseOptions,
  runCase,
  runWorkload,
  shrinkFailure,
} from '../../explore/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { type CaseConstraints, caseOf } from './cases.ts';

export interface EveryGuaranteeOptions extends CaseConstraints, Pick<RunCaseOptions, 'throws' | 'maxEvents'> {
  /** Where the program's file is, as the printed test imports it. Default: `./<name>.ts`. */
  readonly file?: string;
}

/** A guarantee does not hold in the smallest case that was found. */
export class GuaranteeDoesNotHold extends Error {
  override readonly name = 'GuaranteeDoesNotHold';
  readonly case: Case;
  readonly failure: Failure;

  constructor(given: Case, failure: Failure, test: string) {
    super(
      [
        failure.message,
        '',
        'The case, as a test:',
        test,
        'Its faults, as a plan for kafka-trial run --faults:',
        JSON.stringify(given.plan),
      ].join('\n'),
    );
    this.case = given;
    this.failure = failure;
  }
}

/**
 * For `fc.assert`. `program` is a program, a scenario, or a function of a simulation and what it is given; default: one
 * producer that sends what the workload says. Which guarantees those are depends on the producer's configuration, unless the
 * program names them.
 */
export function everyGuaranteeHolds(
  program: Program | Scenario | ProgramFunction = runWorkload,
  options: EveryGuaranteeOptions = {},
): fc.IAsyncProperty<[Case]> {
  const { file, throws, maxEvents } = options;
  const tried = programOf(program);
  const tryOptions = { ...(throws !== undefined && { throws }), ...(maxEvents !== undefined && { maxEvents }) };
  return fc.asyncProperty(caseOf(tried, options), async (drawn) => {
    const { failure } = await runCase(tried, drawn, tryOptions);
    if (failure === undefined) return;
    const tryOne = (given: Case): Promise<CaseRun> => runCase(tried, given, tryOptions);
    const small = await shrinkFailure(drawn, failure, tryOne);
    const test = asTest({ ...small, program: tried, ...(file !== undefined && { file }) });
    const problem = new GuaranteeDoesNotHold(small.case, small.failure, test);
    // fast-check prints its counterexample, and the error only as its cause: not every runner shows causes.
    Object.defineProperty(drawn, fc.toStringMethod, { value: () => problem.message });
    throw problem;
  });
}

/**
 * The property that every guarantee holds, whatever the cluster, the producer, the workload and the faults are.
 *
 * A failing case is run and shrunk by src/explore. fast-check shrinks it in its own way as well, so that the path that
 * it prints leads to a small case.
 */
import fc from 'fast-check';
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { BOOLEAN, COUNT, TEXT } from '../../checks/value-type.ts';
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
import { CASE_CONSTRAINTS, type CaseConstraints, caseOf } from './cases.ts';

/** Options of `everyGuaranteeHolds`: the limits of its random cases, and how a case is run. */
export interface EveryGuaranteeOptions extends CaseConstraints, Pick<RunCaseOptions, 'throws' | 'maxEvents'> {
  /** The path from which the printed test imports the program. Default: `./<name>.ts`. */
  readonly file?: string;
}

const OPTIONS: OptionTypes<EveryGuaranteeOptions> = {
  ...CASE_CONSTRAINTS,
  throws: BOOLEAN,
  maxEvents: COUNT,
  file: TEXT,
};

/**
 * A guarantee does not hold. The message has the report, the smallest case that was found as a test, and its fault
 * plan.
 */
export class GuaranteeDoesNotHold extends Error {
  override readonly name = 'GuaranteeDoesNotHold';
  /** The smallest case that was found. */
  readonly case: Case;
  readonly failure: Failure;

  constructor(smallest: Case, failure: Failure, test: string) {
    super(
      [
        failure.message,
        '',
        'The case, as a test:',
        test,
        'Its faults, as a plan for sim.faults.apply() or --faults:',
        JSON.stringify(smallest.plan),
      ].join('\n'),
    );
    this.case = smallest;
    this.failure = failure;
  }
}

/**
 * The property that a program keeps every guarantee, for `fc.assert`. Which guarantees apply depends on the producer's
 * configuration, unless the program names them in `guarantees`.
 *
 * @param program a program, a scenario, or a function that takes a simulation and the drawn cluster, producer
 *   configuration and workload. Default: one producer that sends the workload
 * @throws IllegalArgumentException for an invalid program, and for an option that does not exist or is of another type
 * @throws GuaranteeDoesNotHold as the cause of fast-check's error, if a guarantee is violated
 *
 * @example
 * import fc from 'fast-check';
 * import { StringSerializer } from 'kafka-trial';
 * import { everyGuaranteeHolds } from 'kafka-trial/fast-check';
 *
 * const property = everyGuaranteeHolds(async (sim, { producer: config }) => {
 *   const producer = sim.producer({ ...config, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *   producer.send({ topic: 'payments', value: 'one' });
 *   await producer.close();
 * });
 * await fc.assert(property, { seed: 7, numRuns: 20 });
 * console.log('every guarantee holds');
 * // prints: every guarantee holds
 */
export function everyGuaranteeHolds(
  program: Program | Scenario | ProgramFunction = runWorkload,
  options: EveryGuaranteeOptions = {},
): fc.IAsyncProperty<[Case]> {
  checkOptions('everyGuaranteeHolds()', options, OPTIONS);
  const { file, throws, maxEvents, ...constraints } = options;
  const given = programOf(program);
  const runOptions = { ...(throws !== undefined && { throws }), ...(maxEvents !== undefined && { maxEvents }) };
  return fc.asyncProperty(caseOf(given, constraints), async (drawn) => {
    const { failure } = await runCase(given, drawn, runOptions);
    if (failure === undefined) return;
    const run = (smaller: Case): Promise<CaseRun> => runCase(given, smaller, runOptions);
    const small = await shrinkFailure(drawn, failure, run);
    const test = asTest({ ...small, program: given, ...(file !== undefined && { file }) });
    const problem = new GuaranteeDoesNotHold(small.case, small.failure, test);
    // fast-check prints the counterexample and has this error as its cause, which not every test runner prints.
    Object.defineProperty(drawn, fc.toStringMethod, { value: () => problem.message });
    throw problem;
  });
}

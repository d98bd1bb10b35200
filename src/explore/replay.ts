/**
 * A case, tried again.
 */
import type { Scenario } from '../scenario/index.ts';
import type { Case } from './case.ts';
import { type Program, type ProgramFunction, programOf } from './program.ts';
import { type Failure, type TryOptions, tryCase } from './try-case.ts';

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
 * Tries a case of a program: what a test of a failure that was found does.
 *
 * @throws CaseFailure with the whole story if it fails
 */
export async function replayCase(
  what: Program | Scenario | ProgramFunction,
  given: Partial<Case> & Pick<Case, 'seed'>,
  options: TryOptions = {},
): Promise<void> {
  const program = programOf(what);
  const { cluster = program.cluster ?? {}, producer = program.producer ?? {}, seed, plan = [] } = given;
  const workload = given.workload ?? program.workload ?? [];
  const known = { replayCommand: 'run this test again, its case is the whole run', ...options };
  const { failure } = await tryCase(program, { seed, cluster, producer, workload, plan }, known);
  if (failure !== undefined) throw new CaseFailure(failure);
}

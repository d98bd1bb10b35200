/**
 * Shrinks a failing case: fewer faults, fewer steps and smaller numbers, as long as it still fails in the same way.
 *
 * The algorithm is delta debugging (Zeller): it leaves out a half of the items, then a quarter, and finally single
 * ones, as long as anything can be left out. It uses no randomness: the same case always shrinks to the same result.
 */
import { checkArgument } from '../checks/arguments.ts';
import { FUNCTION } from '../checks/value-type.ts';
import type { FaultPlan, PlannedFault } from '../index.ts';
import { type Case, readCase } from './case.ts';
import { type CaseRun, type Failure, signatureOf } from './run-case.ts';
import type { Step } from './workload.ts';

/** Whether a smaller case still fails in the same way. */
export type StillFails = (testCase: Case) => Promise<boolean>;

/** The default limit of cases that are tried. */
export const MAX_ATTEMPTS = 1_000;

/**
 * Returns the smallest case found that still fails.
 *
 * @param failing a case that fails
 * @throws CaseError or IllegalArgumentException (rejects) for another case or function
 */
export async function shrinkCase(
  failing: Case,
  stillFails: StillFails,
  maxAttempts: number = MAX_ATTEMPTS,
): Promise<Case> {
  readCase(failing);
  checkArgument('shrinkCase(failing, stillFails)', stillFails, FUNCTION);
  let attempts = 0;
  const attempt = async (smaller: Case): Promise<boolean> => attempts++ < maxAttempts && (await stillFails(smaller));
  let smallest = failing;
  for (let before: Case | undefined; before !== smallest && attempts < maxAttempts; ) {
    before = smallest;
    smallest = await withFewerFaults(smallest, attempt);
    smallest = await withFewerSteps(smallest, attempt);
    smallest = await withSmallerNumbers(smallest, attempt);
  }
  return smallest;
}

/**
 * Returns the smallest case found that fails with the same signature, and its failure. Its faults are not optional any
 * more, since all of them fire.
 */
export async function shrinkFailure(
  failing: Case,
  failure: Failure,
  run: (testCase: Case) => Promise<CaseRun>,
  maxAttempts: number = MAX_ATTEMPTS,
): Promise<{ readonly case: Case; readonly failure: Failure }> {
  const signature = signatureOf(failure);
  let latest = failure;
  const stillFails = async (smaller: Case): Promise<boolean> => {
    // A smaller number can make a case invalid, for example a duration of 0.
    const result = await run(smaller).catch(() => undefined);
    if (result?.failure === undefined || signatureOf(result.failure) !== signature) return false;
    latest = result.failure;
    return true;
  };
  const smallest = await shrinkCase(failing, stillFails, maxAttempts);
  return { case: { ...smallest, plan: withoutOptional(smallest.plan) }, failure: latest };
}

async function withFewerFaults(testCase: Case, stillFails: StillFails): Promise<Case> {
  const plan = await shrinkList(testCase.plan, (fewer) => stillFails({ ...testCase, plan: fewer }));
  return plan.length === testCase.plan.length ? testCase : { ...testCase, plan };
}

async function withFewerSteps(testCase: Case, stillFails: StillFails): Promise<Case> {
  const workload = await shrinkList(testCase.workload, (fewer) => stillFails({ ...testCase, workload: fewer }));
  return workload.length === testCase.workload.length ? testCase : { ...testCase, workload };
}

/** Leaves out items until no single one can be left out. */
async function shrinkList<T>(
  items: readonly T[],
  stillFails: (fewer: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; ) {
    const before = kept.length;
    for (let from = 0; from < kept.length; ) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await stillFails(fewer)) kept = fewer;
      else from += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (kept.length === before) break;
  }
  return kept;
}

// --- Smaller numbers -------------------------------------------------------------------------------------------------------

const NUMBERS = ['atMs', 'fromMs', 'untilMs', 'forMs', 'delayMs', 'extraMs', 'releaseAtMs', 'nth', 'times'] as const;

async function withSmallerNumbers(testCase: Case, stillFails: StillFails): Promise<Case> {
  let smallest = testCase;
  for (let i = 0; i < testCase.plan.length; i++) {
    const withFault = (fault: PlannedFault): Case => ({ ...smallest, plan: smallest.plan.with(i, fault) });
    for (const field of NUMBERS) {
      smallest = await withSmallerNumber(smallest, smallest.plan[i], field, withFault, stillFails);
    }
  }
  for (let i = 0; i < testCase.workload.length; i++) {
    const withStep = (step: Step): Case => ({ ...smallest, workload: smallest.workload.with(i, step) });
    smallest = await withSmallerNumber(smallest, smallest.workload[i], 'forMs', withStep, stillFails);
  }
  return smallest;
}

/**
 * Lowers one number of `item` by bisection. If failing is not monotonic in the number, the result is not necessarily
 * the smallest number with which the case fails.
 */
async function withSmallerNumber<T extends object>(
  smallest: Case,
  item: T | undefined,
  field: string,
  caseWith: (item: T) => Case,
  stillFails: StillFails,
): Promise<Case> {
  let high = item === undefined ? undefined : (item as Readonly<Record<string, unknown>>)[field];
  if (item === undefined || typeof high !== 'number' || high <= 1) return smallest;
  let found = smallest;
  let low = 0;
  while (typeof high === 'number' && high - low > 1) {
    const middle = low === 0 ? 1 : Math.floor((low + high) / 2);
    const smaller = caseWith({ ...item, [field]: middle });
    if (await stillFails(smaller)) {
      found = smaller;
      high = middle;
    } else low = middle;
  }
  return found;
}

function withoutOptional(plan: FaultPlan): FaultPlan {
  return plan.map((planned) => {
    const { optional: _, ...fault } = planned;
    return fault as PlannedFault;
  });
}

/**
 * Makes a failing case small: fewer faults, fewer steps, smaller numbers, and it still fails in the same way.
 *
 * Delta debugging: leave out a half, a quarter, ... a single one, as long as anything can be left out. No chance is involved: the
 * same case, the same result.
 *
 * Owns: what is tried, in which order, and when it is enough. Refuses to know: how a case is tried.
 */
import type { FaultPlan, PlannedFault } from '../index.ts';
import type { Case } from './case.ts';
import { type Failure, likeness, type Tried } from './try-case.ts';
import type { Step } from './workload.ts';

/** Whether the case still fails in the way that matters. */
export type StillFails = (given: Case) => Promise<boolean>;

/** So many cases are tried at most. */
export const MOST_TRIES = 1_000;

/** The smallest case found that still fails; `given` is known to. */
export async function shrinkCase(given: Case, stillFails: StillFails, mostTries: number = MOST_TRIES): Promise<Case> {
  let tries = 0;
  const attempt = async (smaller: Case): Promise<boolean> => tries++ < mostTries && (await stillFails(smaller));
  let smallest = given;
  for (let before: Case | undefined; before !== smallest && tries < mostTries; ) {
    before = smallest;
    smallest = await fewerFaults(smallest, attempt);
    smallest = await fewerSteps(smallest, attempt);
    smallest = await smallerNumbers(smallest, attempt);
  }
  return smallest;
}

async function fewerFaults(given: Case, attempt: StillFails): Promise<Case> {
  const plan = await fewest(given.plan, (fewer) => attempt({ ...given, plan: fewer }));
  return plan.length === given.plan.length ? given : { ...given, plan };
}

async function fewerSteps(given: Case, attempt: StillFails): Promise<Case> {
  const workload = await fewest(given.workload, (fewer) => attempt({ ...given, workload: fewer }));
  return workload.length === given.workload.length ? given : { ...given, workload };
}

/** A list from which no single item can be left out any more. */
async function fewest<T>(
  items: readonly T[],
  isEnough: (fewer: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; ) {
    const before = kept.length;
    for (let from = 0; from < kept.length; ) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await isEnough(fewer)) kept = fewer;
      else from += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (kept.length === before) break;
  }
  return kept;
}

// --- Smaller numbers -------------------------------------------------------------------------------------------------------

const NUMBERS = ['atMs', 'fromMs', 'untilMs', 'forMs', 'delayMs', 'extraMs', 'releaseAtMs', 'nth', 'times'] as const;

async function smallerNumbers(given: Case, attempt: StillFails): Promise<Case> {
  let smallest = given;
  for (let i = 0; i < given.plan.length; i++) {
    const withFault = (fault: PlannedFault): Case => ({ ...smallest, plan: replaced(smallest.plan, i, fault) });
    for (const field of NUMBERS) {
      smallest = await smallerField(smallest, smallest.plan[i], field, withFault, attempt);
    }
  }
  for (let i = 0; i < given.workload.length; i++) {
    const withStep = (step: Step): Case => ({ ...smallest, workload: replaced(smallest.workload, i, step) });
    smallest = await smallerField(smallest, smallest.workload[i], 'forMs', withStep, attempt);
  }
  return smallest;
}

/** Halves the way to the least that still fails; where failing is not monotonic, to some such number. */
async function smallerField<T extends object>(
  smallest: Case,
  item: T | undefined,
  field: string,
  made: (item: T) => Case,
  attempt: StillFails,
): Promise<Case> {
  let high = item === undefined ? undefined : (item as Readonly<Record<string, unknown>>)[field];
  if (item === undefined || typeof high !== 'number' || high <= 1) return smallest;
  let found = smallest;
  let low = 0;
  while (typeof high === 'number' && high - low > 1) {
    const middle = low === 0 ? 1 : Math.floor((low + high) / 2);
    const smaller = made({ ...item, [field]: middle });
    if (await attempt(smaller)) {
      found = smaller;
      high = middle;
    } else low = middle;
  }
  return found;
}

function replaced<T>(items: readonly T[], at: number, item: T): readonly T[] {
  return items.map((other, i) => (i === at ? item : other));
}

/** The plan as one that is certain: what is left of it fires. */
function certain(plan: FaultPlan): FaultPlan {
  return plan.map((planned) => {
    const { optional: _, ...fault } = planned;
    return fault as PlannedFault;
  });
}

/** Makes `given` small; the smallest case that fails as it does, and its failure. */
export async function shrinkFailure(
  given: Case,
  failure: Failure,
  tryOne: (given: Case) => Promise<Tried>,
  mostTries: number = MOST_TRIES,
): Promise<{ readonly case: Case; readonly failure: Failure }> {
  const alike = likeness(failure);
  let last = failure;
  const stillFails = async (smaller: Case): Promise<boolean> => {
    // Some numbers mean nothing in some places: such a case is none, so it does not fail.
    const tried = await tryOne(smaller).catch(() => undefined);
    if (tried?.failure === undefined || likeness(tried.failure) !== alike) return false;
    last = tried.failure;
    return true;
  };
  const smallest = await shrinkCase(given, stillFails, mostTries);
  return { case: { ...smallest, plan: certain(smallest.plan) }, failure: last };
}

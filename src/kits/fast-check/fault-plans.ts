/**
 * Plans of faults by chance.
 *
 * Owns: drawing them fault by fault, so that fast-check can leave out any one. Which faults there are, and how likely, is
 * known elsewhere (randomFaultPlan).
 */
import fc from 'fast-check';
import { type FaultPlan, randomFaultPlan } from '../../index.ts';
import { RandomStream } from '../../sim/index.ts';
import type { FaultShape } from '../../simulation/faults/random-fault-plan.ts';

/** As for `randomFaultPlan`; everything has a default. */
export interface FaultPlanConstraints extends Partial<Omit<FaultShape, 'count'>> {
  /** Troubles; a crash and its restart are one. Default 6. */
  readonly maxFaults?: number;
}

/** Faults on requests and on the world, all of them optional. Shrinks to fewer. */
export function faultPlan(constraints: FaultPlanConstraints = {}): fc.Arbitrary<FaultPlan> {
  const { maxFaults = 6, ...given } = constraints;
  const shape = {
    withinMs: 5_000,
    longestMs: 20_000,
    brokers: [1, 2, 3],
    clients: ['producer-1'],
    weights: { failDisk: 0 },
    ...given,
  };
  const trouble = fc
    .noShrink(fc.integer({ min: 1, max: 1_000_000_000 }))
    .map((seed) => randomFaultPlan(RandomStream.fromSeed(seed), { ...shape, count: 1 }));
  return fc.array(trouble, { maxLength: maxFaults }).map((troubles) => troubles.flat());
}

/**
 * Random fault plans, drawn fault by fault, so that fast-check can remove each of them. `randomFaultPlan` decides which
 * faults there are and how likely each is.
 */
import fc from 'fast-check';
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { ANY, WHOLE } from '../../checks/value-type.ts';
import { type FaultPlan, randomFaultPlan } from '../../index.ts';
import { RandomStream } from '../../sim/index.ts';
import type { FaultShape } from '../../simulation/faults/random-fault-plan.ts';

/** The options of `randomFaultPlan`, each with a default. */
export interface FaultPlanConstraints extends Partial<Omit<FaultShape, 'count'>> {
  /** Largest number of faults; a crash and its restart count as one. Default 6. */
  readonly maxFaults?: number;
}

/** All but the first are options of `randomFaultPlan`, which checks them. */
const CONSTRAINTS: OptionTypes<FaultPlanConstraints> = {
  maxFaults: WHOLE,
  withinMs: ANY,
  longestMs: ANY,
  brokers: ANY,
  clients: ANY,
  apis: ANY,
  weights: ANY,
};

/**
 * Plans of faults on requests and on the cluster, all of them optional. Shrinks to fewer faults.
 *
 * @throws IllegalArgumentException for a constraint that does not exist, or is of another type
 */
export function faultPlan(constraints: FaultPlanConstraints = {}): fc.Arbitrary<FaultPlan> {
  checkOptions('faultPlan()', constraints, CONSTRAINTS);
  const { maxFaults = 6, ...given } = constraints;
  const shape = {
    withinMs: 5_000,
    longestMs: 20_000,
    brokers: [1, 2, 3],
    clients: ['producer-1'],
    weights: { failDisk: 0 },
    ...given,
  };
  // A plan without faults, for the checks of the shape.
  randomFaultPlan(1, { ...shape, count: 0 });
  const oneFault = fc
    .noShrink(fc.integer({ min: 1, max: 1_000_000_000 }))
    .map((seed) => randomFaultPlan(RandomStream.fromSeed(seed), { ...shape, count: 1 }));
  return fc.array(oneFault, { maxLength: maxFaults }).map((faults) => faults.flat());
}

/** Plans by chance: of the seed alone, always readable, and never more than their shape. */
import { type FaultShape, randomFaultPlan, readFaultPlan, Simulation } from 'kafka-trial';
import { RandomStream } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

const shape: FaultShape = {
  count: 40,
  withinMs: 10_000,
  longestMs: 2_000,
  brokers: [1, 2, 3],
  clients: ['producer-1'],
};
const planOf = (seed: number) => randomFaultPlan(RandomStream.fromSeed(seed), shape);

describe('A random plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planOf(7)).toEqual(planOf(7));
    expect(planOf(7)).not.toEqual(planOf(8));
  });

  it('can be read and applied, all of it optional', () => {
    const plan = planOf(7);
    expect(readFaultPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    const sim = new Simulation();
    sim.faults.apply(plan);
    expect(sim.faults.plan()).toEqual(plan);
    expect(sim.faults.neverFired()).toEqual([]);
  });

  it('knows every word that does not last for good', () => {
    const words = new Set(planOf(7).map((fault) => fault.do));
    expect(words.size).toBeGreaterThanOrEqual(10);
  });
});

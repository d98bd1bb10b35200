/**
 * Which case history number k is.
 *
 * Owns: the numbering: 0 is the run without faults; then come the drawn plans, or all single faults and then all pairs.
 * Refuses to know: who tries them, and how far they get.
 */
import type { Case } from './case.ts';
import type { PlacementOptions } from './placements.ts';
import { drawnPlan, type PlanMode, type Topology } from './plans.ts';
import type { SentRequest } from './requests.ts';
import { type FirstFault, firstFaults, secondFaultCount, secondFaults } from './systematic.ts';
import type { NumberedCase } from './workers.ts';

/** Histories by chance: the plan from the seed and the number, and a seed of its own for each. */
export function* drawnHistories(
  mode: Exclude<PlanMode, 'one-fault' | 'two-faults'>,
  calm: Case,
  terrain: Topology,
): Generator<NumberedCase> {
  for (let number = 0; ; number++) {
    const plan = drawnPlan(mode, calm.seed, number, terrain);
    yield { number, given: { ...calm, seed: calm.seed + number, plan } };
  }
}

/** The histories with no fault and with one. */
export class SystematicHistories {
  readonly firsts: readonly FirstFault[];
  private readonly calm: Case;
  private readonly options: PlacementOptions;

  constructor(calm: Case, requests: readonly SentRequest[], options: PlacementOptions) {
    this.calm = calm;
    this.options = options;
    this.firsts = firstFaults(requests, options);
  }

  /** How many histories have no fault or one. */
  get singleCount(): number {
    return 1 + this.firsts.length;
  }

  *singles(): Generator<NumberedCase> {
    yield { number: 0, given: this.calm };
    for (const [i, { placement }] of this.firsts.entries()) {
      yield { number: 1 + i, given: { ...this.calm, plan: placement } };
    }
  }

  /** How many histories have two. `requestsOf(i)` are those of the run with the i-th first fault. */
  pairCount(requestsOf: (index: number) => readonly SentRequest[]): number {
    return this.firsts.reduce((sum, first, i) => sum + secondFaultCount(first, requestsOf(i), this.options), 0);
  }

  *pairs(requestsOf: (index: number) => readonly SentRequest[]): Generator<NumberedCase> {
    let number = this.singleCount;
    for (const [i, first] of this.firsts.entries()) {
      for (const plan of secondFaults(first, requestsOf(i), this.options)) {
        yield { number: number++, given: { ...this.calm, plan } };
      }
    }
  }
}

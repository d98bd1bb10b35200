/**
 * The histories of an exploration and their numbers. Number 0 is the run without faults. Then follow the random plans
 * or, in systematic modes, all single faults and then all pairs.
 */
import type { Case } from './case.ts';
import type { PlacementOptions } from './placements.ts';
import { drawnPlan, type SeededMode, type Topology } from './plans.ts';
import type { SentRequest } from './requests.ts';
import { type FirstFault, firstFaults, secondFaultCount, secondFaults } from './systematic.ts';
import type { NumberedCase } from './workers.ts';

/**
 * Random histories without end: each has a seed of its own and a plan that depends on the seed of the exploration and
 * its number.
 */
export function* drawnHistories(mode: SeededMode, baseline: Case, topology: Topology): Generator<NumberedCase> {
  for (let number = 0; ; number++) {
    const plan = drawnPlan(mode, baseline.seed, number, topology);
    yield { number, testCase: { ...baseline, seed: baseline.seed + number, plan } };
  }
}

export class SystematicHistories {
  private readonly firsts: readonly FirstFault[];
  private readonly baseline: Case;
  private readonly options: PlacementOptions;

  /** `requests` are those of the run without faults, `baseline`. */
  constructor(baseline: Case, requests: readonly SentRequest[], options: PlacementOptions) {
    this.baseline = baseline;
    this.options = options;
    this.firsts = firstFaults(requests, options);
  }

  /** The number of histories with no fault or one. */
  get singleCount(): number {
    return 1 + this.firsts.length;
  }

  /** The histories with no fault or one. */
  *singles(): Generator<NumberedCase> {
    yield { number: 0, testCase: this.baseline };
    for (const [i, { placement }] of this.firsts.entries()) {
      yield { number: 1 + i, testCase: { ...this.baseline, plan: placement } };
    }
  }

  /** The number of histories with two faults. `requestsOf(i)` are the requests of the run with the i-th first fault. */
  pairCount(requestsOf: (index: number) => readonly SentRequest[]): number {
    return this.firsts.reduce((sum, first, i) => sum + secondFaultCount(first, requestsOf(i), this.options), 0);
  }

  /** The histories with two faults. `requestsOf(i)` are the requests of the run with the i-th first fault. */
  *pairs(requestsOf: (index: number) => readonly SentRequest[]): Generator<NumberedCase> {
    let number = this.singleCount;
    for (const [i, first] of this.firsts.entries()) {
      for (const plan of secondFaults(first, requestsOf(i), this.options)) {
        yield { number: number++, testCase: { ...this.baseline, plan } };
      }
    }
  }
}

/**
 * Enumerates every placement of one fault, and of two, on the requests of a run.
 *
 * The second fault is placed on the requests of the run with the first fault, behind the request that the first fault
 * is on. Retries therefore get their faults, too, and no pair occurs twice.
 */
import type { FaultPlan } from '../index.ts';
import { type PlacementOptions, placementsOn } from './placements.ts';
import type { SentRequest } from './requests.ts';

/** The fault of a history with one fault. */
export interface FirstFault {
  /** The position of the request it is on, among the requests of the run without faults, from 0. */
  readonly position: number;
  readonly placement: FaultPlan;
}

/** The faults of all histories with one fault, in the order of their requests. */
export function firstFaults(requests: readonly SentRequest[], options: PlacementOptions): readonly FirstFault[] {
  return requests.flatMap((request, position) => {
    return placementsOn(request, options).map((placement) => ({ position, placement }));
  });
}

/** The number of histories with `first` and a second fault. `requests` are those of the run with `first`. */
export function secondFaultCount(
  first: FirstFault,
  requests: readonly SentRequest[],
  options: PlacementOptions,
): number {
  return requests.slice(first.position + 1).reduce((sum, request) => sum + placementsOn(request, options).length, 0);
}

/**
 * The plans of all histories with `first` and a second fault, in the order of the second fault's requests. `requests`
 * are those of the run with `first`.
 */
export function secondFaults(
  first: FirstFault,
  requests: readonly SentRequest[],
  options: PlacementOptions,
): readonly FaultPlan[] {
  return requests
    .slice(first.position + 1)
    .flatMap((request) => placementsOn(request, options).map((second) => combine(first.placement, second)));
}

/** Sets the second fault first: its `nth` then also counts the requests that the first fault takes. */
function combine(first: FaultPlan, second: FaultPlan): FaultPlan {
  return [...second, ...first];
}

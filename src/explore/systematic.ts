/**
 * Every placement of one fault, and of two, over the requests of a run.
 *
 * The second fault is placed on the requests of the run in which the first one happened, from there on: so a retry gets its
 * faults too, and no pair is met twice.
 *
 * Owns: the enumeration and its order. Refuses to know: running anything.
 */
import type { FaultPlan } from '../index.ts';
import { type PlacementOptions, placementsOn } from './placements.ts';
import type { SentRequest } from './requests.ts';

/** A history with one fault. */
export interface FirstFault {
  /** Place of the request it is on among those of the calm run, from 0. */
  readonly at: number;
  readonly placement: FaultPlan;
}

/** All histories with one fault, in order of their requests. */
export function firstFaults(requests: readonly SentRequest[], options: PlacementOptions): readonly FirstFault[] {
  return requests.flatMap((request, at) => placementsOn(request, options).map((placement) => ({ at, placement })));
}

/** How many second faults a run has room for: those on requests behind the one the first fault is on. */
export function secondFaultCount(
  first: FirstFault,
  requests: readonly SentRequest[],
  options: PlacementOptions,
): number {
  return requests.slice(first.at + 1).reduce((sum, request) => sum + placementsOn(request, options).length, 0);
}

/** All histories with `first` and a second fault, in order of their requests; `requests` are those of the run with `first`. */
export function secondFaults(
  first: FirstFault,
  requests: readonly SentRequest[],
  options: PlacementOptions,
): readonly FaultPlan[] {
  return requests
    .slice(first.at + 1)
    .flatMap((request) => placementsOn(request, options).map((second) => together(first.placement, second)));
}

/** The later fault sees a request first: it counts also those that the earlier one takes away. */
function together(first: FaultPlan, second: FaultPlan): FaultPlan {
  return [...second, ...first];
}

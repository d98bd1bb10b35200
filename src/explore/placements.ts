/**
 * The faults that systematic exploration places on one request of a run. Each fault word defines in
 * src/simulation/faults/words whether and how it is placed.
 */
import type { FaultPlan } from '../index.ts';
import type { PlacementOptions, SentRequest } from '../simulation/faults/definition/placement.ts';
import { ENVIRONMENT_WORDS, REQUEST_WORDS } from '../simulation/faults/vocabulary.ts';
import type { Case } from './case.ts';

export type { PlacementOptions };

/** How one word is placed. */
interface Placer {
  readonly order: number;
  readonly place: (request: SentRequest, options: PlacementOptions) => readonly FaultPlan[];
}

const PLACERS: readonly Placer[] = [...requestPlacers(), ...environmentPlacers()].sort(
  (one, other) => one.order - other.order,
);

/** By how much a late response and a crash exceed their timeout. */
const PAST_TIMEOUT_MS = 3_000;

/** How long faults last on the requests of a case. */
export function placementOptionsOf({ producer, cluster }: Case): PlacementOptions {
  const requestTimeoutMs = Number(producer['request.timeout.ms'] ?? 30_000);
  const sessionTimeoutMs = Number(cluster.config?.['broker.session.timeout.ms'] ?? 9_000);
  return { lateMs: requestTimeoutMs + PAST_TIMEOUT_MS, downMs: sessionTimeoutMs + PAST_TIMEOUT_MS };
}

/** All histories in which one fault happens to the request, each as a plan. A crash and its restart are one fault. */
export function placementsOn(request: SentRequest, options: PlacementOptions): readonly FaultPlan[] {
  return PLACERS.flatMap(({ place }) => place(request, options));
}

function requestPlacers(): readonly Placer[] {
  return Object.values(REQUEST_WORDS).flatMap(({ placement }) => {
    if (placement === undefined) return [];
    const place: Placer['place'] = (request, options) => {
      const { api, client, nth } = request;
      return placement.place(request, options).map((action) => [{ on: api, client, nth, ...action }]);
    };
    return [{ order: placement.order, place }];
  });
}

function environmentPlacers(): readonly Placer[] {
  return Object.values(ENVIRONMENT_WORDS).flatMap(({ placement }) => {
    if (placement === undefined) return [];
    const place: Placer['place'] = (request, options) => placement.place(request, options) as readonly FaultPlan[];
    return [{ order: placement.order, place }];
  });
}

/**
 * Faults as plain JSON: a plan can be printed, saved, edited and applied again. The fields of each word are in words/.
 */
import type { ApiName } from '../../protocol/messages.ts';
import type { Scheduled } from './environment/environment-word.ts';
import type { FaultScope } from './requests/request-scope.ts';
import type { DataOf, EnvironmentWordName, RequestWordName } from './vocabulary.ts';

/** Which of the requests in scope a fault takes: at most one of these fields. Default: all requests. */
export interface PlannedSelection {
  /** Only the first request. */
  readonly once?: true;
  /** Only the nth request, from 1. */
  readonly nth?: number;
  /** Only the first n requests. */
  readonly times?: number;
  /** Each request with this probability. */
  readonly chance?: readonly [numerator: number, denominator: number];
}

/** What happens to a request. */
export type PlannedAction = { readonly [Name in RequestWordName]: DataOf<Name> }[RequestWordName];

/** A fault on requests of one API. */
export type PlannedRequestFault = {
  readonly on: ApiName;
  /** Allows the run to end without this fault having fired. Default false. */
  readonly optional?: boolean;
} & FaultScope &
  PlannedSelection &
  PlannedAction;

/**
 * A fault of brokers, the network, the controller or clocks that begins at `atMs`. With `forMs` it is undone that much
 * later.
 */
export type PlannedEnvironmentFault = { readonly [Name in EnvironmentWordName]: DataOf<Name> }[EnvironmentWordName] &
  Scheduled;

/**
 * A fault as plain JSON: on requests (with `on`), or on brokers, the network, the controller or clocks (with `atMs`).
 */
export type PlannedFault = PlannedRequestFault | PlannedEnvironmentFault;
/** Faults for `sim.faults.apply()`, as plain JSON. */
export type FaultPlan = readonly PlannedFault[];

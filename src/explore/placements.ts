/**
 * Every fault that one request of a run can meet.
 *
 * Owns: the six kinds, and what each is as a plan. Refuses to know: which requests there are (requests.ts), and combining them.
 */
import type { ErrorName } from '../errors.ts';
import type { ApiName, PlannedFault } from '../index.ts';
import { apiNamed } from '../protocol/messages.ts';
import type { SentRequest } from './requests.ts';

/** One trouble: a crash and its restart are one. */
export type Placement = readonly PlannedFault[];

export interface PlacementOptions {
  /** What a late answer is late by, in ms: past the client's request.timeout.ms. */
  readonly lateMs: number;
  /** How long a crashed broker is down, in ms: past broker.session.timeout.ms, so that others take over. */
  readonly downMs: number;
}

/** A request is on its way for a ms and more: a crash then meets it there. */
const ON_ITS_WAY_MS = 1;

/** Lost request, lost response, delay past the timeout, disconnect, each error code, broker crash: in this order. */
export function placementsOn(request: SentRequest, { lateMs, downMs }: PlacementOptions): readonly Placement[] {
  const { api, client, nth, broker } = request;
  const scope = { on: api, client, nth } as const;
  const atMs = request.atMs + ON_ITS_WAY_MS;
  return [
    [{ ...scope, do: 'loseRequest' }],
    [{ ...scope, do: 'loseResponse' }],
    [{ ...scope, do: 'delayResponse', delayMs: lateMs }],
    [{ ...scope, do: 'disconnect' }],
    ...errorsOf(api).map((error): Placement => [{ ...scope, do: 'respond', error }]),
    [
      { do: 'crash', broker, atMs },
      { do: 'restart', broker, atMs: atMs + downMs },
    ],
  ];
}

/** The error codes a request of this API is answered with, one after the other. */
export function errorsOf(api: ApiName): readonly ErrorName[] {
  return apiNamed(api).placedErrors;
}

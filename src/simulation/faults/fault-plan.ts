/**
 * Faults as plain JSON: a plan can be printed, saved, edited and applied again.
 *
 * Owns: what a plan may say. Its words are those of the code (fault.ts, world-words.ts).
 * Refuses to know: reading one (read-fault-plan.ts), and how a fault is carried out.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { ApiName } from '../../protocol/messages.ts';
import type { FaultScope } from './fault.ts';

/** Which of the requests in scope a fault takes: one of these, or none for all of them. */
export interface PlannedSelection {
  readonly once?: true;
  readonly nth?: number;
  readonly times?: number;
  /** In so many of so many cases. */
  readonly chance?: readonly [numerator: number, denominator: number];
}

export type PlannedAction =
  | { readonly do: 'loseRequest' | 'loseResponse' | 'disconnect' | 'neverAnswer' | 'corruptBatch' }
  | { readonly do: 'delayRequest' | 'delayResponse'; readonly delayMs: number }
  | { readonly do: 'holdRequest' | 'holdResponse'; readonly releaseAtMs?: number }
  | { readonly do: 'respond'; readonly error: ErrorName }
  | { readonly do: 'throttle'; readonly throttleTimeMs: number }
  | { readonly do: 'staleMetadata'; readonly ageMs: number };

/** A fault on requests of one API. */
export type PlannedRequestFault = { readonly on: ApiName; readonly optional?: boolean } & FaultScope &
  PlannedSelection &
  PlannedAction;

/** One host or several: `broker-1`, a client's name, or `controller`. */
export type Hosts = string | readonly string[];

type Moment = { readonly atMs: number; readonly optional?: boolean };
type Span = Moment & { readonly forMs?: number };

/** A fault of the world, at a moment in ms since the start; with `forMs` it is undone that much later. */
export type PlannedWorldFault =
  | ({ readonly do: 'crash' | 'shutdown' | 'pause'; readonly broker: number } & Span)
  | ({ readonly do: 'restart' | 'resume' | 'failDisk'; readonly broker: number } & Moment)
  | ({ readonly do: 'partition' | 'cutOff'; readonly from: Hosts; readonly to: Hosts } & Span)
  | ({ readonly do: 'heal' | 'startController' } & Moment)
  | ({ readonly do: 'slowLink'; readonly from: Hosts; readonly to: Hosts; readonly extraMs: number } & Span)
  | ({ readonly do: 'slowReplica'; readonly broker: number; readonly extraMs: number } & Span)
  | ({ readonly do: 'stopController' } & Span)
  | ({ readonly do: 'refuseConnections'; readonly broker: number; readonly client?: string } & Span)
  | ({ readonly do: 'wrongBootstrap'; readonly client: string } & Span)
  | ({ readonly do: 'skewClock'; readonly broker: number; readonly skewMs: number } & Span);

export type PlannedFault = PlannedRequestFault | PlannedWorldFault;
export type FaultPlan = readonly PlannedFault[];

/**
 * Plans of faults by chance, for runs that look for trouble: the same stream and shape, the same plan.
 *
 * Owns: which faults are drawn, and how long they last.
 * Refuses to know: what a fault does, and what a run is looking for.
 */
import type { RandomStream } from '../sim/index.ts';
import type { FaultPlan, PlannedFault } from './fault-plan.ts';

export interface FaultShape {
  /** How many troubles; a crash and its restart are one. */
  readonly count: number;
  /** They begin before this moment, in ms since the start. */
  readonly withinMs: number;
  /** The longest any of them lasts, in ms, at least 1. */
  readonly longestMs: number;
  /** Ids of the brokers, at least one. */
  readonly brokers: readonly number[];
  /** Names of the clients, at least one. */
  readonly clients: readonly string[];
}

const ERRORS = ['NOT_LEADER_OR_FOLLOWER', 'NOT_ENOUGH_REPLICAS', 'REQUEST_TIMED_OUT', 'UNKNOWN_SERVER_ERROR'] as const;

/** All of it is optional, since nobody knows which of it a run will meet. */
export function randomFaultPlan(random: RandomStream, shape: FaultShape): FaultPlan {
  const plan: PlannedFault[] = [];
  for (let i = 0; i < shape.count; i++)
    plan.push(...(random.chance(1, 2) ? onRequests(random, shape) : inWorld(random, shape)));
  return plan;
}

function onRequests(random: RandomStream, shape: FaultShape): PlannedFault[] {
  const scope = {
    on: 'Produce',
    nth: random.between(1, 20),
    client: random.pick(shape.clients),
    optional: true,
  } as const;
  const delayMs = random.between(1, shape.longestMs);
  switch (random.nextInt(6)) {
    case 0:
      return [{ ...scope, do: 'loseRequest' }];
    case 1:
      return [{ ...scope, do: 'loseResponse' }];
    case 2:
      return [{ ...scope, do: 'disconnect' }];
    case 3:
      return [{ ...scope, do: 'delayRequest', delayMs }];
    case 4:
      return [{ ...scope, do: 'delayResponse', delayMs }];
    default:
      return [{ ...scope, do: 'respond', error: random.pick(ERRORS) }];
  }
}

function inWorld(random: RandomStream, shape: FaultShape): PlannedFault[] {
  const broker = random.pick(shape.brokers);
  const atMs = random.nextInt(shape.withinMs);
  const forMs = random.between(1, shape.longestMs);
  const span = { atMs, forMs, optional: true } as const;
  const host = `broker-${broker}`;
  const client = random.pick(shape.clients);
  switch (random.nextInt(4)) {
    case 0:
      return [
        { do: random.pick(['crash', 'shutdown']), broker, atMs, optional: true },
        { do: 'restart', broker, atMs: atMs + forMs, optional: true },
      ];
    case 1:
      return [{ ...span, do: 'partition', from: [client], to: [host] }];
    case 2:
      return [{ ...span, do: 'cutOff', from: [host], to: [client] }];
    default:
      return [{ ...span, do: 'slowLink', from: client, to: host, extraMs: random.between(1, 500) }];
  }
}

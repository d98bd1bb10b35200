/**
 * Faults as plain JSON: a plan can be printed, saved, edited and applied again.
 *
 * Owns: what a plan may say, and reading one from data that may say anything.
 * Refuses to know: whether its brokers exist (faults.ts, world-faults.ts), and how a fault is carried out.
 */
import { isApiName } from '../protocol/error-response.ts';
import { type ErrorName, isErrorName } from '../protocol/errors.ts';
import type { ApiName } from '../protocol/messages.ts';
import { FaultError, type FaultScope } from './fault.ts';

/** Which of the requests in scope a fault takes; absent: all. */
export type PlannedSelection =
  | { readonly nth?: never; readonly times?: never }
  | { readonly nth: number; readonly times?: never }
  | { readonly nth?: never; readonly times: number };

export type PlannedAction =
  | { readonly do: 'loseRequest' | 'loseResponse' | 'disconnect' }
  | { readonly do: 'delayRequest' | 'delayResponse'; readonly delayMs: number }
  | { readonly do: 'respond'; readonly error: ErrorName };

/** A fault on requests of one API. */
export type PlannedRequestFault = { readonly on: ApiName; readonly optional?: boolean } & FaultScope &
  PlannedSelection &
  PlannedAction;

/** Hosts are `broker-1`, a client's name, or `controller`. */
type Moment = { readonly atMs: number; readonly optional?: boolean };
type Span = Moment & { readonly forMs?: number };

/** A fault of the world, at a moment in ms since the start; with `forMs` it is undone that much later. */
export type PlannedWorldFault =
  | ({ readonly do: 'crash' | 'restart' | 'shutdown'; readonly broker: number } & Moment)
  | ({ readonly do: 'pause'; readonly broker: number } & Span)
  | ({ readonly do: 'partition' | 'cutOff'; readonly from: readonly string[]; readonly to: readonly string[] } & Span)
  | ({ readonly do: 'slowLink'; readonly from: string; readonly to: string; readonly extraMs: number } & Span);

export type PlannedFault = PlannedRequestFault | PlannedWorldFault;
export type FaultPlan = readonly PlannedFault[];

type Check = (value: unknown) => boolean;
type Field = readonly [check: Check, expected: string, isOptional?: 'optional'];
type Fields = Readonly<Record<string, Field>>;

const isWhole: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const MS: Field = [isWhole, 'a whole number of ms, 0 or more'];
const FOR: Field = [MS[0], MS[1], 'optional'];
const BROKER: Field = [isWhole, 'the id of a broker'];
const TEXT: Field = [isText, 'a name'];
const HOSTS: Field = [(value) => Array.isArray(value) && value.length > 0 && value.every(isText), 'a list of hosts'];
const OPTIONAL: Field = [(value) => typeof value === 'boolean', 'true or false', 'optional'];
const COUNT: Field = [(value) => isWhole(value) && value !== 0, 'a whole number above 0', 'optional'];

const SCOPE: Fields = {
  on: [(value) => typeof value === 'string' && isApiName(value), 'the name of an API, such as "Produce"'],
  topic: [isText, 'the name of a topic', 'optional'],
  partition: [isWhole, 'the number of a partition', 'optional'],
  broker: [isWhole, 'the id of a broker', 'optional'],
  client: [isText, 'a client.id', 'optional'],
  nth: COUNT,
  times: COUNT,
};

const REQUEST_VERBS: Readonly<Record<PlannedRequestFault['do'], Fields>> = {
  loseRequest: {},
  loseResponse: {},
  disconnect: {},
  delayRequest: { delayMs: MS },
  delayResponse: { delayMs: MS },
  respond: {
    error: [(value) => isErrorName(value as string) && value !== 'NONE', 'an error of Kafka, other than NONE'],
  },
};

const WORLD_VERBS: Readonly<Record<PlannedWorldFault['do'], Fields>> = {
  crash: { atMs: MS, broker: BROKER },
  restart: { atMs: MS, broker: BROKER },
  shutdown: { atMs: MS, broker: BROKER },
  pause: { atMs: MS, forMs: FOR, broker: BROKER },
  partition: { atMs: MS, forMs: FOR, from: HOSTS, to: HOSTS },
  cutOff: { atMs: MS, forMs: FOR, from: HOSTS, to: HOSTS },
  slowLink: { atMs: MS, forMs: FOR, from: TEXT, to: TEXT, extraMs: MS },
};

/** @throws FaultError that names the place in the plan, what was expected there and what is there */
export function readFaultPlan(data: unknown): FaultPlan {
  if (!Array.isArray(data)) throw wrong('plan', 'a list of faults', data);
  data.forEach((fault, i) => {
    checkFault(fault, `plan[${i}]`);
  });
  return data as FaultPlan;
}

function checkFault(fault: unknown, path: string): void {
  if (typeof fault !== 'object' || fault === null) throw wrong(path, 'an object', fault);
  const given = fault as Readonly<Record<string, unknown>>;
  const verbs: Readonly<Record<string, Fields>> = 'on' in given ? REQUEST_VERBS : WORLD_VERBS;
  const { do: verb, nth, times, topic, partition } = given;
  if (typeof verb !== 'string' || !Object.hasOwn(verbs, verb)) {
    throw wrong(`${path}.do`, `one of ${Object.keys(verbs).join(', ')}`, verb);
  }
  const fields: Fields = { ...('on' in given ? SCOPE : {}), ...verbs[verb], optional: OPTIONAL };
  for (const name of Object.keys(given)) {
    if (name !== 'do' && !Object.hasOwn(fields, name)) {
      throw wrong(`${path}.${name}`, `nothing: '${verb}' has ${Object.keys(fields).join(', ')}`, given[name]);
    }
  }
  for (const [name, [check, expected, isOptional]] of Object.entries(fields)) {
    if (given[name] === undefined && isOptional !== undefined) continue;
    if (!check(given[name])) throw wrong(`${path}.${name}`, expected, given[name]);
  }
  if (nth !== undefined && times !== undefined) {
    throw wrong(`${path}.times`, 'nothing beside nth', times);
  }
  if (partition !== undefined && topic === undefined) {
    throw wrong(`${path}.topic`, 'the topic of the partition', undefined);
  }
}

function wrong(path: string, expected: string, actual: unknown): FaultError {
  return new FaultError(`${path}: expected ${expected}, got ${JSON.stringify(actual) ?? 'nothing'}`);
}

/**
 * Reading faults from data that may say anything.
 *
 * Owns: the fields of every word, what may stand in each, and telling where something else does.
 * Refuses to know: whether what a fault names exists (possible.ts).
 */
import { isErrorName } from '../../protocol/errors.ts';
import { type ApiName, apiNamed, isApiName } from '../../protocol/messages.ts';
import { FaultError } from './fault.ts';
import type { FaultPlan, PlannedRequestFault, PlannedWorldFault } from './fault-plan.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;
type Field = readonly [check: Check, expected: string, isOptional?: 'optional'];
type Fields = Readonly<Record<string, Field>>;

const isWhole: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isPositive: Check = (value) => isWhole(value) && value !== 0;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isRatio: Check = (value) =>
  Array.isArray(value) && value.length === 2 && value.every(isPositive) && value[0] <= value[1];
const isHosts: Check = (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));

const optional = ([check, expected]: Field): Field => [check, expected, 'optional'];
const MS: Field = [isWhole, 'a whole number of ms, 0 or more'];
const LASTING: Field = [isPositive, 'a whole number of ms above 0'];
const COUNT: Field = [isPositive, 'a whole number above 0'];
const BROKER: Field = [isWhole, 'the id of a broker'];
const CLIENT: Field = [isText, 'a client.id'];
const HOSTS: Field = [isHosts, 'a host, or a list of hosts'];
const OPTIONAL: Field = [(value) => typeof value === 'boolean', 'true or false', 'optional'];

const SCOPE: Fields = {
  on: [(value) => typeof value === 'string' && isApiName(value), 'the name of an API, such as "Produce"'],
  topic: optional([isText, 'the name of a topic']),
  partition: optional([isWhole, 'the number of a partition']),
  broker: optional(BROKER),
  client: optional(CLIENT),
  fromMs: optional(MS),
  untilMs: optional(MS),
};

const SELECTION: Fields = {
  once: optional([(value) => value === true, 'true']),
  nth: optional(COUNT),
  times: optional(COUNT),
  chance: optional([isRatio, 'a ratio such as [1, 10], not above 1']),
};

const REQUEST_WORDS: Readonly<Record<PlannedRequestFault['do'], Fields>> = {
  loseRequest: {},
  loseResponse: {},
  disconnect: {},
  neverAnswer: {},
  delayRequest: { delayMs: MS },
  delayResponse: { delayMs: MS },
  holdRequest: { releaseAtMs: optional(MS) },
  holdResponse: { releaseAtMs: optional(MS) },
  respond: {
    error: [(value) => isErrorName(value as string) && value !== 'NONE', 'an error of Kafka, other than NONE'],
  },
  throttle: { throttleTimeMs: LASTING },
  staleMetadata: { ageMs: LASTING },
  corruptBatch: {},
};

/** Words that not every API can carry, each with those that can, or with what the others lack. */
const CARRIERS: Readonly<Partial<Record<string, readonly [Check, string]>>> = {
  staleMetadata: [(api) => api === 'Metadata', 'only Metadata tells who leads'],
  corruptBatch: [(api) => api === 'Produce', 'only Produce carries batches to a broker'],
  throttle: [(api) => apiNamed(api as ApiName).clientThrottlesFrom !== null, 'its answer has no throttle time'],
};

const SPAN: Fields = { atMs: MS, forMs: optional(LASTING) };
const WORLD_WORDS: Readonly<Record<PlannedWorldFault['do'], Fields>> = {
  crash: { ...SPAN, broker: BROKER },
  restart: { atMs: MS, broker: BROKER },
  shutdown: { ...SPAN, broker: BROKER },
  pause: { ...SPAN, broker: BROKER },
  resume: { atMs: MS, broker: BROKER },
  partition: { ...SPAN, from: HOSTS, to: HOSTS },
  cutOff: { ...SPAN, from: HOSTS, to: HOSTS },
  heal: { atMs: MS },
  slowLink: { ...SPAN, from: HOSTS, to: HOSTS, extraMs: LASTING },
  slowReplica: { ...SPAN, broker: BROKER, extraMs: LASTING },
  failDisk: { atMs: MS, broker: BROKER },
  stopController: SPAN,
  startController: { atMs: MS },
  refuseConnections: { ...SPAN, broker: BROKER, client: optional(CLIENT) },
  wrongBootstrap: { ...SPAN, client: CLIENT },
  skewClock: { ...SPAN, broker: BROKER, skewMs: [Number.isSafeInteger, 'a whole number of ms'] },
};

/** All that a fault may say, by its word. */
const FIELDS_ON_REQUESTS = withFields(REQUEST_WORDS, { ...SCOPE, ...SELECTION });
const FIELDS_ON_THE_WORLD = withFields(WORLD_WORDS, {});

function withFields(words: Readonly<Record<string, Fields>>, common: Fields): Readonly<Record<string, Fields>> {
  const entries = Object.entries(words).map(([word, own]) => [word, { ...common, ...own, optional: OPTIONAL }]);
  return Object.fromEntries(entries);
}

/** @throws FaultError that names the place in the plan, what was expected there and what is there */
export function readFaultPlan(data: unknown): FaultPlan {
  if (!Array.isArray(data)) throw wrong('plan', 'a list of faults', data);
  data.forEach((fault, i) => {
    checkFault(fault, `plan[${i}]`);
  });
  return data as FaultPlan;
}

/** @throws FaultError unless `fault` is one, complete; `place` is where it stands */
export function checkFault(fault: unknown, place: string): void {
  if (typeof fault !== 'object' || fault === null) throw wrong(place, 'an object', fault);
  const given = fault as JsonObject;
  const isOnRequests = 'on' in given;
  const words = isOnRequests ? FIELDS_ON_REQUESTS : FIELDS_ON_THE_WORLD;
  const { do: word, on, ...rest } = given;
  if (typeof word !== 'string' || !Object.hasOwn(words, word)) {
    throw wrong(`${place}.do`, `one of ${Object.keys(words).join(', ')}`, word);
  }
  const fields = words[word] as Fields;
  checkFields(isOnRequests ? { on, ...rest } : rest, fields, `'${word}' has`, place);
  for (const name of Object.keys(fields)) {
    const [, expected, isOptional] = fields[name] as Field;
    if (given[name] === undefined && isOptional === undefined) throw wrong(`${place}.${name}`, expected, undefined);
  }
  if (!isOnRequests) return;
  checkScope(given, place);
  checkSelection(given, place);
  checkCarrier(word, on as ApiName, place);
}

/** A scope alone, as the code says it first: `on(api, scope)`. */
export function checkScopeGiven(scope: JsonObject, place: string): void {
  checkFields(scope, SCOPE, 'a scope has', place);
  checkScope(scope, place);
}

/** A selection alone: `nth(2)`. */
export function checkSelectionGiven(selection: JsonObject, place: string): void {
  checkFields(selection, SELECTION, 'a selection has', place);
}

function checkScope({ on, topic, partition, fromMs, untilMs }: JsonObject, place: string): void {
  const api = on as ApiName;
  const { names } = apiNamed(api).subject;
  if (topic !== undefined && names === 'nothing') {
    throw wrong(`${place}.topic`, `nothing: requests of ${api} name no topics`, topic);
  }
  if (partition !== undefined && topic === undefined) {
    throw wrong(`${place}.topic`, 'the topic of the partition', undefined);
  }
  if (partition !== undefined && names !== 'partitions') {
    throw wrong(`${place}.partition`, `nothing: requests of ${api} name no partitions`, partition);
  }
  const beginMs = (fromMs as number | undefined) ?? 0;
  if (untilMs !== undefined && (untilMs as number) <= beginMs) {
    throw wrong(`${place}.untilMs`, `a moment after ${beginMs}`, untilMs);
  }
}

function checkCarrier(word: string, api: ApiName, place: string): void {
  const carrier = CARRIERS[word];
  if (carrier?.[0](api) !== false) return;
  throw new FaultError(`${place}.do: ${api} cannot carry '${word}': ${carrier[1]}`);
}

function checkSelection(given: JsonObject, place: string): void {
  const [first, second] = Object.keys(SELECTION).filter((name) => given[name] !== undefined);
  if (second !== undefined) throw wrong(`${place}.${second}`, `nothing beside ${first}`, given[second]);
}

/** Whatever is given has a field, and the field takes it. */
function checkFields(given: JsonObject, fields: Fields, whatHas: string, place: string): void {
  for (const [name, value] of Object.entries(given)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      throw wrong(`${place}.${name}`, `nothing: ${whatHas} ${Object.keys(fields).join(', ')}`, value);
    }
    if (value !== undefined && !field[0](value)) throw wrong(`${place}.${name}`, field[1], value);
  }
}

/** In the one voice of all that is refused. */
export function wrong(place: string, expected: string, actual: unknown): FaultError {
  return new FaultError(`${place}: expected ${expected}, got ${JSON.stringify(actual) ?? 'nothing'}`);
}

/**
 * Reads planned faults from data of any shape. Whether a fault can happen in a particular cluster is checked in
 * check-possible.ts.
 */
import { API_NAMES, type ApiName, apiNamed, isApiName } from '../../protocol/messages.ts';
import { FaultError, fieldNotAllowed, unexpectedValue, unknownField } from './definition/fault.ts';
import { type AnyFields, type Field, type FieldsOf, optional } from './definition/field.ts';
import {
  BOOLEAN,
  BROKER,
  CLIENT_ID,
  COUNT,
  FUTURE_MS,
  MS,
  PARTITION,
  RATIO,
  RECORD_TEXT,
  TOPIC,
  TRUE,
} from './definition/fields.ts';
import type { FaultPlan, PlannedSelection } from './fault-plan.ts';
import type { FaultScope } from './requests/request-scope.ts';
import { isAllowed } from './requests/request-word.ts';
import { ENVIRONMENT_WORDS, type EnvironmentWordName, REQUEST_WORDS, type RequestWordName } from './vocabulary.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const API: Field<ApiName, false> = {
  accepts: (value): value is ApiName => typeof value === 'string' && isApiName(value),
  expected: 'the name of an API, such as "Produce"',
  words: API_NAMES,
  isOptional: false,
};

const SCOPE: FieldsOf<FaultScope & { readonly on: ApiName }> = {
  on: API,
  topic: optional(TOPIC),
  partition: optional(PARTITION),
  key: optional(RECORD_TEXT),
  value: optional(RECORD_TEXT),
  broker: optional(BROKER),
  client: optional(CLIENT_ID),
  fromMs: optional(MS),
  untilMs: optional(FUTURE_MS),
};

const SELECTION: FieldsOf<PlannedSelection> = {
  once: optional(TRUE),
  nth: optional(COUNT),
  times: optional(COUNT),
  chance: optional(RATIO),
};

/** All fields of a fault, by its word. */
const REQUEST_FIELDS = fieldsByWord(REQUEST_WORDS, { ...SCOPE, ...SELECTION });
const ENVIRONMENT_FIELDS = fieldsByWord(ENVIRONMENT_WORDS, { atMs: FUTURE_MS });

function fieldsByWord(
  words: Readonly<Record<string, { readonly fields: AnyFields }>>,
  common: AnyFields,
): Readonly<Record<string, AnyFields>> {
  const entries = Object.entries(words).map(([word, { fields }]) => {
    return [word, { ...common, ...fields, optional: optional(BOOLEAN) }] as const;
  });
  return Object.fromEntries(entries);
}

/** The fields of a fault that has been read. */
export function fieldsOf(fault: { readonly do: RequestWordName | EnvironmentWordName }): AnyFields {
  return ('on' in fault ? REQUEST_FIELDS : ENVIRONMENT_FIELDS)[fault.do] as AnyFields;
}

/**
 * Reads a plan from data of any shape, such as parsed JSON.
 *
 * @throws FaultError that names the place in the plan, what was expected there, and what is there
 *
 * @example
 * import { readFaultPlan } from 'kafka-trial';
 *
 * const text = '[{ "on": "Produce", "nth": 1, "do": "loseRespons" }]';
 * try {
 *   readFaultPlan(JSON.parse(text));
 * } catch (error) {
 *   console.log(error.name, error.message.split(':')[0]);
 * }
 * // prints: FaultError plan[0].do
 */
export function readFaultPlan(data: unknown): FaultPlan {
  if (!Array.isArray(data)) throw unexpectedValue('plan', 'a list of faults', data);
  data.forEach((fault, i) => {
    checkFault(fault, `plan[${i}]`);
  });
  return data as FaultPlan;
}

/** @throws FaultError unless `fault` is a complete fault; `place` is where it stands in the plan */
export function checkFault(fault: unknown, place: string): void {
  if (typeof fault !== 'object' || fault === null) throw unexpectedValue(place, 'an object', fault);
  const data = fault as JsonObject;
  const isOnRequests = 'on' in data;
  const words = isOnRequests ? REQUEST_FIELDS : ENVIRONMENT_FIELDS;
  const { do: word } = data;
  if (typeof word !== 'string' || !Object.hasOwn(words, word)) {
    throw unexpectedValue(`${place}.do`, `one of ${Object.keys(words).join(', ')}`, word, Object.keys(words));
  }
  const fields = words[word] as AnyFields;
  checkFields(data, fields, `'${word}'`, place, 'do');
  for (const name in fields) {
    const { expected, isOptional } = fields[name] as Field<unknown>;
    if (data[name] === undefined && !isOptional) throw unexpectedValue(`${place}.${name}`, expected, undefined);
  }
  if (!isOnRequests) return;
  checkScopeFields(data, place);
  checkOneSelection(data, place);
  checkApi(word as RequestWordName, data.on as ApiName, place);
}

/** Checks a scope before the rest of its fault is known: `on(api, scope)`. */
export function checkScope(scope: JsonObject, place: string): void {
  if (scope.on === undefined) throw unexpectedValue(`${place}.on`, API.expected, undefined);
  checkFields(scope, SCOPE, 'a scope', place);
  checkScopeFields(scope, place);
}

/** Checks a selection before the rest of its fault is known: `nth(2)`. */
export function checkSelection(selection: JsonObject, place: string): void {
  checkFields(selection, SELECTION, 'a selection', place);
}

function checkScopeFields({ on, topic, partition, key, value, fromMs, untilMs }: JsonObject, place: string): void {
  const api = on as ApiName;
  for (const [name, text] of Object.entries({ key, value })) {
    if (text === undefined || api === 'Produce') continue;
    throw fieldNotAllowed(`${place}.${name}`, `${api} requests carry no records`, text);
  }
  const { names } = apiNamed(api).subject;
  if (topic !== undefined && names === 'nothing') {
    throw fieldNotAllowed(`${place}.topic`, `${api} requests name no topics`, topic);
  }
  if (partition !== undefined && topic === undefined) {
    throw unexpectedValue(`${place}.topic`, 'the topic of the partition', undefined);
  }
  if (partition !== undefined && names !== 'partitions') {
    throw fieldNotAllowed(`${place}.partition`, `${api} requests name no partitions`, partition);
  }
  const beginMs = (fromMs as number | undefined) ?? 0;
  if (untilMs !== undefined && (untilMs as number) <= beginMs) {
    throw unexpectedValue(`${place}.untilMs`, `a time after ${beginMs} ms`, untilMs);
  }
}

function checkOneSelection(data: JsonObject, place: string): void {
  const [first, second] = Object.keys(SELECTION).filter((name) => data[name] !== undefined);
  if (second !== undefined) throw fieldNotAllowed(`${place}.${second}`, `${first} is given as well`, data[second]);
}

function checkApi(word: RequestWordName, api: ApiName, place: string): void {
  const { apis } = REQUEST_WORDS[word];
  if (isAllowed(api, apis)) return;
  throw new FaultError(`${place}.do: '${word}' cannot act on ${api} requests, because ${apis?.reason}`);
}

/** Checks that each field, but for the one named `except`, exists and accepts its value. */
function checkFields(data: JsonObject, fields: AnyFields, owner: string, place: string, except?: string): void {
  for (const [name, value] of Object.entries(data)) {
    if (name === except) continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) throw unknownField(place, name, value, owner, Object.keys(fields));
    if (value === undefined || field.accepts(value)) continue;
    throw unexpectedValue(`${place}.${name}`, field.expected, value, field.words);
  }
}

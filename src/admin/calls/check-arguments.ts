/**
 * Checks what programs pass to the calls of the admin client: programs need not be compiled. Whether a broker allows a value is for the
 * broker to decide.
 */
import { checkArgument, checkOptions, illegalArgument, type OptionTypes } from '../../checks/arguments.ts';
import { ITERABLE, isIterable } from '../../checks/lists.ts';
import { BOOLEAN, INTEGER, isObject, STRING, type ValueType, valueType, WAIT_MS } from '../../checks/value-type.ts';
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import type { CallOptions } from '../running/running-calls.ts';

const isPair = (value: unknown): value is readonly [unknown, unknown] => Array.isArray(value) && value.length === 2;
const isBrokerIds = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((id) => INTEGER.accepts(id));

export const BROKER_IDS: ValueType<readonly number[]> = valueType(isBrokerIds, 'an array of broker ids');
export const ASSIGNMENTS: ValueType<readonly (readonly number[])[]> = valueType(
  (value): value is readonly (readonly number[])[] => Array.isArray(value) && value.every(isBrokerIds),
  'an array with an array of broker ids for each partition',
);
export const CONFIGS: ValueType<Readonly<Record<string, string>>> = valueType(
  (value): value is Readonly<Record<string, string>> =>
    isObject(value) && Object.values(value).every((one) => typeof one === 'string'),
  'an object whose values are strings',
);
const PAIR: ValueType<readonly [unknown, unknown]> = valueType(isPair, 'a pair, [key, value]');
const OBJECT_OR_PAIRS = valueType(
  (value): value is object => isObject(value) || isIterable(value),
  'an object, a Map or an array of pairs',
);

export const CALL_OPTIONS: OptionTypes<CallOptions> = { timeoutMs: WAIT_MS };
export const VALIDATING_OPTIONS: OptionTypes<CallOptions & { readonly validateOnly?: boolean }> = {
  ...CALL_OPTIONS,
  validateOnly: BOOLEAN,
};

const RESOURCE_TYPE = valueType(
  (value): value is ConfigResource['type'] => value === 'TOPIC' || value === 'BROKER' || value === 'BROKER_LOGGER',
  "'TOPIC', 'BROKER' or 'BROKER_LOGGER'",
);
const RESOURCE_OBJECT = valueType(isObject, 'a resource, { type, name }');

export function checkedResource(place: string, resource: ConfigResource): ConfigResource {
  if (!isObject(resource)) throw illegalArgument(place, resource, RESOURCE_OBJECT);
  checkArgument(`${place}, field 'type'`, resource.type, RESOURCE_TYPE);
  checkArgument(`${place}, field 'name'`, resource.name, STRING);
  return resource;
}

/** @throws IllegalArgumentException unless they are pairs, and `check` accepts both parts of each */
export function checkedPairs<K, V>(
  place: string,
  pairs: Iterable<readonly [K, V]>,
  check: (key: K, value: V) => void,
): (readonly [K, V])[] {
  checkArgument(place, pairs, ITERABLE);
  return [...pairs].map((pair) => {
    checkArgument(place, pair, PAIR);
    check(...pair);
    return pair;
  });
}

/** @throws IllegalArgumentException unless it is an object, a Map or pairs */
export function checkByName(place: string, byName: object): void {
  checkArgument(place, byName, OBJECT_OR_PAIRS);
}

/** Checks the fields of a plain object, of which `required` must be there. */
export function checkFields<Fields extends object>(
  place: string,
  value: Fields,
  types: OptionTypes<Fields>,
  required: readonly (keyof Fields & string)[],
): void {
  checkOptions(place, value, types, { required });
}

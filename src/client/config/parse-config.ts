/**
 * Parses the values that a user wrote into the types of their keys, as Java's ConfigDef does, and checks them. Rules between
 * several keys are elsewhere (shared-rules.ts, src/producer/config).
 */

import { ConfigException } from '../../protocol/errors/exceptions.ts';
import type { JavaClasses } from '../java/java-classes.ts';
import { typeName } from '../serialization/serializer.ts';
import type { ConfigKey, ConfigKeys, ConfigType } from '../versions/config-key.ts';
import { ParsedValues } from './parsed-values.ts';
import { checkValue, invalidValue } from './value-checks.ts';

/** Configuration like a `java.util.Properties`: it may have any keys; unknown ones are logged, not refused. */
export type Properties = ReadonlyMap<string, unknown>;

/** What the user wrote, as a map. A key with the value `undefined` counts as not written. */
export function originalsOf(input: object | Properties): Map<string, unknown> {
  const originals = new Map<string, unknown>();
  const entries: Iterable<[string, unknown]> = input instanceof Map ? input : Object.entries(input);
  for (const [name, value] of entries) if (value !== undefined) originals.set(name, value);
  return originals;
}

/**
 * The values of all `keys`, in their order.
 *
 * @param classes the classes that a value can name
 * @param warn takes the warnings of Java's ConfigDef. Default: they are not reported
 * @throws ConfigException for the first value that is not allowed, or for a key that must be set and is not
 */
export function parseConfig(
  keys: ConfigKeys,
  originals: Properties,
  classes: JavaClasses,
  warn: (message: string) => void = () => {},
): ParsedValues {
  const { defaults, places, required } = tableOf(keys, classes);
  const values = new ParsedValues(defaults);
  const written = Array.from(originals.keys()).filter((name) => places.has(name));
  const missing = required.filter((name) => !originals.has(name));
  for (const name of [...written, ...missing].toSorted((one, other) => places.get(one)! - places.get(other)!)) {
    if (!originals.has(name))
      throw new ConfigException(`Missing required configuration "${name}" which has no default value.`);
    values.set(name, parseKey(name, keys[name] as ConfigKey, originals.get(name), classes, warn));
  }
  return values;
}

/** What is found out once for a table, since it has many keys, of which most keep their defaults. */
interface ParsedTable {
  /** All keys in order; the value is `undefined` for a key that has no default. */
  readonly defaults: Properties;
  /** The position of each key. */
  readonly places: ReadonlyMap<string, number>;
  /** The keys that have no default. */
  readonly required: readonly string[];
}

const parsedTables = new WeakMap<ConfigKeys, ParsedTable>();

/** Whether a parsed value is the default, and not the same value given by the user. For lists. */
export function isDefault(keys: ConfigKeys, name: string, value: unknown): boolean {
  return parsedTables.get(keys)?.defaults.get(name) === value;
}

function tableOf(keys: ConfigKeys, classes: JavaClasses): ParsedTable {
  let table = parsedTables.get(keys);
  if (table === undefined) {
    const parsed = (name: string, key: ConfigKey): unknown =>
      key.default === undefined ? undefined : parseKey(name, key, key.default, classes, () => {});
    const defaults = new Map(Object.entries(keys).map(([name, key]) => [name, parsed(name, key)]));
    const names = Array.from(defaults.keys());
    const required = names.filter((name) => defaults.get(name) === undefined);
    table = { defaults, places: new Map(names.map((name, place) => [name, place])), required };
    parsedTables.set(keys, table);
  }
  return table;
}

function parseKey(
  name: string,
  key: ConfigKey,
  written: unknown,
  classes: JavaClasses,
  warn: (message: string) => void,
): unknown {
  const parsed = parseType(name, written, key.type, classes);
  const value = key.distinct === true && Array.isArray(parsed) ? withoutDuplicates(name, parsed, warn) : parsed;
  checkValue(name, value, key);
  return value;
}

function withoutDuplicates(
  name: string,
  entries: readonly unknown[],
  warn: (message: string) => void,
): readonly unknown[] {
  const distinct = [...new Set(entries)];
  if (distinct.length < entries.length) {
    warn(
      `Configuration key "${name}" contains duplicate values. Duplicates will be removed. The original value ` +
        `is: [${entries.join(', ')}], the updated value is: [${distinct.join(', ')}]`,
    );
  }
  return distinct;
}

function parseType(name: string, value: unknown, type: ConfigType, classes: JavaClasses): unknown {
  if (value === null) return null;
  switch (type) {
    case 'BOOLEAN':
      return parseBoolean(name, value);
    case 'STRING':
    case 'PASSWORD':
      if (typeof value === 'string') return value.trim();
      throw invalidValue(name, value, `Expected value to be a string, but it was a ${javaType(value)}`);
    case 'INT':
    case 'SHORT':
    case 'LONG':
      return parseWhole(name, value, type);
    case 'DOUBLE':
      return parseDouble(name, value);
    case 'LIST':
      return parseList(name, value);
    case 'CLASS':
      return parseClass(name, value, classes);
  }
}

function parseBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalidValue(name, value, 'Expected value to be either true or false');
}

interface WholeType {
  readonly max: number;
  readonly words: string;
}

const WHOLE_TYPES: Readonly<Record<'INT' | 'SHORT' | 'LONG', WholeType>> = {
  INT: { max: 0x7fffffff, words: '32-bit integer' },
  SHORT: { max: 0x7fff, words: '16-bit integer (short)' },
  // A number beyond 2^53 loses its last digits, which no setting needs: values that large mean "no limit".
  LONG: { max: 2 ** 63, words: '64-bit integer (long)' },
};

function parseWhole(name: string, value: unknown, type: 'INT' | 'SHORT' | 'LONG'): number {
  const { max, words } = WHOLE_TYPES[type];
  if (typeof value === 'string') {
    const text = value.trim();
    if (!/^[+-]?\d+$/.test(text) || !fits(text, type)) {
      throw invalidValue(name, value, `Not a number of type ${type}`);
    }
    return Number(text);
  }
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number <= max && number >= -max - 1) return number;
  throw invalidValue(name, value, `Expected value to be a ${words}, but it was a ${javaType(value)}`);
}

/** Compares as bigint, because the largest long and the next integer are the same double. */
function fits(digits: string, type: 'INT' | 'SHORT' | 'LONG'): boolean {
  const exact = BigInt(digits.replace('+', ''));
  const end = type === 'LONG' ? 2n ** 63n : BigInt(WHOLE_TYPES[type].max + 1);
  return exact >= -end && exact < end;
}

function parseDouble(name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') {
    throw invalidValue(name, value, `Expected value to be a double, but it was a ${javaType(value)}`);
  }
  const number = Number(value.trim());
  if (!/^[+-]?[\d.]/.test(value.trim()) || /^0[box]/i.test(value.trim()) || Number.isNaN(number))
    throw invalidValue(name, value, 'Not a number of type DOUBLE');
  return number;
}

function parseList(name: string, value: unknown): readonly unknown[] {
  // A copy: the user may change the list.
  if (Array.isArray(value)) return value.slice();
  if (typeof value !== 'string') throw invalidValue(name, value, 'Expected a comma separated list.');
  const text = value.trim();
  return text === '' ? [] : text.split(/\s*,\s*/);
}

function parseClass(name: string, value: unknown, classes: JavaClasses): unknown {
  if (typeof value === 'function') return value;
  if (typeof value !== 'string') throw invalidValue(name, value, 'Expected a Class instance or class name.');
  const found = classes.byName(value.trim());
  if (found === undefined) throw invalidValue(name, value, `Class ${value} could not be found.`);
  return found;
}

/** Java's class of a value; a whole number that does not fit an int would be a Long. */
function javaType(value: unknown): string {
  if (Array.isArray(value)) return 'java.util.ArrayList';
  const isLong = typeof value === 'number' && Number.isInteger(value) && (value > 0x7fffffff || value < -0x80000000);
  return isLong ? 'java.lang.Long' : typeName(value);
}

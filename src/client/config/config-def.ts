/**
 * Definitions of configuration keys, and the parsing of values by them, as Java's ConfigDef does it.
 *
 * Owns: types, defaults, ranges, and the words of every refusal.
 * Refuses to know: which keys there are, and how they depend on each other.
 */

import { ConfigException } from '../../protocol/exceptions.ts';
import { CLIENT_CLASSES, type JavaClasses } from '../java/java-classes.ts';
import { typeName } from '../serialization/serializer.ts';

export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';

/** Throws if a parsed value is out of its range. */
export type Validator = (name: string, value: unknown) => void;

export interface ConfigKey {
  readonly type: ConfigType;
  /** Value when the user says nothing; absent if he must say something. */
  readonly default?: unknown;
  readonly validator?: Validator;
}

/** The keys in Java's order, and the classes that their values can name. */
export class ConfigDef extends Map<string, ConfigKey> {
  readonly classes: JavaClasses;

  constructor(keys: Readonly<Record<string, ConfigKey>>, classes: JavaClasses) {
    super(Object.entries(keys));
    this.classes = classes;
  }
}

/** Configuration in Java's manner: any keys; unknown ones are reported in the log, not refused. */
export type Properties = ReadonlyMap<string, unknown>;

export function defineConfig(
  keys: Readonly<Record<string, ConfigKey>>,
  classes: JavaClasses = CLIENT_CLASSES,
): ConfigDef {
  return new ConfigDef(keys, classes);
}

export function key(type: ConfigType, defaultValue?: unknown, validator?: Validator): ConfigKey {
  return {
    type,
    ...(defaultValue === undefined ? {} : { default: defaultValue }),
    ...(validator === undefined ? {} : { validator }),
  };
}

/** What the user wrote, as a map. A key whose value is `undefined` was not written. */
export function originalsOf(input: object | Properties): Map<string, unknown> {
  const entries = input instanceof Map ? Array.from(input as Properties) : Object.entries(input);
  return new Map(entries.filter(([, value]) => value !== undefined));
}

/** All keys of the definition with their values, in its order. Throws ConfigException at the first that does not fit. */
export function parseConfig(def: ConfigDef, originals: Properties): Map<string, unknown> {
  const values = new Map(defaultsOf(def));
  for (const name of values.keys()) {
    if (originals.has(name))
      values.set(name, parseKey(name, def.get(name) as ConfigKey, originals.get(name), def.classes));
    else if (values.get(name) === undefined)
      throw new ConfigException(`Missing required configuration "${name}" which has no default value.`);
  }
  return values;
}

/** By definition: parsed once, for a definition has many keys and most are left as they are. */
const parsedDefaults = new WeakMap<ConfigDef, Properties>();

/** All keys in order; `undefined` is the value of those that have no default. */
function defaultsOf(def: ConfigDef): Properties {
  let defaults = parsedDefaults.get(def);
  if (defaults === undefined) {
    const parsed = (name: string, configKey: ConfigKey): unknown =>
      'default' in configKey ? parseKey(name, configKey, configKey.default, def.classes) : undefined;
    defaults = new Map(Array.from(def, ([name, configKey]) => [name, parsed(name, configKey)]));
    parsedDefaults.set(def, defaults);
  }
  return defaults;
}

function parseKey(name: string, { type, validator }: ConfigKey, written: unknown, classes: JavaClasses): unknown {
  const value = parseType(name, written, type, classes);
  validator?.(name, value);
  return value;
}

/** The refusal of a value, in Java's form. */
export function invalidValue(name: string, value: unknown, problem: string): ConfigException {
  const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return new ConfigException(`Invalid value ${text} for configuration ${name}: ${problem}`);
}

/** Reads a written value by its type. */
export function parseType(name: string, value: unknown, type: ConfigType, classes: JavaClasses): unknown {
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
  // Beyond 2^53 a value keeps its size, if not its last digits; Java's own clamps it far below that.
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

/** Exact: as numbers, the greatest long and the next one are the same. */
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
  if (Array.isArray(value)) return value;
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

/** A whole number that Java could not write as an int is a long there. */
function javaType(value: unknown): string {
  if (Array.isArray(value)) return 'java.util.ArrayList';
  const isLong = typeof value === 'number' && Number.isInteger(value) && (value > 0x7fffffff || value < -0x80000000);
  return isLong ? 'java.lang.Long' : typeName(value);
}

/**
 * The types of values that options and arguments take: how each is recognised, and the words for it. The compiler checks the
 * same, but programs need not be compiled.
 */

import { isPromise } from './describe-value.ts';

/** What an option, a field or an argument takes. */
export interface ValueType<Value = unknown> {
  readonly accepts: (value: unknown) => value is Value;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** All values, if these are a few words. */
  readonly words?: readonly string[];
}

/** Makes a type of values. */
export function valueType<Value>(accepts: (value: unknown) => value is Value, expected: string): ValueType<Value> {
  return { accepts, expected };
}

/** Whether the value is an object with fields of its own choice, and not a list or a function. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isWhole = (value: unknown): value is number => isInteger(value) && value >= 0;
const isPositive = (value: unknown): value is number => isInteger(value) && value > 0;
const isInt32 = (value: unknown): value is number => typeof value === 'number' && (value | 0) === value;
const isString = (value: unknown): value is string => typeof value === 'string';
const isText = (value: unknown): value is string => isString(value) && value !== '';

/** A time or a duration of 0 ms or more. */
export const MS: ValueType<number> = valueType(isWhole, 'a whole number of ms, 0 or more');

/** The longest time to wait. Java's type is long; a wait without a limit, for which programs there write Long.MAX_VALUE, is Infinity. */
export const TIMEOUT_MS: ValueType<number> = valueType(
  (value): value is number => isWhole(value) || value === Number.POSITIVE_INFINITY,
  'a whole number of ms, 0 or more, or Infinity',
);

/** The same for waits that Java accepts with a negative time, which are over at once. */
export const WAIT_MS: ValueType<number> = valueType(
  (value): value is number => isInteger(value) || value === Number.POSITIVE_INFINITY,
  'a whole number of ms, or Infinity',
);

/** A duration above 0 ms. */
export const DURATION_MS: ValueType<number> = valueType(isPositive, 'a whole number of ms above 0');

/** A difference in ms, which may be negative. */
export const OFFSET_MS: ValueType<number> = valueType(isInteger, 'a whole number of ms');

export const COUNT: ValueType<number> = valueType(isPositive, 'a whole number above 0');
export const WHOLE: ValueType<number> = valueType(isWhole, 'a whole number, 0 or more');
export const INTEGER: ValueType<number> = valueType(isInteger, 'a whole number');
export const PARTITION: ValueType<number> = valueType(
  (value): value is number => isInt32(value) && value >= 0,
  'the number of a partition',
);

/** A Java int. */
export const INT: ValueType<number> = valueType(isInt32, 'a whole number of 32 bits');
export const STRING: ValueType<string> = valueType(isString, 'a string');
export const TEXT: ValueType<string> = valueType(isText, 'a string that is not empty');
export const TOPIC: ValueType<string> = valueType(isText, 'the name of a topic');
export const BOOLEAN: ValueType<boolean> = valueType(
  (value): value is boolean => typeof value === 'boolean',
  'true or false',
);

/** An object whose fields are read: no list, map, date or promise. */
export const OBJECT: ValueType<Readonly<Record<string, unknown>>> = valueType(
  (value): value is Readonly<Record<string, unknown>> =>
    isObject(value) && !(Symbol.iterator in value) && !('getTime' in value) && !isPromise(value),
  'an object',
);

export const FUNCTION: ValueType<(...args: never) => unknown> = valueType(
  (value): value is (...args: never) => unknown => typeof value === 'function',
  'a function',
);

/** A list whose elements are checked elsewhere. */
export const LIST: ValueType<readonly unknown[]> = valueType(
  (value): value is readonly unknown[] => Array.isArray(value),
  'a list',
);

/** A list of values of one type. */
export function listOf<Value>(type: ValueType<Value>, expected: string): ValueType<readonly Value[]> {
  return valueType((value): value is readonly Value[] => LIST.accepts(value) && value.every(type.accepts), expected);
}

/** A list of values of one type, with at least one. */
export function someOf<Value>(type: ValueType<Value>, expected: string): ValueType<readonly Value[]> {
  const { accepts } = listOf(type, expected);
  return valueType((value): value is readonly Value[] => accepts(value) && value.length > 0, expected);
}

/** A value of a type, or `null`. */
export function orNull<Value>({ accepts, expected }: ValueType<Value>): ValueType<Value | null> {
  return valueType((value): value is Value | null => value === null || accepts(value), `${expected} or null`);
}

/** Any value: it is checked elsewhere. */
export const ANY: ValueType = valueType((_value): _value is unknown => true, 'any value');

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): ValueType<Word> {
  const list = words.map((word) => `'${word}'`);
  const expected = list.length === 1 ? list.join() : `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
  return { accepts: (value): value is Word => words.some((word) => word === value), expected, words };
}

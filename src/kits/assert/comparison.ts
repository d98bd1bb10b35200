/**
 * Expected and actual records as a test runner's diff shows them: side by side, only the fields that the test asks for,
 * JSON as objects, and records that are as expected counted rather than printed.
 */
import type { TopicRecord } from '../../simulation/topic-view.ts';
import type { Place } from './alignment.ts';
import { sourceText } from './pattern-text.ts';
import { headerTexts, type ParsedPattern, type RecordFields } from './record-pattern.ts';
import { jsonObject } from './similarity.ts';
import {
  type AsymmetricMatcher,
  containedObject,
  type Extent,
  fieldNames,
  fieldOf,
  fitsValue,
  isMatcher,
  isPredicate,
  type TextPattern,
  viewOf,
} from './value-pattern.ts';

/** What the test runner compares. Where the actual value matches, both are the same. */
export interface Comparison {
  readonly actual: unknown;
  readonly expected: unknown;
}

/** At the borders of records that are as expected, so many of them are printed. */
const SHOWN_AT_BORDER = 1;

export function compareLists(places: readonly Place[]): Comparison {
  const [actual, expected]: [unknown[], unknown[]] = [[], []];
  const shownFields = fieldsOf(places);
  for (let i = 0; i < places.length; i++) {
    const counted = countedFrom(places, i);
    if (counted > 1) {
      const text = `(${counted} records as expected)`;
      actual.push(text);
      expected.push(text);
      i += counted - 1;
      continue;
    }
    const { record, pattern } = places[i]!;
    if (record !== null && pattern !== null) {
      const pair = compareRecord(record, pattern);
      actual.push(pair.actual);
      expected.push(pair.expected);
    } else if (record !== null) {
      actual.push(shownFields === null ? textOrJson(record.value) : recordView(record, shownFields));
    } else if (pattern !== null) {
      expected.push(described(pattern));
    }
  }
  return { actual, expected };
}

/**
 * How many records from a place on are as expected, without those at the border of a difference. These are printed, because
 * a diff aligns the lists by the lines that are equal.
 */
function countedFrom(places: readonly Place[], start: number): number {
  const fits = (index: number): boolean => places[index]?.kind === 'fits';
  for (let i = start - SHOWN_AT_BORDER; i < start; i++) if (i >= 0 && !fits(i)) return 0;
  let end = start;
  while (fits(end)) end++;
  return end === places.length ? end - start : end - start - SHOWN_AT_BORDER;
}

export function compareRecord(record: TopicRecord, { source, fields, whole, extent }: ParsedPattern): Comparison {
  if (whole !== null) return compareValue({ ...record, headers: headerTexts(record) }, whole, extent);
  if (isPlain(source)) return compareText(record.value, source, extent);
  const pairs = Object.entries(fields).map(
    ([name, pattern]) => [name, compareField(record, name, pattern, extent)] as const,
  );
  return {
    actual: Object.fromEntries(pairs.map(([name, { actual }]) => [name, actual])),
    expected: Object.fromEntries(pairs.map(([name, { expected }]) => [name, expected])),
  };
}

/** Both as objects if both are JSON, and not equal objects with different texts. */
export function compareText(text: string | null, pattern: TextPattern | undefined, extent: Extent): Comparison {
  if (pattern !== null && typeof pattern !== 'string') {
    return compareValue(pattern === undefined ? textOrJson(text) : viewOf(text, pattern), pattern, extent);
  }
  const [actual, expected] = [textOrJson(text), textOrJson(pattern)];
  const isOnlyTextDifferent = text !== pattern && fitsValue(actual, expected, 'exact');
  return isOnlyTextDifferent ? { actual: text, expected: pattern } : { actual, expected };
}

function compareField(record: TopicRecord, name: string, pattern: unknown, extent: Extent): Comparison {
  if (name === 'key' || name === 'value') return compareText(record[name], pattern as TextPattern | undefined, extent);
  if (name !== 'headers') return compareValue(fieldOf(record, name), pattern, extent);
  const texts = headerTexts(record);
  if (isMatcher(pattern) || isPredicate(pattern)) return compareValue(texts, pattern, extent);
  const named = Object.entries((pattern ?? {}) as Readonly<Record<string, TextPattern>>).map(([header, one]) => {
    const text = texts[header];
    return [
      header,
      text === undefined ? { actual: undefined, expected: one } : compareText(text, one, extent),
    ] as const;
  });
  return {
    actual: Object.fromEntries(named.map(([header, { actual }]) => [header, actual])),
    expected: Object.fromEntries(named.map(([header, { expected }]) => [header, expected])),
  };
}

/** A pattern of `undefined` matches everything. */
function compareValue(actual: unknown, pattern: unknown, extent: Extent): Comparison {
  return { actual, expected: pattern === undefined ? actual : expectedValue(actual, pattern, extent) };
}

/** The pattern, with the actual value in every place where it matches. */
function expectedValue(actual: unknown, pattern: unknown, extent: Extent): unknown {
  if (actual !== undefined && fitsValue(actual, pattern, extent)) return actual;
  if (isPredicate(pattern)) return `a value for which this is true: ${sourceText(pattern)}`;
  if (isMatcher(pattern)) return expectedObject(actual, pattern);
  if (typeof pattern !== 'object' || pattern === null || pattern instanceof RegExp) return pattern;
  if ('toJSON' in pattern && typeof pattern.toJSON === 'function') return pattern.toJSON();
  const whole = typeof actual === 'object' && actual !== null ? actual : {};
  const part = (name: string): unknown =>
    expectedValue(Object.hasOwn(whole, name) ? fieldOf(whole, name) : undefined, fieldOf(pattern, name), extent);
  if (Array.isArray(pattern)) return pattern.map((_, index) => part(String(index)));
  const others = extent === 'partial' && !Array.isArray(whole) ? whole : {};
  return { ...others, ...Object.fromEntries(fieldNames(pattern).map((name) => [name, part(name)])) };
}

/** For `expect.objectContaining(object)`, the actual object with the expected fields; other matchers as they are. */
function expectedObject(actual: unknown, matcher: AsymmetricMatcher): unknown {
  const contained = containedObject(matcher);
  if (contained === undefined || typeof actual !== 'object' || actual === null || Array.isArray(actual)) return matcher;
  return { ...actual, ...(expectedValue(actual, contained, 'exact') as object) };
}

/** A pattern that has no record. */
function described({ source, fields, whole, extent }: ParsedPattern): unknown {
  if (whole !== null) return expectedValue(undefined, whole, extent);
  if (isPlain(source)) return typeof source === 'string' ? textOrJson(source) : source;
  return Object.fromEntries(
    Object.entries(fields).map(([name, pattern]) => [
      name,
      typeof pattern === 'string' ? textOrJson(pattern) : expectedValue(undefined, pattern, extent),
    ]),
  );
}

/** The fields that the patterns ask for; `null` if they ask for values alone. */
function fieldsOf(places: readonly Place[]): readonly (keyof RecordFields)[] | null {
  const patterns = places.flatMap(({ pattern }) => pattern ?? []);
  if (patterns.length > 0 && patterns.every(({ source }) => isPlain(source))) return null;
  const named = patterns.flatMap(({ fields }) => Object.keys(fields));
  return [...new Set(['key', 'value', ...named])] as (keyof RecordFields)[];
}

function recordView(record: TopicRecord, names: readonly (keyof RecordFields)[]): unknown {
  return Object.fromEntries(
    names.map((name) => {
      if (name === 'headers') return [name, headerTexts(record)];
      return [name, name === 'key' || name === 'value' ? textOrJson(record[name]) : record[name]];
    }),
  );
}

function textOrJson(text: string | null): unknown {
  return jsonObject(text) ?? text;
}

function isPlain(source: ParsedPattern['source']): source is string | null | RegExp {
  return source === null || typeof source === 'string' || source instanceof RegExp;
}

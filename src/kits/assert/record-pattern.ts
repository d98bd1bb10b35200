/**
 * Patterns of records: the forms in which a test describes a record, and what matches them.
 */
import type { TopicRecord } from '../../simulation/topic-view.ts';
import {
  type AsymmetricMatcher,
  type Extent,
  expectedType,
  fitsText,
  fitsValue,
  isMatcher,
  isPredicate,
  type Predicate,
  type TextPattern,
} from './value-pattern.ts';
import { wrongSubject } from './wrong-subject.ts';

/** The fields of a record that have to match. Fields that are not given match anything. */
export interface RecordFields {
  readonly key?: TextPattern;
  readonly value?: TextPattern;
  readonly partition?: number | AsymmetricMatcher | Predicate;
  readonly offset?: number | AsymmetricMatcher | Predicate;
  /** ms since the epoch. */
  readonly timestampMs?: number | AsymmetricMatcher | Predicate;
  /**
   * For each named header, its last value as text. The record may have other headers. A matcher or predicate in place of
   * the object gets all headers, as an object of texts.
   */
  readonly headers?: Readonly<Record<string, TextPattern>> | AsymmetricMatcher | Predicate;
}

/**
 * A pattern of a record: its value alone, some of its fields, or a matcher of objects or a predicate for the whole record
 * as `sim.topic(name).records()` returns it.
 */
export type RecordPattern =
  | string
  | null
  | RegExp
  | RecordFields
  | AsymmetricMatcher
  | ((record: TopicRecord) => boolean);

/** A pattern that was checked. */
export interface ParsedPattern {
  readonly source: RecordPattern;
  readonly fields: RecordFields;
  /** What the whole record has to match; `null` if it is a matter of the fields. */
  readonly whole: AsymmetricMatcher | Predicate | null;
  /** How JSON objects are compared. */
  readonly extent: Extent;
}

const FIELDS: ReadonlySet<string> = new Set(['key', 'value', 'partition', 'offset', 'timestampMs', 'headers']);
const decoder = new TextDecoder();

/** @throws TypeError if `source` is not a pattern */
export function parsePattern(source: RecordPattern, extent: Extent): ParsedPattern {
  if (source === null || typeof source === 'string' || source instanceof RegExp) {
    return { source, fields: { value: source }, whole: null, extent };
  }
  const help = `A record pattern is a value (text, null or a regular expression) or an object with some of the fields ${[...FIELDS].join(', ')}`;
  if (isMatcher(source) || isPredicate(source)) {
    // A negated matcher of strings would match every record.
    if (isMatcher(source) && expectedType(source) === 'string') {
      const hint = 'A matcher in place of a record gets the whole record; for its value write { value: ... }';
      throw wrongSubject(hint, source);
    }
    return { source, fields: {}, whole: source, extent };
  }
  if (typeof source !== 'object') throw wrongSubject(help, source);
  const unknown = Object.keys(source).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) throw wrongSubject(`${help}; '${unknown}' is not one of them`, source);
  return { source, fields: source, whole: null, extent };
}

export function fits(record: TopicRecord, { fields, whole, extent }: ParsedPattern): boolean {
  if (whole !== null) return fitsValue(record, whole, extent);
  const { partition, offset, timestampMs } = fields;
  return (
    fitsText(record.key, fields.key, extent) &&
    fitsText(record.value, fields.value, extent) &&
    (partition === undefined || fitsValue(record.partition, partition, extent)) &&
    (offset === undefined || fitsValue(record.offset, offset, extent)) &&
    (timestampMs === undefined || fitsValue(record.timestampMs, timestampMs, extent)) &&
    fitsHeaders(record, fields.headers, extent)
  );
}

/** The last value of each header, as text. */
export function headerTexts({ headers }: TopicRecord): Readonly<Record<string, string | null>> {
  return Object.fromEntries(headers.map(({ key, value }) => [key, value === null ? null : decoder.decode(value)]));
}

function fitsHeaders(record: TopicRecord, pattern: RecordFields['headers'], extent: Extent): boolean {
  if (pattern === undefined) return true;
  const texts = headerTexts(record);
  if (isMatcher(pattern) || isPredicate(pattern)) return fitsValue(texts, pattern, extent);
  return Object.entries(pattern).every(([name, text]) => fitsHeader(texts, name, text, extent));
}

function fitsHeader(
  texts: Readonly<Record<string, string | null>>,
  name: string,
  pattern: TextPattern | undefined,
  extent: Extent,
): boolean {
  // `undefined` as the value of a header means that there is no such header.
  if (!Object.hasOwn(texts, name)) return pattern === undefined;
  return pattern !== undefined && fitsText(texts[name] as string | null, pattern, extent);
}

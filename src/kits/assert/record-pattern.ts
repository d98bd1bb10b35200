/**
 * Patterns of records: the forms in which a test describes a record, what matches them, and their text.
 */
import type { TopicRecord } from '../../simulation/topic-view.ts';
import { contentText, quoted } from './record-content.ts';
import { wrongSubject } from './wrong-subject.ts';

/**
 * A pattern of a key or a value: the exact text, `null`, a regular expression, or an object or array that equals the
 * text parsed as JSON, in any order of its fields.
 */
export type TextPattern = string | null | RegExp | JsonPattern;

/** An object or array that a key or value has to equal after parsing it as JSON. */
export type JsonPattern = { readonly [field: string]: unknown } | readonly unknown[];

/** The fields of a record that have to match. Fields that are not given match anything. */
export interface RecordFields {
  readonly key?: TextPattern;
  readonly value?: TextPattern;
  readonly partition?: number;
  readonly offset?: number;
  /** ms since the epoch. */
  readonly timestampMs?: number;
  /** For each named header, its last value as text. The record may have other headers. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** A pattern of a record: its value alone, or some of its fields. */
export type RecordPattern = string | null | RegExp | RecordFields;

const FIELDS: ReadonlySet<string> = new Set(['key', 'value', 'partition', 'offset', 'timestampMs', 'headers']);
const decoder = new TextDecoder();

/** @throws TypeError if `pattern` is not a pattern */
export function fieldsOf(pattern: RecordPattern): RecordFields {
  if (pattern === null || typeof pattern === 'string' || pattern instanceof RegExp) return { value: pattern };
  const help = `A record pattern is a value (text, null or a regular expression) or an object with some of the fields ${[...FIELDS].join(', ')}`;
  if (typeof pattern !== 'object') throw wrongSubject(help, pattern);
  const unknown = Object.keys(pattern).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) throw wrongSubject(`${help}; '${unknown}' is not one of them`, pattern);
  return pattern;
}

export function fits(record: TopicRecord, fields: RecordFields): boolean {
  const { partition, offset, timestampMs, headers = {} } = fields;
  return (
    fitsText(record.key, fields.key) &&
    fitsText(record.value, fields.value) &&
    (partition === undefined || partition === record.partition) &&
    (offset === undefined || offset === record.offset) &&
    (timestampMs === undefined || timestampMs === record.timestampMs) &&
    Object.entries(headers).every(([name, value]) => headerOf(record, name) === value)
  );
}

/** A pattern of `undefined` matches everything. */
export function fitsText(text: string | null, pattern: TextPattern | undefined): boolean {
  if (pattern === undefined) return true;
  if (pattern === null || typeof pattern === 'string') return text === pattern;
  if (pattern instanceof RegExp) return text !== null && text.search(pattern) >= 0;
  return text !== null && isSame(parsed(text), pattern);
}

/** `"two"`, or `{ key: "k", value: "two" }`. */
export function patternText(pattern: RecordPattern): string {
  const fields = Object.entries(fieldsOf(pattern));
  const texts = fields.map(([name, value]) => [name, shown(value)] as const);
  const [first] = texts;
  if (texts.length === 1 && first !== undefined && first[0] === 'value') return first[1];
  return texts.length === 0 ? 'any record' : `{ ${texts.map(([name, text]) => `${name}: ${text}`).join(', ')} }`;
}

/** `"two" at payments-0@1` */
export function recordText({ key, value, topic, partition, offset }: TopicRecord): string {
  return `${contentText(key, value)} at ${topic}-${partition}@${offset}`;
}

function shown(value: unknown): string {
  if (value === null || typeof value === 'string') return quoted(value);
  return value instanceof RegExp ? String(value) : JSON.stringify(value);
}

function headerOf({ headers }: TopicRecord, name: string): string | null | undefined {
  const header = headers.findLast(({ key }) => key === name);
  if (header === undefined) return undefined;
  return header.value === null ? null : decoder.decode(header.value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [names, otherNames] = [Object.keys(one), Object.keys(other)];
  if (names.length !== otherNames.length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isSame(fieldOf(one, name), fieldOf(other, name)));
}

function fieldOf(whole: object, name: string): unknown {
  return (whole as Readonly<Record<string, unknown>>)[name];
}

/**
 * How similar a record is to a pattern that it does not match.
 */
import type { TopicRecord } from '../../simulation/topic-view.ts';
import type { ParsedPattern } from './record-pattern.ts';
import {
  containedObject,
  type Extent,
  fieldNames,
  fieldOf,
  fitsText,
  fitsValue,
  isMatcher,
  isPredicate,
  parsedJson,
} from './value-pattern.ts';

/** Long texts are similar if at least this much of them is equal. */
const SIMILAR_LETTERS = 20;
const SIMILAR_PART = 1 / 2;

/** 0: not similar. Otherwise the number of fields of the record and of its JSON that match, or are there at least. */
export function similarity(record: TopicRecord, { fields, extent }: ParsedPattern): number {
  const { key, value } = fields;
  const isKey = key !== undefined && key !== null && fitsText(record.key, key, extent);
  const isValue = value !== undefined && fitsText(record.value, value, extent);
  if (isValue) return isKey ? 4 : 2;
  return (isKey ? 2 : 0) + (jsonSimilarity(record.value, value, extent) || textSimilarity(record.value, value));
}

/** An object or array of JSON; `undefined` for other text. */
export function jsonObject(text: string | null): object | undefined {
  const json = text === null ? undefined : parsedJson(text);
  return typeof json === 'object' && json !== null ? json : undefined;
}

/** The object that a pattern of a key or value describes; `undefined` for other patterns. */
export function patternObject(pattern: unknown): object | undefined {
  if (typeof pattern === 'string') return jsonObject(pattern);
  if (typeof pattern !== 'object' || pattern === null || pattern instanceof RegExp) return undefined;
  return isMatcher(pattern) ? containedObject(pattern) : pattern;
}

function jsonSimilarity(text: string | null, pattern: unknown, extent: Extent): number {
  const [one, other] = [jsonObject(text), isPredicate(pattern) ? undefined : patternObject(pattern)];
  if (one === undefined || other === undefined || Array.isArray(one) !== Array.isArray(other)) return 0;
  const shared = fieldNames(other).filter((name) => Object.hasOwn(one, name));
  return shared.length + shared.filter((name) => fitsValue(fieldOf(one, name), fieldOf(other, name), extent)).length;
}

/** 1 if most of two long texts is equal, at their beginning and their end; 0 otherwise. */
function textSimilarity(text: string | null, pattern: unknown): number {
  if (text === null || typeof pattern !== 'string') return 0;
  const shorter = Math.min(text.length, pattern.length);
  let start = 0;
  while (start < shorter && text[start] === pattern[start]) start++;
  let end = 0;
  while (end < shorter - start && text.at(-1 - end) === pattern.at(-1 - end)) end++;
  const same = start + end;
  return same >= SIMILAR_LETTERS && same >= Math.max(text.length, pattern.length) * SIMILAR_PART ? 1 : 0;
}

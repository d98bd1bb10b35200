/**
 * The text of records and of patterns, for messages.
 */

import { contentText, quoted } from '../../report/model/record-content.ts';
import type { TopicRecord } from '../../simulation/topic-view.ts';
import type { ParsedPattern } from './record-pattern.ts';
import { type AsymmetricMatcher, fieldNames, fieldOf, isMatcher, isPredicate } from './value-pattern.ts';

const LONGEST_SOURCE = 60;

/** `"two"`, or `{ key: "k", value: "two" }`. */
export function patternText({ source, fields, whole }: ParsedPattern): string {
  if (whole !== null) return `a record that matches ${valueText(source)}`;
  const texts = Object.entries(fields).map(([name, value]) => [name, valueText(value)] as const);
  const [first] = texts;
  if (texts.length === 1 && first !== undefined && first[0] === 'value') return first[1];
  return texts.length === 0 ? 'any record' : `{ ${texts.map(([name, text]) => `${name}: ${text}`).join(', ')} }`;
}

/** `"two" at payments-0@1` */
export function recordText({ key, value, topic, partition, offset }: TopicRecord): string {
  return `${contentText(key, value)} at ${topic}-${partition}@${offset}`;
}

/** The source text of a function in one line. */
export function sourceText(code: { toString(): string }): string {
  const text = String(code).replace(/\s+/g, ' ');
  return text.length > LONGEST_SOURCE ? `${text.slice(0, LONGEST_SOURCE)}…` : text;
}

/** A value or pattern in one line. */
export function valueText(value: unknown): string {
  if (value === null || typeof value === 'string') return quoted(value);
  if (isMatcher(value)) return matcherText(value);
  if (isPredicate(value)) return sourceText(value);
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`;
  if (typeof value !== 'object' || 'toJSON' in value) return JSON.stringify(value) ?? 'undefined';
  return `{${fieldNames(value)
    .map((name) => `${JSON.stringify(name)}:${valueText(fieldOf(value, name))}`)
    .join(',')}}`;
}

/** `ObjectContaining {"id":1}` for a matcher of Vitest or Jest. */
function matcherText(matcher: AsymmetricMatcher): string {
  const { sample } = matcher as { sample?: unknown };
  const named = matcher as { toAsymmetricMatcher?: () => string; toString(): string };
  if (named.toAsymmetricMatcher !== undefined) return named.toAsymmetricMatcher();
  const name = named.toString();
  if (name.startsWith('[object')) return 'an asymmetric matcher';
  return sample === undefined ? name : `${name} ${valueText(sample)}`;
}

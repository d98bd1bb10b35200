/**
 * In which fields a record differs from a pattern, one line for each: for test runners without a diff, and for long JSON.
 */
import type { TopicRecord } from '../../simulation/topic-view.ts';
import { compareText } from './comparison.ts';
import { valueText } from './pattern-text.ts';
import { headerTexts, type ParsedPattern } from './record-pattern.ts';
import {
  containedObject,
  type Extent,
  fieldNames,
  fieldOf,
  fitsText,
  fitsValue,
  isMatcher,
  isPredicate,
  type TextPattern,
} from './value-pattern.ts';

const MOST_LINES = 5;
/** Of a long text that differs, this much is shown before and after the first difference. */
const SHOWN_BEFORE = 20;
const SHOWN_AFTER = 40;

/** `value.lines[3].total: expected 3, received 2` */
export function fieldDifferences(record: TopicRecord, { fields, extent }: ParsedPattern): readonly string[] {
  const lines: string[] = [];
  for (const [name, pattern] of Object.entries(fields)) {
    if (name === 'key' || name === 'value') addText(lines, name, record[name], pattern as TextPattern, extent);
    else if (name === 'headers') addHeaders(lines, record, pattern, extent);
    else add(lines, name, fieldOf(record, name), pattern, extent);
  }
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `... and ${rest} more`] : lines;
}

function addHeaders(lines: string[], record: TopicRecord, pattern: unknown, extent: Extent): void {
  const texts = headerTexts(record);
  if (isMatcher(pattern) || isPredicate(pattern)) {
    add(lines, 'headers', texts, pattern, extent);
    return;
  }
  for (const [name, one] of Object.entries((pattern ?? {}) as Readonly<Record<string, TextPattern>>)) {
    const path = `headers${step(name, false)}`;
    const text = texts[name];
    if (text === undefined) add(lines, path, undefined, one, extent);
    else addText(lines, path, text, one, extent);
  }
}

function addText(
  lines: string[],
  path: string,
  text: string | null,
  pattern: TextPattern | undefined,
  extent: Extent,
): void {
  if (pattern === undefined || fitsText(text, pattern, extent)) return;
  const { actual } = compareText(text, pattern, extent);
  const isText = pattern === null || typeof pattern === 'string';
  add(lines, path, actual, isText ? compareText(text, pattern, extent).expected : pattern, extent);
}

function add(lines: string[], path: string, value: unknown, pattern: unknown, extent: Extent): void {
  if (value === undefined) {
    if (pattern !== undefined) lines.push(`${path}: expected ${valueText(pattern)}, but it is missing`);
    return;
  }
  if (pattern === undefined) {
    lines.push(`${path}: not expected, received ${valueText(value)}`);
    return;
  }
  if (fitsValue(value, pattern, extent)) return;
  const before = lines.length;
  addParts(lines, path, value, pattern, extent);
  if (lines.length > before) return;
  const [expected, received] =
    isText(value) && isText(pattern) ? excerpts(pattern, value) : [valueText(pattern), valueText(value)];
  lines.push(`${path}: expected ${expected}, received ${received}`);
}

/** The differences inside of an object or array. */
function addParts(lines: string[], path: string, value: unknown, pattern: unknown, extent: Extent): void {
  if (typeof value !== 'object' || value === null) return;
  const [described, isContaining] = isMatcher(pattern)
    ? [containedObject(pattern), true]
    : [pattern, extent === 'partial'];
  if (typeof described !== 'object' || described === null || 'toJSON' in described) return;
  const isList = Array.isArray(described);
  if (isList !== Array.isArray(value) || (isList && isMatcher(pattern))) return;
  const names = new Set([...fieldNames(described), ...(isContaining && !isList ? [] : fieldNames(value))]);
  for (const name of names) {
    const part = Object.hasOwn(value, name) ? fieldOf(value, name) : undefined;
    add(lines, `${path}${step(name, isList)}`, part, fieldOf(described, name), isMatcher(pattern) ? 'exact' : extent);
  }
}

function step(name: string, isIndex: boolean): string {
  if (isIndex) return `[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Two texts around their first difference. */
function excerpts(one: string, other: string): readonly [string, string] {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const start = Math.max(0, same - SHOWN_BEFORE);
  const excerpt = (text: string): string =>
    JSON.stringify(
      `${start > 0 ? '…' : ''}${text.slice(start, same + SHOWN_AFTER)}${text.length > same + SHOWN_AFTER ? '…' : ''}`,
    );
  return [excerpt(one), excerpt(other)];
}

/**
 * Renders a divergence as text: the lines before it, the two lines that differ, and the lines after it in both traces.
 */
import type { Divergence } from './comparison.ts';

const LINES_BEFORE = 4;
const LINES_AFTER = 3;
const LONGEST_LINE = 400;
const LONGEST_VALUE = 160;

export function describeDivergence(divergence: Divergence): string {
  const { section, index, expected, actual } = divergence;
  const before = expected.slice(Math.max(0, index - LINES_BEFORE), index).map((entry) => `    ${line(entry)}`);
  return [
    `  ${headline(divergence)}`,
    ...before,
    `  - ${line(expected[index], section)}`,
    `  + ${line(actual[index], section)}`,
    ...after('Java', expected, index),
    ...after('ours', actual, index),
  ].join('\n');
}

function headline({ section, index, expected, actual, field, expectedValue, actualValue }: Divergence): string {
  const place = section === 'events' || section === 'futures' ? ` ${index + 1} of ${expected.length}` : '';
  const counted = expected.length === actual.length ? '' : ` (ours: ${actual.length})`;
  const what = `${section}${place}${counted}`;
  if (field === '' || field === 'ev') return what;
  return `${what}: ${field} is ${value(actualValue)}, Java has ${value(expectedValue)}`;
}

function after(whose: string, entries: readonly unknown[], index: number): string[] {
  const rest = entries.slice(index + 1, index + 1 + LINES_AFTER);
  return rest.length === 0 ? [] : [`    then, ${whose}:`, ...rest.map((entry) => `      ${line(entry)}`)];
}

function line(entry: unknown, section?: string): string {
  if (entry === undefined) return `(no more ${section ?? 'entries'})`;
  return cut(JSON.stringify(entry), LONGEST_LINE);
}

function value(given: unknown): string {
  return given === undefined ? 'absent' : cut(JSON.stringify(given), LONGEST_VALUE);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}

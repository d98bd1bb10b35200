/**
 * Compares our answers with the recorded ones and finds the first field that differs in each.
 */
import type { GoldenFile } from './golden-file.ts';
import type { Json } from './json.ts';
import type { Answers } from './play.ts';

export interface Comparison {
  /** Recorded answers, and how many of ours are identical to them. */
  readonly total: number;
  readonly identical: number;
  /** In the order of the steps. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly step: string;
  /** What real brokers answered; empty if the recording has no answer to this step. */
  readonly expected: readonly Json[];
  /** Undefined if ours has no answer to this step. */
  readonly actual: Json | undefined;
  /** The first field that differs from the first recorded answer, such as `partitions[0].baseOffset`. */
  readonly field: string;
  readonly expectedValue: Json | undefined;
  readonly actualValue: Json | undefined;
}

export function compare({ answers }: GoldenFile, ours: Answers, stepIds: readonly string[]): Comparison {
  const golden = new Map(answers.map(({ step, oneOf }) => [step, oneOf]));
  const differences: Difference[] = [];
  for (const step of new Set([...stepIds, ...golden.keys()])) {
    const expected = golden.get(step) ?? [];
    const actual = ours.get(step);
    if (expected.length === 0 && actual === undefined) continue;
    const fields = expected.map((answer) => firstDifferentField(answer, actual, ''));
    if (fields.includes(undefined)) continue;
    const first = fields[0] ?? { field: '', expectedValue: undefined, actualValue: actual };
    differences.push({ step, expected, actual, ...first });
  }
  const wrong = differences.filter(({ step }) => golden.has(step)).length;
  return { total: golden.size, identical: golden.size - wrong, differences };
}

type FieldDifference = Pick<Difference, 'field' | 'expectedValue' | 'actualValue'>;

/** The first field in which two answers differ; undefined if they are equal. The order of an object's fields is not compared. */
function firstDifferentField(
  expected: Json | undefined,
  actual: Json | undefined,
  field: string,
): FieldDifference | undefined {
  if (expected === actual) return undefined;
  const here = { field, expectedValue: expected, actualValue: actual };
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) return here;
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const inner = Array.isArray(expected) ? `${field}[${key}]` : field === '' ? key : `${field}.${key}`;
    const difference = firstDifferentField(expected[key], actual[key], inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isContainer(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

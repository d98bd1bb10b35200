/**
 * Finds the first difference between our trace and the golden one, section by section. levels.ts defines what is compared, and report.ts
 * renders the difference.
 */
import { comparable, comparableMetrics, countsAt, type Level, uncomparedMetrics } from './levels.ts';
import type { Trace } from './trace.ts';

/** The sections of a trace, each a list of entries. */
export type Section = 'events' | 'finish' | 'futures' | 'metrics';

export interface Divergence {
  readonly section: Section;
  /** The index of the first entry that differs; one of the two lists may be shorter. */
  readonly index: number;
  /** The compared entries of the section with all their fields: those of the golden trace, and ours. */
  readonly expected: readonly unknown[];
  readonly actual: readonly unknown[];
  /** The first field that differs, such as `batches[0].sizeInBytes`; empty if an entry is missing or is of a different kind. */
  readonly field: string;
  readonly expectedValue: unknown;
  readonly actualValue: unknown;
}

interface Side {
  /** The entries as traced, for the report. */
  readonly shown: readonly unknown[];
  /** The entries with only the fields that are compared. */
  readonly compared: readonly unknown[];
}

/** The first difference at `level`; `null` if there is none. */
export function firstDivergence(expected: Trace, actual: Trace, level: Level): Divergence | null {
  return (
    between('events', eventSide(expected, level), eventSide(actual, level)) ??
    between('finish', ...finishSides(expected, actual)) ??
    between('futures', plainSide(expected.futures), plainSide(actual.futures)) ??
    (level === 'full' ? between('metrics', ...metricsSides(expected, actual)) : null)
  );
}

function eventSide({ events }: Trace, level: Level): Side {
  const shown = events.filter((event) => countsAt(level, event));
  return { shown, compared: shown.map(comparable) };
}

/** A run that ends because nothing more can happen may end at another time, which depends on timers without an effect. */
function finishSides(expected: Trace, actual: Trace): [Side, Side] {
  const isIdle = expected.finish === 'deadlock-or-idle';
  const side = ({ finish, finishT }: Trace): Side => plainSide([isIdle ? { finish } : { finish, finishT }]);
  return [side(expected), side(actual)];
}

function metricsSides(expected: Trace, actual: Trace): [Side, Side] {
  const uncompared = uncomparedMetrics(expected.events);
  const side = ({ metrics }: Trace): Side => ({
    shown: [metrics],
    compared: [metrics === undefined ? {} : comparableMetrics(metrics, uncompared)],
  });
  return [side(expected), side(actual)];
}

function plainSide(entries: readonly unknown[]): Side {
  return { shown: entries, compared: entries };
}

function between(section: Section, expected: Side, actual: Side): Divergence | null {
  const length = Math.max(expected.compared.length, actual.compared.length);
  for (let index = 0; index < length; index++) {
    const difference = differenceOf(expected.compared[index], actual.compared[index], '');
    if (difference !== null) return { section, index, expected: expected.shown, actual: actual.shown, ...difference };
  }
  return null;
}

interface Difference {
  readonly field: string;
  readonly expectedValue: unknown;
  readonly actualValue: unknown;
}

/** The order of an object's fields is not compared. */
function differenceOf(expected: unknown, actual: unknown, field: string): Difference | null {
  if (Object.is(expected, actual)) return null;
  const here = { field, expectedValue: expected, actualValue: actual };
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) return here;
  const inList = Array.isArray(expected);
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const inner = inList ? `${field}[${key}]` : field === '' ? key : `${field}.${key}`;
    const difference = differenceOf(expected[key], actual[key], inner);
    if (difference !== null) return difference;
  }
  return null;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

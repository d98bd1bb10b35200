/**
 * Lays our trace beside the golden one and finds where they part.
 *
 * Owns: the order in which their sections are compared, and what the first difference is.
 * Refuses to know: what counts (levels.ts), and how a difference is printed (report.ts).
 */
import { comparable, comparableMetrics, countsAt, type Level, uncomparedMetrics } from './levels.ts';
import type { Trace } from './trace.ts';

/** One of a trace's sections, as a list of entries. */
export type Section = 'events' | 'finish' | 'futures' | 'metrics';

export interface Divergence {
  readonly section: Section;
  /** The first entry that differs; one of the two lists may end before it. */
  readonly index: number;
  /** The section's entries that count, whole: those of the golden trace, and ours. */
  readonly expected: readonly unknown[];
  readonly actual: readonly unknown[];
  /** The first field that differs, such as `batches[0].sizeInBytes`; empty if an entry is missing or of another kind. */
  readonly field: string;
  readonly expectedValue: unknown;
  readonly actualValue: unknown;
}

interface Side {
  /** As traced, to be shown. */
  readonly shown: readonly unknown[];
  /** What counts of each. */
  readonly compared: readonly unknown[];
}

/** Where `actual` leaves `expected`; `null` if they are the same as far as `level` looks. */
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

/** When nothing can happen any more, the time at which a run notices that depends on timers that have no effect. */
function finishSides(expected: Trace, actual: Trace): [Side, Side] {
  const isIdle = expected.finish === 'deadlock-or-idle';
  const side = ({ finish, finishT }: Trace): Side => plainSide([isIdle ? { finish } : { finish, finishT }]);
  return [side(expected), side(actual)];
}

function metricsSides(expected: Trace, actual: Trace): [Side, Side] {
  const uncompared = uncomparedMetrics(expected.events);
  const side = ({ metrics }: Trace): Side => ({
    shown: [metrics],
    compared: [comparableMetrics(metrics, uncompared)],
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

/** The order of an object's fields does not count. */
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

/**
 * The report of an exploration, as plain JSON, and merging the reports of all shards.
 */
import { unexpected } from '../checks/arguments.ts';
import type { Case } from './case.ts';
import type { EventPair } from './coverage.ts';
import { isObject } from './json.ts';
import type { PlanMode } from './plans.ts';
import { type Failure, signatureOf } from './run-case.ts';
import { type Shard, SINGLE_SHARD } from './shard.ts';

/** Histories that failed in the same way, with the shrunk case of the first of them. */
export interface FoundFailure extends Failure {
  /** The number of the first history that failed in this way. */
  readonly history: number;
  /** How many histories did. */
  readonly count: number;
  readonly case: Case;
}

/** What an exploration ran and found, as plain JSON. */
export interface Report {
  /** The name or the file of the program. */
  readonly program: string;
  readonly plan: PlanMode;
  readonly seed: number;
  readonly shard: Shard;
  /**
   * The number of histories of all shards; `null` if there is no limit or the exploration ended before it was known.
   */
  readonly histories: number | null;
  /** The number of histories that were tried. */
  readonly tried: number;
  /** Identifies the set of histories that were tried and their runs, independently of their order. */
  readonly fingerprint: string;
  /** The pairs of consecutive events that were seen, in alphabetical order. */
  readonly pairs: readonly EventPair[];
  readonly failures: readonly FoundFailure[];
}

/** The reports cannot be merged. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/**
 * Merges the reports of all shards into the report that a single run would have written.
 *
 * @throws MergeError if one is not a report, if they are of different explorations, or if a shard is missing or occurs twice
 */
export function mergeReports(reports: readonly Report[]): Report {
  checkReports(reports);
  const [first, ...others] = reports;
  if (first === undefined) throw new MergeError('There is no report to merge.');
  for (const other of others) checkSameExploration(first, other);
  checkComplete(reports);
  return {
    ...first,
    shard: SINGLE_SHARD,
    tried: reports.reduce((sum, { tried }) => sum + tried, 0),
    fingerprint: reports.map(({ fingerprint }) => fingerprint).reduce(xorHex),
    pairs: [...new Set(reports.flatMap(({ pairs }) => pairs))].sort(),
    failures: groupFailures(reports.flatMap(({ failures }) => failures)),
  };
}

/** Counts failures with the same signature as one, with the case of the first history. Sorted by history. */
export function groupFailures(failures: readonly FoundFailure[]): readonly FoundFailure[] {
  const groups = new Map<string, FoundFailure>();
  for (const failure of [...failures].sort((one, other) => one.history - other.history)) {
    const signature = signatureOf(failure);
    const group = groups.get(signature);
    groups.set(signature, group === undefined ? failure : { ...group, count: group.count + failure.count });
  }
  return [...groups.values()];
}

/** The bitwise XOR of two numbers of 16 hexadecimal digits. */
export function xorHex(one: string, other: string): string {
  const half = (from: number): string => {
    const bits = Number.parseInt(one.slice(from, from + 8), 16) ^ Number.parseInt(other.slice(from, from + 8), 16);
    return (bits >>> 0).toString(16).padStart(8, '0');
  };
  return half(0) + half(8);
}

function checkReports(reports: readonly unknown[]): void {
  if (!Array.isArray(reports)) throw new MergeError(unexpected('mergeReports(reports)', 'a list of reports', reports));
  for (const [index, report] of reports.entries()) {
    if (isReport(report)) continue;
    throw new MergeError(unexpected(`mergeReports(reports), reports[${index}]`, 'a report of explore()', report));
  }
}

function checkSameExploration(first: Report, other: Report): void {
  for (const key of ['program', 'plan', 'seed', 'histories'] as const) {
    if (first[key] === other[key]) continue;
    throw new MergeError(`The reports are of different explorations: ${key} is ${first[key]} and ${other[key]}.`);
  }
  if (first.shard.count === other.shard.count) return;
  throw new MergeError(
    `The reports are of different explorations: one of ${first.shard.count} shards and one of ${other.shard.count}.`,
  );
}

function checkComplete(reports: readonly Report[]): void {
  const count = reports[0]?.shard.count ?? 0;
  for (let index = 1; index <= count; index++) {
    const found = reports.filter(({ shard }) => shard.index === index).length;
    if (found === 1) continue;
    throw new MergeError(
      `The report of shard ${index}/${count} ${found === 0 ? 'is missing' : `occurs ${found} times`}.`,
    );
  }
}

/** Whether the data has the shape of a report. */
export function isReport(data: unknown): data is Report {
  if (!isObject(data) || !isObject(data.shard)) return false;
  const { program, tried, fingerprint, pairs, failures } = data;
  return (
    typeof program === 'string' &&
    typeof tried === 'number' &&
    /^[0-9a-f]{16}$/.test(String(fingerprint)) &&
    Array.isArray(pairs) &&
    Array.isArray(failures)
  );
}

/**
 * What an exploration has to say: how much of what was tried, what was seen, what was found. Plain JSON.
 *
 * Owns: its shape, and joining the reports of all shards into the one that a single run would have written.
 */
import type { Case } from './case.ts';
import { isObject } from './case-error.ts';
import type { EventPair } from './coverage.ts';
import type { PlanMode } from './plans.ts';
import type { Shard } from './shard.ts';
import { type Failure, likeness } from './try-case.ts';

/** Histories that failed alike; of these the first, made small. */
export interface FoundFailure extends Failure {
  /** Number of the first history that failed so. */
  readonly history: number;
  /** How many did. */
  readonly count: number;
  readonly case: Case;
}

export interface Report {
  /** The program: a name or a file. */
  readonly explored: string;
  readonly plan: PlanMode;
  readonly seed: number;
  readonly shard: Shard;
  /** How many histories there are, over all shards; `null` if there is no end of them. */
  readonly histories: number | null;
  /** How many of them were tried here. */
  readonly tried: number;
  /** Stands for the histories that were tried: the same set, the same fingerprint, in whatever order. */
  readonly fingerprint: string;
  /** Pairs of events that were seen, in alphabetical order. */
  readonly pairs: readonly EventPair[];
  readonly failures: readonly FoundFailure[];
}

/** The reports cannot be joined. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/**
 * One report of all shards.
 *
 * @throws MergeError if they are of different explorations, if one is there twice, or one is missing
 */
export function mergeReports(reports: readonly Report[]): Report {
  const [first, ...others] = reports;
  if (first === undefined) throw new MergeError('There is no report to merge.');
  for (const other of others) expectSame(first, other);
  expectComplete(reports);
  return {
    ...first,
    shard: { index: 1, count: 1 },
    tried: reports.reduce((sum, { tried }) => sum + tried, 0),
    fingerprint: reports.map(({ fingerprint }) => fingerprint).reduce(xorHex),
    pairs: [...new Set(reports.flatMap(({ pairs }) => pairs))].sort(),
    failures: groupFailures(reports.flatMap(({ failures }) => failures)),
  };
}

/** Those that failed alike as one, the first of them; in order of their histories. */
export function groupFailures(failures: readonly FoundFailure[]): readonly FoundFailure[] {
  const groups = new Map<string, FoundFailure>();
  for (const failure of [...failures].sort((one, other) => one.history - other.history)) {
    const alike = likeness(failure);
    const group = groups.get(alike);
    groups.set(alike, group === undefined ? failure : { ...group, count: group.count + failure.count });
  }
  return [...groups.values()];
}

/** XOR of two numbers of 16 hex digits. */
export function xorHex(one: string, other: string): string {
  const half = (from: number): string => {
    const bits = Number.parseInt(one.slice(from, from + 8), 16) ^ Number.parseInt(other.slice(from, from + 8), 16);
    return (bits >>> 0).toString(16).padStart(8, '0');
  };
  return half(0) + half(8);
}

function expectSame(first: Report, other: Report): void {
  for (const key of ['explored', 'plan', 'seed', 'histories'] as const) {
    if (first[key] === other[key]) continue;
    throw new MergeError(`The reports are of different explorations: ${key} is ${first[key]} and ${other[key]}.`);
  }
  if (first.shard.count === other.shard.count) return;
  throw new MergeError(
    `The reports are of different explorations: ${first.shard.count} shards and ${other.shard.count}.`,
  );
}

function expectComplete(reports: readonly Report[]): void {
  const count = reports[0]?.shard.count ?? 0;
  for (let index = 1; index <= count; index++) {
    const found = reports.filter(({ shard }) => shard.index === index).length;
    if (found === 1) continue;
    throw new MergeError(`Shard ${index}/${count} is ${found === 0 ? 'missing' : `there ${found} times`}.`);
  }
}

/** Whether data can be a report. */
export function isReport(data: unknown): data is Report {
  if (!isObject(data) || !isObject(data.shard)) return false;
  const { explored, tried, fingerprint, pairs, failures } = data;
  return (
    typeof explored === 'string' &&
    typeof tried === 'number' &&
    /^[0-9a-f]{16}$/.test(String(fingerprint)) &&
    Array.isArray(pairs) &&
    Array.isArray(failures)
  );
}

/**
 * The report of an exploration, as plain JSON.
 */
import type { Case } from './case.ts';
import type { EventPair } from './coverage.ts';
import { isObject } from './json.ts';
import type { PlanMode } from './plans.ts';
import { type Failure, signatureOf } from './run-case.ts';
import type { Shard } from './shard.ts';

/** Histories that failed in the same way, with the shrunk case of the first of them. */
export interface FoundFailure extends Failure {
  /** The number of the first history that failed in this way. */
  readonly history: number;
  /** How many histories did. */
  readonly count: number;
  readonly case: Case;
}

/**
 * How an exploration ended:
 *
 * - `finished`: all histories were tried.
 * - `failed`: a history failed, and the exploration was to end there.
 * - `time is up`: its time limit was reached.
 * - `interrupted`: it was asked to stop.
 * - `running`: it has not ended. A report that was left behind by a killed process says so.
 */
export type ExplorationEnd = 'finished' | 'failed' | 'time is up' | 'interrupted' | 'running';

/** Where a report of `kafka-trial explore` comes from. Reports are merged only if it is the same in all of them. */
export interface Origin {
  /** The version of kafka-trial. */
  readonly package: string;
  /** The version of Node. */
  readonly node: string;
  /** A hash of the program's file and of the files that it imports; `null` for a program of this package. */
  readonly code: string | null;
  /** The command, without the options that differ from shard to shard. */
  readonly command: string;
}

const ENDS: readonly ExplorationEnd[] = ['finished', 'failed', 'time is up', 'interrupted', 'running'];

/** What an exploration ran and found, as plain JSON. */
export interface Report {
  /** The name or the file of the program. */
  readonly program: string;
  readonly plan: PlanMode;
  readonly seed: number;
  /** The release of the Java clients that the program's simulation has. */
  readonly clientVersion: string;
  /** The release of its brokers. */
  readonly brokerVersion: string;
  /** Absent if the exploration was not started by the command. */
  readonly origin?: Origin;
  /** Identifies the run without faults: a hash of its trace. */
  readonly baseline: string;
  readonly shard: Shard;
  readonly end: ExplorationEnd;
  /** In a report merged from some of the shards only: the indices of the others, which are missing or not finished. */
  readonly unfinished?: readonly number[];
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

/** Whether the data has the shape of a report. */
export function isReport(data: unknown): data is Report {
  if (!isObject(data) || !isObject(data.shard)) return false;
  const { program, end, tried, fingerprint, pairs, failures } = data;
  return (
    typeof program === 'string' &&
    ENDS.includes(end as ExplorationEnd) &&
    typeof tried === 'number' &&
    /^[0-9a-f]{16}$/.test(String(fingerprint)) &&
    Array.isArray(pairs) &&
    Array.isArray(failures)
  );
}

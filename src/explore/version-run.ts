/**
 * One run of a program with one version of the clients: what became of every record, and what the clients did.
 */

import type { Fate } from '../guarantees/index.ts';
import type { ClientVersionName, Simulation } from '../index.ts';
import { recordOf } from '../simulation/checking/verdict.ts';
import type { ClientVersion } from '../simulation/client-versions.ts';
import type { Case } from './case.ts';
import type { Program } from './program.ts';
import { requestsOf } from './requests.ts';
import { runCase } from './run-case.ts';

/** What became of one record in one of the two runs. */
export interface RecordOutcome {
  readonly fate: Fate;
  /** The class of the error that the producer reported; `null` if it reported none. */
  readonly error: string | null;
  /** What the logs show: it is in none although it was acknowledged, is there more than once, or after a later one. */
  readonly flaws: readonly ('lost' | 'duplicated' | 'reordered')[];
  /** -1 if the record was never put into a batch. */
  readonly partition: number;
  /** When the producer reported the outcome, in ms since the start; -1 if it did not. */
  readonly endedMs: number;
}

export interface VersionRun {
  readonly sim: Simulation;
  /** Of every record, by its producer and number. */
  readonly outcomes: ReadonlyMap<string, RecordOutcome>;
  /** The first line of the error with which the run failed; `null` if it did not. */
  readonly failure: string | null;
  /** Number of requests by API. */
  readonly requests: ReadonlyMap<string, number>;
  /** The trace without log lines, whose texts differ from version to version. Each starts with its virtual time. */
  readonly lines: readonly string[];
}

/** Runs a case with `version`. The version that the case names is ignored. */
export async function runWithVersion(
  program: Program,
  testCase: Case,
  version: ClientVersion,
  maxEvents: number | undefined,
): Promise<VersionRun> {
  const { clientVersion: _, ...withoutVersion } = testCase;
  // `Simulation` accepts the version itself as well as its name.
  const clientVersion = version as unknown as ClientVersionName;
  const withVersion: Program = { ...program, simulation: { ...program.simulation, clientVersion } };
  const options = { throws: true, ...(maxEvents !== undefined && { maxEvents }) };
  const { sim, failure } = await runCase(withVersion, withoutVersion, options);
  const requests = new Map<string, number>();
  for (const { api } of requestsOf(sim)) requests.set(api, (requests.get(api) ?? 0) + 1);
  return {
    sim,
    outcomes: outcomesOf(sim),
    failure: failure === undefined ? null : (failure.guarantee ?? firstLine(failure.message)),
    requests,
    lines: sim.trace.lines.filter((_line, i) => sim.trace.entries[i]?.event !== 'log'),
  };
}

/** How many lines of both traces are the same before the first that differs. */
export function sharedLines({ lines: one }: VersionRun, { lines: other }: VersionRun): number {
  const end = Math.min(one.length, other.length);
  let i = 0;
  while (i < end && one[i] === other[i]) i++;
  return i;
}

/** Of a record: whether fate, error or flaws differ. Its partition and time do not count. */
export function isOtherOutcome(one: RecordOutcome | null, other: RecordOutcome | null): boolean {
  if (one === null || other === null) return one !== other;
  return one.fate !== other.fate || one.error !== other.error || `${one.flaws}` !== `${other.flaws}`;
}

/** The records whose outcomes differ, by their keys; those of `one` first. */
export function otherOutcomes(one: VersionRun, other: VersionRun): readonly string[] {
  const keys = [...new Set([...one.outcomes.keys(), ...other.outcomes.keys()])];
  return keys.filter((key) => isOtherOutcome(one.outcomes.get(key) ?? null, other.outcomes.get(key) ?? null));
}

/** How much the outcomes of two runs differ: 0 if they are the same. */
export function distance(one: VersionRun, other: VersionRun): number {
  return otherOutcomes(one, other).length + (one.failure === other.failure ? 0 : 1);
}

/** How much two runs differ in what they do, apart from the outcomes: requests, and the times of records in ms. */
export function drift(one: VersionRun, other: VersionRun): number {
  let sum = 0;
  for (const api of new Set([...one.requests.keys(), ...other.requests.keys()])) {
    sum += Math.abs((one.requests.get(api) ?? 0) - (other.requests.get(api) ?? 0));
  }
  for (const [key, { endedMs }] of one.outcomes) {
    sum += Math.abs(endedMs - (other.outcomes.get(key)?.endedMs ?? endedMs));
  }
  return sum;
}

function outcomesOf(sim: Simulation): ReadonlyMap<string, RecordOutcome> {
  const { records, lost, duplicated, reordered } = sim.verdict();
  const flawed = { lost, duplicated, reordered };
  const flaws = (['lost', 'duplicated', 'reordered'] as const).map(
    (name) => [name, new Set(flawed[name].map(({ record }) => record))] as const,
  );
  return new Map(
    records.map((verdict) => {
      const record = recordOf(verdict);
      const outcome: RecordOutcome = {
        fate: verdict.fate,
        error: verdict.error?.name ?? null,
        flaws: flaws.filter(([, all]) => record !== undefined && all.has(record)).map(([name]) => name),
        partition: verdict.partition,
        endedMs: record === undefined || record.endedMs < 0 ? -1 : record.endedMs - sim.startMs,
      };
      return [`${verdict.producer} record ${verdict.number} to ${verdict.topic}`, outcome];
    }),
  );
}

/** The error without its evidence, which follows in other lines. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

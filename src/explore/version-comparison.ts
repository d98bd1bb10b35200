/**
 * The result of a comparison of two versions, as data and as text.
 */
import { inspectAs } from '../checks/printing.ts';
import type { FaultPlan } from '../index.ts';
import type { Case } from './case.ts';
import { isOtherOutcome, otherOutcomes, type RecordOutcome, sharedLines, type VersionRun } from './version-run.ts';

/** The two versions of a value: that of the older clients, and that of the newer ones. */
export interface FromTo<Value> {
  readonly from: Value;
  readonly to: Value;
}

/** A record whose outcome differs; `null` in a run that did not send it. */
export interface RecordDifference extends FromTo<RecordOutcome | null> {
  /** Such as `producer-1 record 3 to payments`. */
  readonly record: string;
}

/** What differs between the runs of a program with two versions of the Java clients. */
export interface VersionComparison {
  readonly program: string;
  /** The releases, such as `4.3.1`. */
  readonly versions: FromTo<string>;
  readonly seed: number;
  /** The faults of both runs. */
  readonly faults: FaultPlan;
  /** Whether an outcome differs: the fate of a record, its error, whether it is lost, duplicated or reordered, or how the run failed. */
  readonly differs: boolean;
  /** The first lines of the traces that differ, `null` at the end of a trace; `null` if the traces are the same but for log lines. */
  readonly divergence: FromTo<string | null> | null;
  /** The records whose outcomes differ. */
  readonly records: readonly RecordDifference[];
  /** How the runs failed, if not in the same way: the first line, or the guarantee; `null` for a run that did not. */
  readonly failure: FromTo<string | null> | null;
  /** Records with the same outcome at another time, or in another partition. */
  readonly moved: { readonly inTime: number; readonly mostMs: number; readonly inPartition: number };
  /** Number of requests by API, where it differs. */
  readonly requests: Readonly<Record<string, FromTo<number>>>;
  /** Why: the changes of Kafka without which the difference is smaller, or comes later. */
  readonly reasons: readonly string[];
  /** How many histories were compared. */
  readonly histories: number;
  /** In how many of them an outcome differs. */
  readonly differing: number;
  /** Returns the comparison as text of several lines. */
  toString(): string;
}

interface ComparedRuns {
  readonly program: string;
  readonly case: Case;
  readonly names: FromTo<string>;
  readonly runs: FromTo<VersionRun>;
  readonly reasons: readonly string[];
  readonly histories: number;
  readonly differing: number;
}

export class VersionComparisonResult implements VersionComparison {
  readonly program: string;
  readonly versions: FromTo<string>;
  readonly seed: number;
  readonly faults: FaultPlan;
  readonly differs: boolean;
  readonly divergence: FromTo<string | null> | null;
  readonly records: readonly RecordDifference[];
  readonly failure: FromTo<string | null> | null;
  readonly moved: VersionComparison['moved'];
  readonly requests: Readonly<Record<string, FromTo<number>>>;
  readonly reasons: readonly string[];
  readonly histories: number;
  readonly differing: number;

  constructor({ program, case: { seed, plan }, names, runs, reasons, histories, differing }: ComparedRuns) {
    const { from, to } = runs;
    this.program = program;
    this.versions = names;
    this.seed = seed;
    this.faults = plan;
    this.divergence = divergenceOf(runs);
    this.records = otherOutcomes(from, to).map((record) => ({
      record,
      from: from.outcomes.get(record) ?? null,
      to: to.outcomes.get(record) ?? null,
    }));
    this.failure = from.failure === to.failure ? null : { from: from.failure, to: to.failure };
    this.differs = this.records.length > 0 || this.failure !== null;
    this.moved = movedBetween(runs);
    this.requests = requestDifferences(runs);
    this.reasons = reasons;
    this.histories = histories;
    this.differing = differing;
  }

  toString(): string {
    return textOf(this);
  }
}

inspectAs(VersionComparisonResult.prototype, textOf);

function divergenceOf({ from, to }: FromTo<VersionRun>): FromTo<string | null> | null {
  const shared = sharedLines(from, to);
  const first = { from: from.lines[shared] ?? null, to: to.lines[shared] ?? null };
  return first.from === null && first.to === null ? null : first;
}

function movedBetween({ from, to }: FromTo<VersionRun>): VersionComparison['moved'] {
  let inTime = 0;
  let mostMs = 0;
  let inPartition = 0;
  for (const [key, one] of from.outcomes) {
    const other = to.outcomes.get(key);
    if (other === undefined || isOtherOutcome(one, other)) continue;
    const ms = Math.abs(other.endedMs - one.endedMs);
    if (ms > 0) inTime++;
    mostMs = Math.max(mostMs, ms);
    if (other.partition !== one.partition) inPartition++;
  }
  return { inTime, mostMs, inPartition };
}

function requestDifferences({ from, to }: FromTo<VersionRun>): Readonly<Record<string, FromTo<number>>> {
  const apis = [...new Set([...from.requests.keys(), ...to.requests.keys()])];
  const counts = apis.map((api) => {
    return [api, { from: from.requests.get(api) ?? 0, to: to.requests.get(api) ?? 0 }] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count.from !== count.to));
}

// --- As text ---------------------------------------------------------------------------------------------------------------

const MAX_RECORDS = 10;
const MAX_LINE = 250;

function textOf(comparison: Omit<VersionComparison, 'toString'>): string {
  const { program, versions, seed, faults, divergence, records, failure, reasons, histories, differing } = comparison;
  const pair = (what: FromTo<string | null>, none: string): readonly string[] => [
    `  ${versions.from}: ${shortened(what.from ?? none)}`,
    `  ${versions.to}: ${shortened(what.to ?? none)}`,
  ];
  const many = histories > 1;
  return [
    `# ${program}: ${versions.from} and ${versions.to}, seed ${seed}`,
    ...(many ? [`${histories} histories compared; an outcome differs in ${differing}.`] : []),
    ...(many && differing > 0 ? ['The first of them, shrunk:'] : []),
    ...(faults.length > 0 ? [`Faults: ${JSON.stringify(faults)}`] : []),
    ...(divergence === null
      ? ['The runs are the same.']
      : ['The runs diverge here:', ...pair(divergence, '(the end)')]),
    ...(failure === null ? [] : ['The run ends in another way:', ...pair(failure, 'passed')]),
    ...(records.length === 0 ? ['No record has another outcome.'] : [`${counted(records.length)} another outcome:`]),
    ...records
      .slice(0, MAX_RECORDS)
      .flatMap(({ record, from, to }) => [`  ${record}: ${outcomeText(from)} -> ${outcomeText(to)}`]),
    ...(records.length > MAX_RECORDS ? [`  ... and ${records.length - MAX_RECORDS} more.`] : []),
    ...movedText(comparison),
    ...(reasons.length === 0 ? [] : ['Why:', ...reasons.map((reason) => `  ${reason}`)]),
    ...(divergence !== null && reasons.length === 0 ? ['Why: no single change of the client is the reason.'] : []),
    '',
  ].join('\n');
}

function shortened(line: string): string {
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)} ...` : line;
}

function counted(records: number): string {
  return records === 1 ? '1 record has' : `${records} records have`;
}

function outcomeText(outcome: RecordOutcome | null): string {
  if (outcome === null) return 'not sent';
  const { fate, error, flaws } = outcome;
  return [fate, ...(error === null ? [] : [error]), ...flaws].join(', ');
}

function movedText({ moved, requests }: Pick<VersionComparison, 'moved' | 'requests'>): readonly string[] {
  const { inTime, mostMs, inPartition } = moved;
  const counts = Object.entries(requests).map(([api, { from, to }]) => `${api} ${from} -> ${to}`);
  return [
    ...(inTime > 0 ? [`At another time: ${inTime} of the other records, by up to ${mostMs} ms.`] : []),
    ...(inPartition > 0 ? [`In another partition: ${inPartition} of the other records.`] : []),
    ...(counts.length > 0 ? [`Requests: ${counts.join(', ')}.`] : []),
  ];
}

/**
 * Merging the reports of the shards of one exploration.
 */
import { unexpected } from '../checks/arguments.ts';
import { type ExplorationEnd, groupFailures, isReport, type Origin, type Report, xorHex } from './report.ts';
import { type Shard, SINGLE_SHARD } from './shard.ts';

/** The reports cannot be merged. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/** Options of `mergeReports`. */
export interface MergeOptions {
  /** Merges the reports that there are, although shards are missing or not finished. Default false. */
  readonly partial?: boolean;
}

/** From the one that says least about the histories that were not tried to the one that says most. */
const ENDS: readonly ExplorationEnd[] = ['running', 'interrupted', 'time is up', 'failed', 'finished'];

/**
 * Merges the reports of all shards into the report that a single run would have written.
 *
 * @throws MergeError if one is not a report, if they are of different explorations, if a shard occurs twice and, unless
 *   `partial` is true, if one is missing or not finished; the message then has one line for each such shard
 */
export function mergeReports(reports: readonly Report[], { partial = false }: MergeOptions = {}): Report {
  checkReports(reports);
  const [first, ...others] = reports;
  if (first === undefined) throw new MergeError('There is no report to merge.');
  for (const other of others) checkSameExploration(first, other);
  checkNoneTwice(reports);
  const unfinished = unfinishedOf(reports);
  if (unfinished.length > 0 && !partial) throw new MergeError(unfinishedText(unfinished, first));
  return {
    ...first,
    shard: SINGLE_SHARD,
    end: ENDS.find((end) => reports.some((report) => report.end === end)) ?? first.end,
    histories: reports.find(({ histories }) => histories !== null)?.histories ?? null,
    tried: reports.reduce((sum, { tried }) => sum + tried, 0),
    fingerprint: reports.map(({ fingerprint }) => fingerprint).reduce(xorHex),
    pairs: [...new Set(reports.flatMap(({ pairs }) => pairs))].sort(),
    failures: groupFailures(reports.flatMap(({ failures }) => failures)),
    ...(unfinished.length > 0 && { unfinished: unfinished.map(({ index }) => index) }),
  };
}

function checkReports(reports: readonly unknown[]): void {
  if (!Array.isArray(reports)) throw new MergeError(unexpected('mergeReports(reports)', 'a list of reports', reports));
  for (const [index, report] of reports.entries()) {
    if (isReport(report)) continue;
    throw new MergeError(unexpected(`mergeReports(reports), reports[${index}]`, 'a report of explore()', report));
  }
}

// --- Of one exploration ------------------------------------------------------------------------------------------------------

type Comparable = (report: Report) => string | number | null | undefined;

/** What has to be the same in all reports, in the order in which differences are looked for. */
const SAME: readonly (readonly [what: string, of: Comparable])[] = [
  ['the program', ({ program }) => program],
  ['the plan', ({ plan }) => plan],
  ['the seed', ({ seed }) => seed],
  ['the number of shards', ({ shard }) => shard.count],
  ['the version of kafka-trial', originOf('package')],
  ['the version of Node', originOf('node')],
  ['the version of the clients', ({ clientVersion }) => clientVersion],
  ['the version of the brokers', ({ brokerVersion }) => brokerVersion],
  ["the hash of the program's code", originOf('code')],
  ['the command', originOf('command')],
  ['the hash of the run without faults', ({ baseline }) => baseline],
];

function originOf(field: keyof Origin): Comparable {
  return ({ origin }) => origin?.[field];
}

function checkSameExploration(first: Report, other: Report): void {
  for (const [what, of] of SAME) if (of(first) !== of(other)) throw different(what, of, first, other);
  // A shard that ended early may not know the number yet.
  const isKnown = first.histories !== null && other.histories !== null;
  if (isKnown && first.histories !== other.histories) {
    throw different('the number of histories', ({ histories }) => histories, first, other);
  }
}

function different(what: string, of: Comparable, one: Report, other: Report): MergeError {
  const values = [one, other].map((report) => `${of(report) ?? 'unknown'} in that of shard ${shardText(report.shard)}`);
  return new MergeError(`The reports are of different explorations: ${what} is ${values.join(' and ')}.`);
}

// --- Of all shards -------------------------------------------------------------------------------------------------------------

/** A shard whose histories have not all been tried. */
interface Unfinished {
  readonly index: number;
  /** Undefined if it is missing. */
  readonly report: Report | undefined;
}

function unfinishedOf(reports: readonly Report[]): readonly Unfinished[] {
  const byIndex = new Map(reports.map((report) => [report.shard.index, report]));
  const unfinished: Unfinished[] = [];
  for (let index = 1; index <= (reports[0]?.shard.count ?? 0); index++) {
    const report = byIndex.get(index);
    const isFinished = report !== undefined && report.end !== 'running' && report.end !== 'interrupted';
    if (!isFinished) unfinished.push({ index, report });
  }
  return unfinished;
}

function checkNoneTwice(reports: readonly Report[]): void {
  for (const { shard } of reports) {
    const found = reports.filter((other) => other.shard.index === shard.index).length;
    if (found > 1) throw new MergeError(`The report of shard ${shardText(shard)} occurs ${found} times.`);
  }
}

function unfinishedText(unfinished: readonly Unfinished[], { shard: { count }, origin }: Report): string {
  const lines = unfinished.map(({ index, report }) => {
    const shard = shardText({ index, count });
    const again = origin === undefined ? '' : ` Run: ${origin.command} --shard ${shard} --report shard-${index}.json`;
    return `Shard ${shard} ${stateOf(report)}.${again}`;
  });
  const verb = unfinished.length === 1 ? 'is' : 'are';
  return [`${unfinished.length} of ${count} shards ${verb} missing or not finished.`, ...lines].join('\n');
}

function stateOf(report: Report | undefined): string {
  if (report === undefined) return 'is missing';
  const { end, tried } = report;
  return `${end === 'running' ? 'has not ended or was killed' : 'was interrupted'}; its report has ${tried} ${tried === 1 ? 'history' : 'histories'}`;
}

function shardText({ index, count }: Shard): string {
  return `${index}/${count}`;
}

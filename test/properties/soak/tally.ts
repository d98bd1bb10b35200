/**
 * Adds up the outcomes of many seeds, lists the negative controls, and renders the table that `npm run soak` prints at its end.
 */
import type { PlayedOutcome } from './run-case.ts';
import { versionsText } from './versions.ts';

export interface Tally {
  readonly runs: number;
  /** The number of runs by versions. */
  readonly played: Readonly<Record<string, number>>;
  readonly records: number;
  readonly acknowledged: number;
  /** The number of runs by `guarantee: cause`. */
  readonly allowed: Readonly<Record<string, number>>;
  /** The outcomes with an unexplained violation. */
  readonly failed: readonly PlayedOutcome[];
}

/** The number of failures that are printed in full; of the others, only the seeds are printed. */
const SHOWN_FAILURES = 5;

/** Violations that unsafe configurations must produce in a long soak. If one does not occur, the soak would not detect it elsewhere. */
const CONTROLS: readonly string[] = [
  'NoAcknowledgedRecordLost: acks=1: the leader failed',
  'NoAcknowledgedRecordLost: unclean election',
  'NoDuplicateWithIdempotence: without idempotence: retried',
  'OrderPerProducerAndPartition: without idempotence: reordered in flight',
  'TransactionsAllOrNothing: read_uncommitted',
];

export function tallyOf(outcomes: readonly PlayedOutcome[]): Tally {
  const allowed: Record<string, number> = {};
  for (const outcome of outcomes) for (const cause of outcome.allowed) allowed[cause] = (allowed[cause] ?? 0) + 1;
  const played: Record<string, number> = {};
  for (const { versions } of outcomes) played[versionsText(versions)] = (played[versionsText(versions)] ?? 0) + 1;
  return {
    runs: outcomes.length,
    played,
    records: outcomes.reduce((sum, { records }) => sum + records, 0),
    acknowledged: outcomes.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    allowed,
    failed: outcomes.filter(({ problems }) => problems.length > 0),
  };
}

export function sumOf(one: Tally, other: Tally): Tally {
  return {
    runs: one.runs + other.runs,
    played: sumOfCounts(one.played, other.played),
    records: one.records + other.records,
    acknowledged: one.acknowledged + other.acknowledged,
    allowed: sumOfCounts(one.allowed, other.allowed),
    failed: [...one.failed, ...other.failed],
  };
}

type Counts = Readonly<Record<string, number>>;

function sumOfCounts(one: Counts, other: Counts): Counts {
  const sum: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** The negative controls that did not occur. */
export function unseenIn({ allowed }: Tally): readonly string[] {
  return CONTROLS.filter((control) => allowed[control] === undefined);
}

export function renderTally(tally: Tally): string {
  const { runs, played, records, acknowledged, allowed, failed } = tally;
  const row = (cause: string, count: number): string => `  ${`${count}`.padStart(6)}  ${cause}`;
  const others = Object.keys(allowed)
    .filter((cause) => !CONTROLS.includes(cause))
    .toSorted();
  return [
    `${runs} runs, ${records} records sent, ${acknowledged} acknowledged; ${failed.length} runs violated a guarantee.`,
    ...Object.keys(played)
      .toSorted()
      .map((versions) => row(versions, played[versions] ?? 0)),
    'Number of runs with a violation of what the configuration does not guarantee (negative controls):',
    ...CONTROLS.map((control) => row(control, allowed[control] ?? 0)),
    'Number of runs with another violation that the configuration or a known bug of Kafka explains:',
    ...others.map((cause) => row(cause, allowed[cause] ?? 0)),
  ].join('\n');
}

export function renderFailures({ failed }: Tally, describe: (outcome: PlayedOutcome) => string): string {
  const shown = failed.slice(0, SHOWN_FAILURES).map(describe);
  const seeds = failed.slice(SHOWN_FAILURES).map(({ seed }) => seed);
  return [...shown, ...(seeds.length > 0 ? [`Other failed seeds: ${seeds.join(', ')}`] : [])].join('\n\n');
}

/**
 * Many outcomes as numbers: what a soak has seen.
 *
 * Owns: adding up, what counts as a negative control, and the table at the end.
 */
import type { Outcome } from './judge.ts';

export interface Tally {
  readonly runs: number;
  readonly records: number;
  readonly acknowledged: number;
  /** `guarantee: cause` -> runs. */
  readonly allowed: Readonly<Record<string, number>>;
  /** Those that fail the soak. */
  readonly failed: readonly Outcome[];
}

/** Kept whole; of more failures it is enough to know how many there are. */
const KEPT = 5;

/** Breakages that an unsafe configuration must show sooner or later: if none did, the soak sees nothing. */
const CONTROLS: readonly string[] = [
  'NoAcknowledgedRecordLost: acks=1: the leader failed',
  'NoAcknowledgedRecordLost: unclean election',
  'NoDuplicateWithIdempotence: without idempotence: sent again',
  'OrderPerProducerAndPartition: without idempotence: overtaken in flight',
  'TransactionsAllOrNothing: read_uncommitted',
];

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const allowed: Record<string, number> = {};
  for (const outcome of outcomes) for (const cause of outcome.allowed) allowed[cause] = (allowed[cause] ?? 0) + 1;
  return {
    runs: outcomes.length,
    records: outcomes.reduce((sum, { records }) => sum + records, 0),
    acknowledged: outcomes.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    allowed,
    failed: outcomes.filter(({ problems }) => problems.length > 0),
  };
}

export function sumOf(one: Tally, other: Tally): Tally {
  const allowed = { ...one.allowed };
  for (const [cause, runs] of Object.entries(other.allowed)) allowed[cause] = (allowed[cause] ?? 0) + runs;
  return {
    runs: one.runs + other.runs,
    records: one.records + other.records,
    acknowledged: one.acknowledged + other.acknowledged,
    allowed,
    failed: [...one.failed, ...other.failed],
  };
}

/** Negative controls that were not seen. */
export function unseenIn({ allowed }: Tally): readonly string[] {
  return CONTROLS.filter((control) => allowed[control] === undefined);
}

export function renderTally(tally: Tally): string {
  const { runs, records, acknowledged, allowed, failed } = tally;
  const row = (cause: string, count: number): string => `  ${`${count}`.padStart(6)}  ${cause}`;
  const others = Object.keys(allowed)
    .filter((cause) => !CONTROLS.includes(cause))
    .toSorted();
  return [
    `${runs} runs, ${records} records sent, ${acknowledged} acknowledged; ${failed.length} runs broke a guarantee.`,
    'Not guaranteed, and seen to break (negative controls), in so many runs:',
    ...CONTROLS.map((control) => row(control, allowed[control] ?? 0)),
    'Also broken, and explained by the configuration or a known bug of 3.6.1, in so many runs:',
    ...others.map((cause) => row(cause, allowed[cause] ?? 0)),
  ].join('\n');
}

export function renderFailures({ failed }: Tally, tell: (outcome: Outcome) => string): string {
  const told = failed.slice(0, KEPT).map(tell);
  const seeds = failed.slice(KEPT).map(({ seed }) => seed);
  return [...told, ...(seeds.length > 0 ? [`and with seeds ${seeds.join(', ')}`] : [])].join('\n\n');
}

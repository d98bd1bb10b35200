/** What all reports show of a run: its actors, its steps, its records and its verdict. */
import { checkArgument, checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { describeValue } from '../../checks/describe-value.ts';
import { ANY, STRING, type ValueType, valueType } from '../../checks/value-type.ts';
import type { RunVerdict } from '../../simulation/checking/verdict.ts';
import { Simulation } from '../../simulation/simulation.ts';
import { Exchanges } from './exchanges.ts';
import { type Lane, Lanes } from './lanes.ts';
import { type RecordRow, recordRows } from './records.ts';
import { type Span, spansOf } from './spans.ts';
import { type Step, stepsOf } from './steps.ts';

/** What a report says of a run in addition to what the simulation knows. */
export interface ReportOptions {
  /** The heading. Default: `Simulation with seed 7`. */
  readonly title?: string;
  /** Why the run has failed: an error or a text. Default: it has not. */
  readonly failure?: unknown;
  /** The command that runs it again. Default: none is shown. */
  readonly replayCommand?: string;
}

/** The types of the options that all reports have. */
export const REPORT_OPTIONS: OptionTypes<ReportOptions> = { title: STRING, failure: ANY, replayCommand: STRING };

const SIMULATION: ValueType<Simulation> = valueType(
  (value): value is Simulation => value instanceof Simulation,
  'a Simulation',
);

export interface RunReport {
  readonly title: string;
  readonly seed: number;
  readonly fingerprint: string;
  /** In ms since the epoch. */
  readonly startMs: number;
  /** Virtual ms from the start to the end. */
  readonly endMs: number;
  readonly lanes: readonly Lane[];
  readonly steps: readonly Step[];
  /** What lasts for a while: batches and requests. */
  readonly spans: readonly Span[];
  /** Producer by producer, in the order of their send(). Empty if records were not logged. */
  readonly records: readonly RecordRow[];
  /** `null` if records were not logged. */
  readonly verdict: RunVerdict | null;
  /** `null` if the run has not failed. */
  readonly failure: string | null;
  readonly replayCommand: string | null;
}

/** A run as a report looks at it; every simulation is one. */
export type ReportedRun = Pick<Simulation, 'trace' | 'trial' | 'seed' | 'startMs' | 'nowMs'>;

/** Returns what reports show of a run as it is now. It must have a trace. */
export function runReport({ trace, trial, seed, startMs, nowMs }: ReportedRun, options: ReportOptions): RunReport {
  const { entries } = trace;
  const lanes = new Lanes(entries);
  const exchanges = new Exchanges(entries);
  const records = trial.producers.flatMap(({ sends }) => sends);
  const steps = stepsOf({ entries, lanes, exchanges, records });
  const { title = `Simulation with seed ${seed}`, failure, replayCommand = null } = options;
  return {
    title,
    seed,
    fingerprint: trace.fingerprint(),
    startMs,
    endMs: nowMs,
    lanes: lanes.all,
    steps,
    spans: spansOf(steps, exchanges.all),
    records: recordRows(trial),
    verdict: trial.isOn ? trial.verdict() : null,
    failure: failureText(failure),
    replayCommand,
  };
}

/**
 * @param call what the caller is called in errors, such as `htmlReport`
 * @throws IllegalArgumentException unless `sim` is a simulation; SimulationError of kind 'misuse' if it has no trace
 */
export function expectTraced(sim: Simulation, call: string): Simulation {
  checkArgument(`${call}(sim)`, sim, SIMULATION);
  if (sim.trace.isOn) return sim;
  throw sim.trial.failures.misuse(`${call}() needs a trace: the simulation was created with { trace: false }.`);
}

/** A program can throw anything. */
function failureText(failure: unknown): string | null {
  if (failure === undefined) return null;
  return failure instanceof Error ? failure.message : typeof failure === 'string' ? failure : describeValue(failure);
}

/** Checks the options of a report. @throws IllegalArgumentException for one that does not exist or has another type */
export function checkReportOptions<Options extends ReportOptions>(
  call: string,
  options: Options,
  types: OptionTypes<Options>,
): void {
  checkOptions(`${call}()`, options, types);
}

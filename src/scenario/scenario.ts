/** Scenarios: programs that show a behaviour of Kafka's producer, and print what happens. */

import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { ANY, BOOLEAN, FUNCTION, INTEGER, LIST, OBJECT, oneOf, STRING, TEXT } from '../checks/value-type.ts';
import { type LogLevel, type LogLine, renderLogLine } from '../client/index.ts';
import type { ClientVersionName } from '../client/versions/index.ts';
import type { CustomGuarantee } from '../guarantees/index.ts';
import { GUARANTEE_NAMES, type GuaranteeName } from '../guarantees/index.ts';
import { renderEntry, type TraceFacts } from '../sim/index.ts';
import type { RunVerdict } from '../simulation/checking/verdict.ts';
import type { TraceEventName } from '../simulation/events/simulation-events.ts';
import type { FaultPlan } from '../simulation/faults/fault-plan.ts';
import type { History } from '../simulation/history/history.ts';
import { Simulation } from '../simulation/simulation.ts';
import { checkSimulationOptions, type SimulationOptions } from '../simulation/simulation-options.ts';

/** The options of a scenario's simulation that are set by what runs it. */
const SET_BY_RUNNER = ['seed', 'logger', 'replayCommand', 'guarantees', 'breaks', 'history'] as const;

/** A scenario, the default export of a scenario file. */
export interface Scenario {
  /** The name for `kafka-trial run`: lower case, words joined by `-`. */
  readonly name: string;
  /** One line for lists and headings. */
  readonly title: string;
  /** Options of the simulation that it runs in. Default: those of `new Simulation()`. */
  readonly simulation?: Omit<SimulationOptions, (typeof SET_BY_RUNNER)[number]>;
  /** Guarantees that it is meant to violate. It is held to all others. Default: none. */
  readonly breaks?: readonly GuaranteeName[];
  /** Additional guarantees of its own. Default: none. */
  readonly guarantees?: readonly CustomGuarantee[];
  /** The program. It must make its topics and clients itself, and share nothing between runs. */
  readonly run: (context: ScenarioContext) => Promise<void>;
}

/** What the program of a scenario is given. */
export interface ScenarioContext {
  readonly sim: Simulation;
  /** Prints a text. A line that begins with a space continues the paragraph before. */
  readonly say: (text: string) => void;
  /**
   * Compares two values as JSON, and prints the value if they are equal.
   *
   * @param what the name of the value
   * @throws ScenarioError with both values if they differ
   */
  readonly check: (what: string, actual: unknown, expected: unknown) => void;
}

/** A `check` of a scenario has failed. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** One line of the output of a scenario. */
export interface TranscriptLine {
  /**
   * `text` is from `say` and `check`, `log` from a client's log without the values of its configuration; `trace` lines are
   * printed on demand.
   */
  readonly kind: 'text' | 'log' | 'trace';
  /** Virtual ms since the start. */
  readonly atMs: number;
  readonly text: string;
  /** Of a line of the log. */
  readonly level?: LogLevel;
  /** What a line of the trace is about: a client, a broker, `cluster`, `fault`. */
  readonly source?: string;
  /** Of a line of the trace. */
  readonly event?: TraceEventName;
  /** Of a line of the trace. */
  readonly facts?: TraceFacts;
}

/** The result of running a scenario. */
export interface ScenarioRun {
  readonly scenario: Scenario;
  readonly seed: number;
  /** The simulation as it was at the end of the run, for reports on it. */
  readonly sim: Simulation;
  /** Everything that was printed, in order, including the trace. */
  readonly lines: readonly TranscriptLine[];
  /** Fingerprint of the trace. */
  readonly fingerprint: string;
  /** Virtual ms from the start to the end of the run. */
  readonly endMs: number;
  /** What became of every record. */
  readonly verdict: RunVerdict;
  /** All states of the control plane; absent without the option `history`. */
  readonly history?: History;
  /** What the scenario threw, or why the simulation failed it; absent if it succeeded. */
  readonly failure?: unknown;
}

/** Options of `runScenario`. */
export interface RunScenarioOptions {
  /** The command that a failure prints to replay the run. Default: `kafka-trial run` with the scenario's name and the seed. */
  readonly replayCommand?: string;
  /** Whether to keep every state of the control plane, for `ScenarioRun.history`. Default false. */
  readonly history?: boolean;
  /** Faults in addition to those that the scenario sets. Default: none. */
  readonly faults?: FaultPlan;
  /** `'replication'`: the trace also shows what brokers do among themselves. Default `'events'`. */
  readonly trace?: 'events' | 'replication';
  /** Settings of every producer, instead of those that the scenario gives it; text is parsed as in Java. Default: none. */
  readonly producer?: Readonly<Record<string, unknown>>;
  /** The version of the clients. Default: that of the scenario's simulation. */
  readonly clientVersion?: ClientVersionName;
  /** The version of the brokers. Default: that of the scenario's simulation. */
  readonly brokerVersion?: SimulationOptions['brokerVersion'];
}

/** The guarantees are checked where they are used, and the plan of faults where it is applied. */
const SCENARIO_FIELDS: OptionTypes<Scenario> = {
  name: TEXT,
  title: TEXT,
  simulation: OBJECT,
  breaks: LIST,
  guarantees: LIST,
  run: FUNCTION,
};
const RUN_OPTIONS: OptionTypes<RunScenarioOptions> = {
  replayCommand: STRING,
  history: BOOLEAN,
  faults: ANY,
  trace: oneOf(['events', 'replication']),
  producer: OBJECT,
  clientVersion: STRING,
  brokerVersion: STRING,
};

/** @throws IllegalArgumentException for a field that does not exist, and for one that is of another type or missing */
export function checkScenario(scenario: Scenario): void {
  checkOptions('A scenario', scenario, SCENARIO_FIELDS, { noun: 'field', required: ['name', 'title', 'run'] });
  checkProgramOptions(`Scenario '${scenario.name}'`, scenario.simulation);
}

/** Checks the field `simulation` of a scenario or a program. */
export function checkProgramOptions(of: string, options: Scenario['simulation']): void {
  if (options !== undefined) checkSimulationOptions(options, `${of}, field 'simulation'`, SET_BY_RUNNER);
}

/**
 * Defines a scenario. Returns its argument.
 *
 * @throws IllegalArgumentException for a field that does not exist, and for one that is of another type or missing
 *
 * @example
 * import { StringSerializer } from 'kafka-trial';
 * import { defineScenario, runScenario } from 'kafka-trial/scenario';
 *
 * const scenario = defineScenario({
 *   name: 'one-record',
 *   title: 'One record',
 *   run: async ({ sim, check }) => {
 *     const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *     const metadata = await producer.send({ topic: 'payments', value: '12 EUR' }).get();
 *     check('offset', metadata.offset(), 0);
 *   },
 * });
 * const { lines } = await runScenario(scenario, 7);
 * console.log(lines.find(({ kind }) => kind === 'text')?.text);
 * // prints: ✓ offset: 0
 */
export function defineScenario(scenario: Scenario): Scenario {
  checkScenario(scenario);
  return scenario;
}

/**
 * Runs a scenario with a seed. It does not throw if the scenario fails: `ScenarioRun.failure` says why.
 *
 * @throws IllegalArgumentException for an invalid scenario, seed or option; FaultError if the plan of faults cannot be applied
 */
export async function runScenario(
  scenario: Scenario,
  seed: number,
  options: RunScenarioOptions = {},
): Promise<ScenarioRun> {
  checkScenario(scenario);
  checkArgument('runScenario(scenario, seed)', seed, INTEGER);
  checkOptions('runScenario()', options, RUN_OPTIONS);
  const lines: TranscriptLine[] = [];
  const logger = {
    log: (line: LogLine) => {
      // The ninety lines of a configuration would hide what the scenario shows.
      if (line.isConfiguration === true) return;
      lines.push({ kind: 'log', atMs: sim.nowMs, text: renderLogLine(line), level: line.level });
    },
  };
  const replayCommand = options.replayCommand ?? `npx kafka-trial run ${scenario.name} --seed ${seed} --trace`;
  const sim: Simulation = new Simulation({
    ...scenario.simulation,
    seed,
    logger,
    replayCommand,
    guarantees: [...GUARANTEE_NAMES, ...(scenario.guarantees ?? [])],
    breaks: scenario.breaks ?? [],
    history: options.history === true,
    ...(options.trace === 'replication' && { trace: options.trace }),
    ...(options.clientVersion !== undefined && { clientVersion: options.clientVersion }),
    ...(options.brokerVersion !== undefined && { brokerVersion: options.brokerVersion }),
  });
  sim.trace.on((entry) => {
    const { source, event, facts } = entry;
    if (event === 'log') return;
    lines.push({ kind: 'trace', atMs: sim.nowMs, text: renderEntry(entry, sim.startMs), source, event, facts });
  });
  if (options.faults !== undefined) sim.faults.apply(options.faults);
  if (options.producer !== undefined) sim.parts.clients.producerOverrides = options.producer;
  const context = scenarioContext(sim, (text) => lines.push({ kind: 'text', atMs: sim.nowMs, text }));
  const failure = await sim
    .run(() => scenario.run(context))
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  return {
    scenario,
    seed,
    sim,
    lines,
    fingerprint: sim.trace.fingerprint(),
    endMs: sim.nowMs,
    verdict: sim.verdict(),
    ...(options.history === true && { history: sim.history }),
    ...(failure !== undefined && { failure: failure.error }),
  };
}

/** Returns a context that prints with `say`. */
export function scenarioContext(sim: Simulation, say: (text: string) => void): ScenarioContext {
  return {
    sim,
    say,
    check: (what, actual, expected) => {
      const [shown, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
      if (shown !== wanted) throw new ScenarioError(`${what}: expected ${wanted}, got ${shown}`);
      say(`✓ ${what}: ${shown}`);
    },
  };
}

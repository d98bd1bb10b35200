/**
 * A scenario: a short story about a producer, told on a simulation and printed as text.
 *
 * Owns: what a scenario is, the stage it plays on, and the transcript its telling leaves.
 * Refuses to know: files, flags and terminals (cli).
 */

import { type LogLine, renderLogLine } from '../client/index.ts';
import type { CustomGuarantee } from '../guarantees/index.ts';
import { GUARANTEE_NAMES, type GuaranteeName } from '../guarantees/index.ts';
import { renderEntry } from '../sim/index.ts';
import type { RunVerdict } from '../simulation/checking/verdict.ts';
import type { FaultPlan } from '../simulation/faults/fault-plan.ts';
import type { History } from '../simulation/history/history.ts';
import { Simulation } from '../simulation/simulation.ts';
import type { SimulationOptions } from '../simulation/simulation-options.ts';

/** A story, as a scenario file exports it. */
export interface Scenario {
  /** What `kafka-trial run` calls it: lower case, words joined by `-`. */
  readonly name: string;
  /** One line for the list. */
  readonly title: string;
  /** The world it plays in; the seed comes from outside. */
  readonly simulation?: Omit<
    SimulationOptions,
    'seed' | 'logger' | 'replayCommand' | 'guarantees' | 'breaks' | 'history'
  >;
  /** The guarantees it breaks, to show it; it is held to all others. */
  readonly breaks?: readonly GuaranteeName[];
  /** Guarantees of its own that it is held to beside all of ours. */
  readonly guarantees?: readonly CustomGuarantee[];
  readonly run: (stage: ScenarioContext) => Promise<void>;
}

/** What a scenario tells its story with. */
export interface ScenarioContext {
  readonly sim: Simulation;
  /** Tells the reader something. */
  readonly say: (text: string) => void;
  /**
   * Holds the story to an outcome, and prints it.
   *
   * @throws ScenarioError with both values if they differ
   */
  readonly check: (what: string, actual: unknown, expected: unknown) => void;
}

/** The outcome of a story is not the one it guarantees. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** One line of a transcript. `trace` lines are shown on demand only. */
export interface TranscriptLine {
  readonly kind: 'story' | 'log' | 'trace';
  /** Virtual time in ms since the start. */
  readonly atMs: number;
  readonly text: string;
}

export interface ScenarioRun {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly lines: readonly TranscriptLine[];
  readonly fingerprint: string;
  /** When the run was over, in virtual ms since the start. */
  readonly endMs: number;
  /** What became of every record. */
  readonly verdict: RunVerdict;
  /** If it was asked for. */
  readonly history?: History;
  /** Why the story failed, if it did. */
  readonly failure?: unknown;
}

/** Declares a scenario; a file's default export. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}

export interface RunScenarioOptions {
  /** What a failure tells its reader to type. Default: `kafka-trial run` with the scenario's name and the seed. */
  readonly replayCommand?: string;
  /** Keep every state of the control plane, for `Telling.history`. Default false. */
  readonly history?: boolean;
  /** Faults beside those of the story. Default: none. */
  readonly faults?: FaultPlan;
}

/**
 * Plays a scenario from a seed. Never throws for a failing story: the failure is part of the telling.
 *
 * @throws FaultError if the plan of faults cannot be applied
 */
export async function runScenario(
  scenario: Scenario,
  seed: number,
  options: RunScenarioOptions = {},
): Promise<ScenarioRun> {
  const lines: TranscriptLine[] = [];
  const write = (kind: TranscriptLine['kind'], text: string): void => {
    lines.push({ kind, atMs: sim.nowMs, text });
  };
  const logger = { log: (line: LogLine) => write('log', renderLogLine(line)) };
  const replayCommand = options.replayCommand ?? `kafka-trial run ${scenario.name} --seed ${seed} --trace`;
  const { simulation: world, breaks = [], guarantees = [] } = scenario;
  const sim: Simulation = new Simulation({
    ...world,
    seed,
    logger,
    replayCommand,
    guarantees: [...GUARANTEE_NAMES, ...guarantees],
    breaks,
    history: options.history === true,
  });
  sim.trace.on((entry) => {
    if (entry.event !== 'log') write('trace', renderEntry(entry, sim.startMs));
  });
  if (options.faults !== undefined) sim.faults.apply(options.faults);
  const stage = scenarioContext(sim, (text) => write('story', text));
  const failure = await sim
    .run(() => scenario.run(stage))
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  return {
    scenario,
    seed,
    lines,
    fingerprint: sim.trace.fingerprint(),
    endMs: sim.nowMs,
    verdict: sim.verdict(),
    ...(options.history === true && { history: sim.history }),
    ...(failure !== undefined && { failure: failure.error }),
  };
}

/** A stage whose words go to `say`. */
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

/** The telling as text: story and log lines, and the trace between them if asked for. */
export function renderScenarioRun(telling: ScenarioRun, options: { readonly trace: boolean }): string {
  const shown = telling.lines.filter(({ kind }) => options.trace || kind !== 'trace');
  return [
    `# ${telling.scenario.title}`,
    `# scenario ${telling.scenario.name}, seed ${telling.seed}`,
    ...shown.map(renderLine),
    '',
    `${telling.verdict}`,
    `# trace fingerprint ${telling.fingerprint}`,
    '',
  ].join('\n');
}

function renderLine({ kind, text }: TranscriptLine): string {
  if (kind !== 'story') return kind === 'log' ? `  ${text}` : text;
  // A new paragraph, unless the line goes on with the one before.
  return /^[ ✓]/.test(text) ? text : `\n${text}`;
}

/**
 * `kafka-trial run`: runs one scenario and prints its transcript; after a failure also the reason, the seed and the
 * command that replays it.
 */
import { styleText } from 'node:util';
import { IllegalArgumentException } from '../errors.ts';
import { type BrokerVersionName, FaultError, type RunVerdict, SimulationError } from '../index.ts';
import {
  type RenderOptions,
  renderScenarioRun,
  runScenario,
  ScenarioError,
  type ScenarioRun,
} from '../scenario/index.ts';
import { shownLines } from '../scenario/render.ts';
import { integerOption, readCommand, seedOf } from './command-line/arguments.ts';
import { withCommandOption } from './command-line/broker-version.ts';
import { clientVersionOf } from './command-line/client-version.ts';
import type { CommandHost, ExitCode } from './command-line/command-host.ts';
import { UsageError } from './command-line/usage-error.ts';
import { colour } from './scenarios/colour.ts';
import { loadFaultPlan } from './scenarios/load-fault-plan.ts';
import { findScenario } from './scenarios/scenario-catalogue.ts';
import { formatOf, scenarioReport } from './scenarios/scenario-report.ts';
import { RUN } from './usage/run.ts';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'OFF'] as const;

export async function run(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, RUN);
  const [nameOrFile, extra] = positionals;
  if (nameOrFile === undefined) throw new UsageError('run needs a scenario: a name from kafka-trial list, or a file.');
  if (extra !== undefined) throw new UsageError(`run takes one scenario, got also '${extra}'.`);
  const seed = seedOf(values.seed);
  const shown = {
    trace: traceOf(values.trace),
    logLevel: values.quiet === true ? 'OFF' : logLevelOf(values['log-level']),
  } as const;
  const format = values.json === true ? 'json' : formatOf(values.format);
  const scenario = await findScenario(nameOrFile, host.scenarioFolder);

  const faults = values.faults === undefined ? undefined : await loadFaultPlan(values.faults);
  const producer = settingsOf(values.set ?? []);
  const clientVersion = clientVersionOf(values['client-version'], host);
  const brokerVersion = values['broker-version'] as BrokerVersionName | undefined;
  const versions = { 'client-version': clientVersion, 'broker-version': brokerVersion };
  const replay = replayCommand(nameOrFile, seed, { ...values, ...versions });
  const atMs = values.at === undefined ? undefined : integerOption('at', values.at, 0, [0, Number.MAX_SAFE_INTEGER]);
  const history = values.history === true || atMs !== undefined;
  if (history && format !== undefined && format !== 'json')
    throw new UsageError(`--history and --at print states of the cluster, not a report: leave out --format ${format}.`);
  const scenarioRun = await runScenario(scenario, seed, {
    replayCommand: replay,
    history,
    ...(values.trace !== undefined && { trace: values.trace }),
    ...(faults !== undefined && { faults }),
    ...(producer !== undefined && { producer }),
    ...(clientVersion !== undefined && { clientVersion }),
    ...(brokerVersion !== undefined && { brokerVersion }),
  }).catch((error: unknown) => {
    if (error instanceof FaultError) throw new UsageError(`${values.faults}: ${error.message}`);
    // All other options have been checked by now.
    if (brokerVersion !== undefined && error instanceof IllegalArgumentException)
      throw new UsageError(`${withCommandOption(error.message)}.`);
    throw error;
  });
  if (format === 'json') host.write(asJson(scenarioRun, replay, shown));
  else if (history) host.write(historyText(scenarioRun, values.history === true, atMs));
  else if (format !== undefined) {
    const logLevel = values['log-level'] === undefined && values.quiet !== true ? 'WARN' : shown.logLevel;
    const { hasColour } = host;
    const options = { replayCommand: replay, hasColour, hasEveryEvent: shown.trace, logLevel };
    host.write(await scenarioReport(format, scenarioRun, options));
  } else host.write(renderScenarioRun(scenarioRun, { ...shown, ...(host.hasColour && { style: colour }) }));
  if (!hasFailed(scenarioRun)) return 0;
  host.writeError(explain(scenarioRun, replay, host.hasColour));
  return 1;
}

/** @throws UsageError unless each has the form key=value */
function settingsOf(texts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (texts.length === 0) return undefined;
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals <= 0) throw new UsageError(`--set takes KEY=VALUE, such as --set linger.ms=5, got '${text}'.`);
      return [text.slice(0, equals), text.slice(equals + 1)] as const;
    }),
  );
}

function traceOf(text: string | undefined): boolean {
  if (text === undefined || text === 'events' || text === 'replication') return text !== undefined;
  throw new UsageError(`--trace takes no value, or --trace=replication, got '${text}'.`);
}

function logLevelOf(text: string | undefined): (typeof LOG_LEVELS)[number] {
  const level = LOG_LEVELS.find((one) => one === (text ?? 'DEBUG').toUpperCase());
  if (level !== undefined) return level;
  throw new UsageError(`--log-level must be one of ${LOG_LEVELS.join(', ')}, got '${text}'.`);
}

function hasFailed(scenarioRun: ScenarioRun): boolean {
  return 'failure' in scenarioRun;
}

/** The control plane over time, at a given time, or both, instead of the transcript. */
function historyText(
  { scenario, seed, history, endMs }: ScenarioRun,
  whole: boolean,
  atMs: number | undefined,
): string {
  if (history === undefined) return '';
  if (atMs !== undefined && atMs > endMs) {
    throw new UsageError(`--at must be a time within the run: ${scenario.name} with seed ${seed} ends at ${endMs} ms.`);
  }
  return [
    `# ${scenario.title}`,
    `# scenario ${scenario.name}, seed ${seed}`,
    ...(whole ? [`${history}`] : []),
    ...(atMs === undefined ? [] : [history.print(atMs)]),
    '',
  ].join('\n');
}

function explain({ scenario, seed, failure }: ScenarioRun, replay: string, hasColour: boolean): string {
  const verdict = `The scenario ${scenario.name} failed with seed ${seed}:`;
  const shown = hasColour ? styleText('red', verdict) : verdict;
  // The message of a SimulationError already has the seed and the replay command.
  if (failure instanceof SimulationError) return `${shown}\n${failure.message}\n`;
  return `${shown}\n${reasonOf(failure)}\nReplay: ${replay}\n`;
}

/** A failed check explains itself; any other error is a bug somewhere, so its stack is printed. */
function reasonOf(failure: unknown): string {
  const isFailedCheck = failure instanceof ScenarioError;
  return !isFailedCheck && failure instanceof Error ? (failure.stack ?? String(failure)) : String(failure);
}

function asJson(scenarioRun: ScenarioRun, replay: string, shown: RenderOptions): string {
  const { scenario, seed, fingerprint, verdict, failure, history } = scenarioRun;
  const passed = !hasFailed(scenarioRun);
  return `${JSON.stringify({
    scenario: scenario.name,
    seed,
    passed,
    fingerprint,
    verdict: countsOf(verdict),
    lines: shownLines(scenarioRun, shown),
    ...(history !== undefined && { history: history.changes() }),
    ...(!passed && { failure: String(failure), replay }),
  })}\n`;
}

function countsOf(verdict: RunVerdict): Readonly<Record<string, number>> {
  const { acknowledged, failed, unknown, lost, duplicated, reordered, phantom } = verdict;
  return {
    acknowledged,
    failed,
    unknown,
    lost: lost.length,
    duplicated: duplicated.length,
    reordered: reordered.length,
    phantom: phantom.length,
  };
}

function replayCommand(
  nameOrFile: string,
  seed: number,
  given: {
    readonly faults?: string;
    readonly set?: readonly string[];
    readonly 'client-version': string | undefined;
    readonly 'broker-version': string | undefined;
  },
): string {
  const { faults, set = [], 'client-version': clientVersion, 'broker-version': brokerVersion } = given;
  const options = [
    ...(faults === undefined ? [] : [['faults', faults] as const]),
    ...set.map((setting) => ['set', setting] as const),
    ...(clientVersion === undefined ? [] : [['client-version', clientVersion] as const]),
    ...(brokerVersion === undefined ? [] : [['broker-version', brokerVersion] as const]),
  ];
  const words = options.map(([option, value]) => ` --${option} ${shellWord(value)}`).join('');
  return `npx kafka-trial run ${shellWord(nameOrFile)} --seed${seed < 0 ? '=' : ' '}${seed}${words} --trace`;
}

function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command `npm run conformance:broker`: plays scenarios, compares the answers, and prints the result.
 */
import { parseArgs } from 'node:util';
import { BROKER_VERSIONS, type BrokerVersionName } from '../../../../src/broker/versions/index.ts';
import { type Comparison, compare } from './comparison.ts';
import type { GoldenFile } from './golden-file.ts';
import { InvalidScenarioError } from './json.ts';
import { type Answers, play } from './play.ts';
import { describeDifference } from './report.ts';
import type { Scenario } from './scenario.ts';
import { findScenarios, isAsRecorded, loadGolden, loadScenario, type ScenarioFile } from './scenario-files.ts';
import type { Mode } from './targets.ts';

export const USAGE = `Plays scenarios against our brokers and compares their answers with those of Apache Kafka.

npm run -s conformance:broker -- [directories or files] [--mode kraft|zookeeper] [--broker-version 3.6.1|3.9|4.3]

Without a path: the golden scenarios of this project. A directory holds scenario files, or a folder scenarios/ of them; the
recorded answers are in a folder kraft/ or zookeeper/ beside it, those of brokers of another version that differ in kraft-3.9/
or kraft-4.3/. --mode is kraft by default, --broker-version 3.6.1.`;

export interface CommandEnvironment {
  readonly defaultPath: string;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Shows the progress of a long run; '' clears it. */
  readonly showProgress: (text: string) => void;
}

interface RunRequest {
  readonly tasks: readonly Task[];
  readonly mode: Mode;
  readonly version: BrokerVersionName;
}

interface Task {
  readonly file: ScenarioFile;
  readonly scenario: Scenario;
  /** Undefined if there are no recorded answers in this mode. */
  readonly golden: GoldenFile | undefined;
}

/** @returns the exit code: 0 all identical, 1 some answers differ, 2 usage error */
export function conformance(args: readonly string[], environment: CommandEnvironment): 0 | 1 | 2 {
  if (args.includes('--help')) {
    environment.print(USAGE);
    return 0;
  }
  let request: RunRequest;
  try {
    request = readRequest(args, environment.defaultPath);
  } catch (error) {
    environment.printError(`conformance:broker: ${(error as Error).message.split('\n')[0]}`);
    return 2;
  }
  return compareAll(request, environment);
}

function compareAll({ tasks, mode, version }: RunRequest, { print, showProgress }: CommandEnvironment): 0 | 1 {
  const count = { scenarios: 0, identicalScenarios: 0, answers: 0, identicalAnswers: 0 };
  for (const [index, { file, scenario, golden }] of tasks.entries()) {
    if (golden === undefined) {
      print(`not recorded  ${file.name} (there are no answers in ${mode} mode to compare with)`);
      continue;
    }
    if (golden.notPlayable !== undefined) {
      print(`not recorded  ${file.name} (${golden.notPlayable})`);
      continue;
    }
    showProgress(`${index + 1} of ${tasks.length}: ${file.name}`);
    const { comparison, difference } = compareScenario(file, scenario, golden, mode, version);
    showProgress('');
    count.scenarios++;
    if (difference === null) count.identicalScenarios++;
    count.answers += comparison.total;
    count.identicalAnswers += comparison.identical;
    const changed = isAsRecorded(file, golden) ? '' : ' (the file has changed since its answers were recorded)';
    print(
      difference === null ? `identical  ${file.name}${changed}` : `differs    ${file.name}${changed}\n${difference}`,
    );
  }
  print(
    `${count.identicalScenarios} of ${count.scenarios} scenarios, ` +
      `${count.identicalAnswers} of ${count.answers} answers identical`,
  );
  return count.identicalScenarios === count.scenarios ? 0 : 1;
}

/** Plays one scenario and compares its answers. `difference` describes the first difference, or why the scenario could not be played. */
export function compareScenario(
  file: ScenarioFile,
  scenario: Scenario,
  golden: GoldenFile,
  mode: Mode,
  version: BrokerVersionName,
): { readonly comparison: Comparison; readonly difference: string | null } {
  let answers: Answers;
  try {
    answers = play(scenario, mode, version);
  } catch (error) {
    const comparison = { total: golden.answers.length, identical: 0, differences: [] };
    const why = error instanceof InvalidScenarioError ? error.message : (error as Error).stack;
    return { comparison, difference: `  ${file.path} cannot be played: ${why}` };
  }
  const stepIds = scenario.steps.map(({ id }) => id);
  const comparison = compare(golden, answers, stepIds);
  const first = comparison.differences[0];
  return { comparison, difference: first === undefined ? null : describeDifference(scenario, answers, first) };
}

function readRequest(args: readonly string[], defaultPath: string): RunRequest {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      mode: { type: 'string', default: 'kraft' },
      'broker-version': { type: 'string', default: '3.6.1' },
    },
    strict: true,
    allowPositionals: true,
  });
  const { mode, 'broker-version': version } = values;
  if (mode !== 'kraft' && mode !== 'zookeeper') throw new Error(`--mode must be kraft or zookeeper, got '${mode}'`);
  if (!isBrokerVersionName(version)) {
    const names = Object.keys(BROKER_VERSIONS).join(', ');
    throw new Error(`--broker-version must be one of ${names}, got '${version}'`);
  }
  if (mode === 'zookeeper' && version !== '3.6.1')
    throw new Error(`brokers of ${version} were recorded in KRaft mode only`);
  const files = findScenarios(positionals.length === 0 ? [defaultPath] : positionals, mode, version);
  if (files.every(({ goldenPath }) => goldenPath === undefined)) {
    const folders = files.map(({ path }) => path).slice(0, 1);
    throw new Error(`${folders.join(', ')}: there are no recorded answers in ${mode} mode beside it`);
  }
  const tasks = files.map((file) => ({
    file,
    scenario: loadScenario(file),
    golden: file.goldenPath === undefined ? undefined : loadGolden(file.goldenPath),
  }));
  return { tasks, mode, version };
}

function isBrokerVersionName(name: string): name is BrokerVersionName {
  return Object.hasOwn(BROKER_VERSIONS, name);
}

/**
 * The command `npm run conformance`: plays scenarios, compares our traces with the golden ones, and prints the differences. run.ts passes
 * in what it needs of Node's process.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ClientVersion, clientVersionNamed, DEFAULT_CLIENT_VERSION } from '../../../src/client/versions/index.ts';
import { firstDivergence } from './comparison.ts';
import { LEVELS, type Level } from './levels.ts';
import { play } from './play.ts';
import { describeDivergence } from './report.ts';
import type { Scenario } from './scenario.ts';
import { findScenarios, loadScenario, loadTrace, type ScenarioFile, traceName } from './scenario-files.ts';
import { type Trace, traceText } from './trace.ts';

export const USAGE = `Plays scenarios with our producer and compares its traces with those of the Java client.

npm run -s conformance -- [directories or files] [--level behaviour|logs|full] [--write directory] [--client-version VERSION]

Without a path: the golden scenarios of this project. --level is full by default:
  behaviour  every event except log lines, connection setup and metrics
  logs       log lines as well
  full       everything except busyLoop, corr and requestSize
--write writes our traces into a directory.
--client-version is the version of our producer and of the scripted brokers: 3.6.1, 3.9 or 4.3. By default it is the version that
the golden trace names.`;

export interface CommandEnvironment {
  readonly defaultPath: string;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Shows the progress of a long run; '' clears it. */
  readonly showProgress: (text: string) => void;
}

interface Task {
  readonly file: ScenarioFile;
  readonly scenario: Scenario;
  /** `null`: there is no golden trace. */
  readonly golden: Trace | null;
  readonly version: ClientVersion;
}

interface Request {
  readonly tasks: readonly Task[];
  readonly level: Level;
  readonly writeTo: string | undefined;
}

/** @returns the exit code: 0 all identical, 1 some differ, 2 usage error */
export async function conformance(args: readonly string[], environment: CommandEnvironment): Promise<0 | 1 | 2> {
  if (args.includes('--help')) {
    environment.print(USAGE);
    return 0;
  }
  let request: Request;
  try {
    request = readRequest(args, environment.defaultPath);
  } catch (error) {
    environment.printError(`conformance: ${(error as Error).message.split('\n')[0]}`);
    return 2;
  }
  return await compareAll(request, environment);
}

async function compareAll({ tasks, level, writeTo }: Request, environment: CommandEnvironment): Promise<0 | 1> {
  const { print, showProgress } = environment;
  let compared = 0;
  let identical = 0;
  for (const [index, { file, scenario, golden, version }] of tasks.entries()) {
    showProgress(`${index + 1} of ${tasks.length}: ${file.name}`);
    const trace = await playSafely(scenario, version);
    showProgress('');
    if (!(trace instanceof Error) && writeTo !== undefined)
      writeFileSync(join(writeTo, traceName(file.name)), traceText(trace));
    if (golden === null && !(trace instanceof Error)) {
      print(`written    ${file.name} (there is no golden trace)`);
      continue;
    }
    compared++;
    const difference =
      trace instanceof Error ? `  the run failed: ${trace.stack}` : differenceFrom(golden!, trace, level);
    if (difference === null) identical++;
    print(difference === null ? `identical  ${file.name}` : `differs    ${file.name}\n${difference}`);
  }
  print(`${identical} of ${compared} identical`);
  return identical === compared ? 0 : 1;
}

function differenceFrom(golden: Trace, trace: Trace, level: Level): string | null {
  const divergence = firstDivergence(golden, trace, level);
  return divergence === null ? null : describeDivergence(divergence);
}

/** An exception in one scenario counts as a difference; the other scenarios are played nevertheless. */
async function playSafely(scenario: Scenario, version: ClientVersion): Promise<Trace | Error> {
  try {
    return await play(scenario, version);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function readRequest(args: readonly string[], defaultPath: string): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      level: { type: 'string', default: 'full' },
      write: { type: 'string' },
      'client-version': { type: 'string' },
    },
    strict: true,
    allowPositionals: true,
  });
  const { level, write: writeTo } = values;
  if (!isLevel(level)) throw new Error(`--level must be one of ${LEVELS.join(', ')}, got '${level}'`);
  const files = findScenarios(positionals.length === 0 ? [defaultPath] : positionals);
  const given = values['client-version'];
  const version = given === undefined ? undefined : clientVersionNamed(given, '--client-version');
  const tasks = files.map((file) => taskOf(file, writeTo, version));
  if (writeTo !== undefined) mkdirSync(writeTo, { recursive: true });
  return { tasks, level, writeTo };
}

function taskOf(file: ScenarioFile, writeTo: string | undefined, version: ClientVersion | undefined): Task {
  const golden = goldenOf(file, writeTo);
  return { file, scenario: loadScenario(file), golden, version: version ?? versionOf(golden) };
}

/** The version that a golden trace was recorded with. */
export function versionOf(golden: Trace | null): ClientVersion {
  return golden === null ? DEFAULT_CLIENT_VERSION : clientVersionNamed(golden.kafkaVersion, 'kafkaVersion');
}

function goldenOf({ path, tracePath }: ScenarioFile, writeTo: string | undefined): Trace | null {
  if (tracePath !== undefined) return loadTrace(tracePath);
  if (writeTo !== undefined) return null;
  throw new Error(`${path}: there is no golden trace beside it (with --write it is not needed)`);
}

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

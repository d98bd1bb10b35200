/**
 * The command: plays scenarios, compares, tells.
 *
 * Owns: its arguments, what it prints, and its exit code (0 all identical, 1 some differ, 2 it was called wrongly).
 * Refuses to know: Node's process (run.ts hands in what it needs).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstDivergence } from './comparison.ts';
import { LEVELS, type Level } from './levels.ts';
import { play } from './play.ts';
import { describeDivergence } from './report.ts';
import type { Scenario } from './scenario.ts';
import { findScenarios, loadScenario, loadTrace, type ScenarioFile, traceName } from './scenario-files.ts';
import { type Trace, traceText } from './trace.ts';

export const USAGE = `Plays scenarios with our producer and compares its traces with those of the Java client.

npm run -s conformance -- [directories or files] [--level behaviour|logs|full] [--write directory]

Without a path: the golden scenarios of this project. --level is full by default:
  behaviour  every event but log lines, connection set-up and metrics
  logs       log lines as well
  full       everything but what only informs (busyLoop, corr, requestSize)
--write puts our traces into a directory.`;

export interface Surroundings {
  readonly defaultPath: string;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Tells how far a long run has come; goes nowhere when nobody watches. */
  readonly showProgress: (text: string) => void;
}

interface Task {
  readonly file: ScenarioFile;
  readonly scenario: Scenario;
  /** `null`: there is nothing to compare with. */
  readonly golden: Trace | null;
}

interface Request {
  readonly tasks: readonly Task[];
  readonly level: Level;
  readonly writeTo: string | undefined;
}

/** @returns the exit code */
export async function conformance(args: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  if (args.includes('--help')) {
    surroundings.print(USAGE);
    return 0;
  }
  let request: Request;
  try {
    request = readRequest(args, surroundings.defaultPath);
  } catch (error) {
    surroundings.printError(`conformance: ${(error as Error).message.split('\n')[0]}`);
    return 2;
  }
  return await compareAll(request, surroundings);
}

async function compareAll({ tasks, level, writeTo }: Request, surroundings: Surroundings): Promise<0 | 1> {
  const { print, showProgress } = surroundings;
  let compared = 0;
  let identical = 0;
  for (const [index, { file, scenario, golden }] of tasks.entries()) {
    showProgress(`${index + 1} of ${tasks.length}: ${file.name}`);
    const trace = await playSafely(scenario);
    showProgress('');
    if (!(trace instanceof Error) && writeTo !== undefined)
      writeFileSync(join(writeTo, traceName(file.name)), traceText(trace));
    if (golden === null && !(trace instanceof Error)) {
      print(`written    ${file.name} (there is no golden trace to compare with)`);
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

/** A producer that breaks down is a difference, and no reason not to play the others. */
async function playSafely(scenario: Scenario): Promise<Trace | Error> {
  try {
    return await play(scenario);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function readRequest(args: readonly string[], defaultPath: string): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { level: { type: 'string', default: 'full' }, write: { type: 'string' } },
    strict: true,
    allowPositionals: true,
  });
  const { level, write: writeTo } = values;
  if (!isLevel(level)) throw new Error(`--level is one of ${LEVELS.join(', ')}, not '${level}'`);
  const files = findScenarios(positionals.length === 0 ? [defaultPath] : positionals);
  const tasks = files.map((file) => ({ file, scenario: loadScenario(file), golden: goldenOf(file, writeTo) }));
  if (writeTo !== undefined) mkdirSync(writeTo, { recursive: true });
  return { tasks, level, writeTo };
}

function goldenOf({ path, tracePath }: ScenarioFile, writeTo: string | undefined): Trace | null {
  if (tracePath !== undefined) return loadTrace(tracePath);
  if (writeTo !== undefined) return null;
  throw new Error(`${path}: there is no trace beside it to compare with (--write writes ours without one)`);
}

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

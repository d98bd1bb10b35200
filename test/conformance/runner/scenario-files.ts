/**
 * Finds and reads scenario files and their traces: `NAME.scenario.json` and, beside it, `NAME.trace.json`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Trace } from './trace.ts';

const SCENARIO = '.scenario.json';
const TRACE = '.trace.json';

/** A file or a directory given by the caller cannot be used. */
export class InvalidFileError extends Error {
  override readonly name = 'InvalidFileError';
}

export interface ScenarioFile {
  /** The file's name without `.scenario.json`. */
  readonly name: string;
  readonly path: string;
  /** The path of the golden trace; undefined if there is none. */
  readonly tracePath: string | undefined;
}

/** The scenarios of files, and of directories with their subdirectories, those of a directory in the order of their names. */
export function findScenarios(paths: readonly string[]): ScenarioFile[] {
  const found = new Map<string, ScenarioFile>();
  for (const path of paths.flatMap(filesOf)) found.set(resolve(path), scenarioFile(path));
  return [...found.values()];
}

/** @throws InvalidFileError */
export function loadScenario({ path }: ScenarioFile): Scenario {
  try {
    return readScenario(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InvalidFileError(`${path}: ${(error as Error).message}`);
  }
}

/** @throws InvalidFileError */
export function loadTrace(path: string): Trace {
  const trace = parseTrace(path);
  const hasMetrics = typeof trace.metrics === 'object' || trace.finish === 'constructFailed';
  if (Array.isArray(trace.events) && Array.isArray(trace.futures) && hasMetrics) return trace;
  throw new InvalidFileError(`${path}: a trace must have events, futures and metrics`);
}

function parseTrace(path: string): Trace {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Trace;
  } catch (error) {
    throw new InvalidFileError(`${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

export function traceName(name: string): string {
  return name + TRACE;
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new InvalidFileError(`${path}: there is no such file or directory`);
  if (!statSync(path).isDirectory()) {
    if (path.endsWith(SCENARIO)) return [path];
    throw new InvalidFileError(`${path}: a scenario's file is called NAME${SCENARIO}`);
  }
  const below = readdirSync(path, { recursive: true, encoding: 'utf8' });
  const scenarios = below.filter((name) => name.endsWith(SCENARIO)).toSorted(byNumberInName);
  if (scenarios.length === 0) throw new InvalidFileError(`${path}: there is no NAME${SCENARIO} in this directory`);
  return scenarios.map((name) => join(path, name));
}

function scenarioFile(path: string): ScenarioFile {
  const name = basename(path).slice(0, -SCENARIO.length);
  const tracePath = path.slice(0, -SCENARIO.length) + TRACE;
  return { name, path, tracePath: existsSync(tracePath) ? tracePath : undefined };
}

/** 9 comes before 10. */
function byNumberInName(first: string, second: string): number {
  return first.localeCompare(second, 'en', { numeric: true });
}

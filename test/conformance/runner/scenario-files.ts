/**
 * Finding and reading scenario files and their traces.
 *
 * Owns: the names (`NAME.scenario.json` beside `NAME.trace.json`), and the one line about a file that cannot be used.
 * Refuses to know: what a scenario says.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Trace } from './trace.ts';

const SCENARIO = '.scenario.json';
const TRACE = '.trace.json';

/** A file or a directory given by the caller cannot be used. */
export class FileMistake extends Error {
  override readonly name = 'FileMistake';
}

export interface ScenarioFile {
  /** As the file is called. */
  readonly name: string;
  readonly path: string;
  /** Where its golden trace is, if there is one. */
  readonly tracePath: string | undefined;
}

/** The scenarios of files and directories (with all below them), each directory in order of names. */
export function findScenarios(paths: readonly string[]): ScenarioFile[] {
  const found = new Map<string, ScenarioFile>();
  for (const path of paths.flatMap(filesOf)) found.set(resolve(path), scenarioFile(path));
  return [...found.values()];
}

/** @throws FileMistake */
export function loadScenario({ path }: ScenarioFile): Scenario {
  try {
    return readScenario(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new FileMistake(`${path}: ${(error as Error).message}`);
  }
}

/** @throws FileMistake */
export function loadTrace(path: string): Trace {
  const trace = parseTrace(path);
  if (Array.isArray(trace.events) && Array.isArray(trace.futures) && typeof trace.metrics === 'object') return trace;
  throw new FileMistake(`${path}: a trace has events, futures and metrics; this file lacks some of them`);
}

function parseTrace(path: string): Trace {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Trace;
  } catch (error) {
    throw new FileMistake(`${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

export function traceName(name: string): string {
  return name + TRACE;
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new FileMistake(`${path}: there is no such file or directory`);
  if (!statSync(path).isDirectory()) {
    if (path.endsWith(SCENARIO)) return [path];
    throw new FileMistake(`${path}: a scenario's file is called NAME${SCENARIO}`);
  }
  const below = readdirSync(path, { recursive: true, encoding: 'utf8' });
  const scenarios = below.filter((name) => name.endsWith(SCENARIO)).toSorted(byNumberInName);
  if (scenarios.length === 0) throw new FileMistake(`${path}: there is no NAME${SCENARIO} in this directory`);
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

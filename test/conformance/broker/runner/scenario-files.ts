/**
 * Finds scenario files and their golden files.
 *
 * A directory contains either a folder `scenarios` or the scenario files themselves. The answers of brokers 3.6.1 in a mode are in a folder named after
 * the mode, beside `scenarios` or beside the files. Those of another version are in a folder named after both, if they differ.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BrokerVersionName } from '../../../../src/broker/index.ts';
import { type GoldenFile, readGoldenFile } from './golden-file.ts';
import { readScenario, type Scenario } from './scenario.ts';
import type { Mode } from './targets.ts';

const EXTENSION = '.json';
/** The folders with the answers: the names that this project uses, and those that the recorder uses. */
const GOLDEN_FOLDERS: Readonly<Record<Mode, readonly string[]>> = {
  kraft: ['kraft', 'golden'],
  zookeeper: ['zookeeper', 'golden-zk'],
};

/** A file or directory that was given cannot be used. */
export class InvalidFileError extends Error {
  override readonly name = 'InvalidFileError';
}

export interface ScenarioFile {
  /** The file's name without the extension. The golden file has the same name. */
  readonly name: string;
  readonly path: string;
  /** Undefined if no answers were recorded in this mode. */
  readonly goldenPath: string | undefined;
}

/** The scenarios of files and directories, those of a directory in the order of their names. @throws InvalidFileError */
export function findScenarios(paths: readonly string[], mode: Mode, version: BrokerVersionName): ScenarioFile[] {
  const found = new Map<string, ScenarioFile>();
  for (const path of paths.flatMap(filesOf)) {
    const name = basename(path, EXTENSION);
    found.set(resolve(path), { name, path, goldenPath: goldenPathOf(path, mode, version) });
  }
  return [...found.values()];
}

/** @throws InvalidFileError */
export function loadScenario({ path }: ScenarioFile): Scenario {
  return read(path, readScenario);
}

/** @throws InvalidFileError */
export function loadGolden(path: string): GoldenFile {
  return read(path, readGoldenFile);
}

/** Whether the scenario has not changed since its answers were recorded. */
export function isAsRecorded({ path }: ScenarioFile, { scenarioSha256 }: GoldenFile): boolean {
  return scenarioSha256 === '' || createHash('sha256').update(readFileSync(path)).digest('hex') === scenarioSha256;
}

function read<T>(path: string, parse: (content: string) => T): T {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InvalidFileError(`${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new InvalidFileError(`${path}: there is no such file or directory`);
  if (!statSync(path).isDirectory()) {
    if (path.endsWith(EXTENSION)) return [path];
    throw new InvalidFileError(`${path}: a scenario's file is called NAME${EXTENSION}`);
  }
  const inside = join(path, 'scenarios');
  const folder = existsSync(inside) ? inside : path;
  const names = readdirSync(folder).filter((name) => name.endsWith(EXTENSION));
  if (names.length === 0)
    throw new InvalidFileError(`${path}: there is no scenario (NAME${EXTENSION}) in this directory`);
  return names.toSorted().map((name) => join(folder, name));
}

function goldenPathOf(path: string, mode: Mode, version: BrokerVersionName): string | undefined {
  const folder = dirname(resolve(path));
  const ownFolders = version === '3.6.1' ? [] : [`${mode}-${version}`];
  const candidates = [...ownFolders, ...GOLDEN_FOLDERS[mode]].flatMap((name) => [
    join(dirname(folder), name),
    join(folder, name),
  ]);
  return candidates.map((candidate) => join(candidate, basename(path))).find((candidate) => existsSync(candidate));
}

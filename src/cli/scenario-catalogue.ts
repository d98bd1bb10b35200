/**
 * The built-in scenarios, and the one a name or a file stands for.
 *
 * Owns: where they are looked for. Refuses to know: how a file is loaded, and what a scenario does.
 */
import { readdirSync } from 'node:fs';
import type { Scenario } from '../scenario/scenario.ts';
import { importScenario, loadScenarioFile } from './load-scenario.ts';
import { didYouMean } from './nearest-name.ts';
import { firstLine, UsageError } from './usage-error.ts';

/**
 * All built-in scenarios, in order of their files.
 * @throws UsageError if there are none
 */
export async function builtInScenarios(folder: URL): Promise<readonly Scenario[]> {
  return Promise.all(scenarioFiles(folder).map((file) => importScenario(new URL(file, folder), file)));
}

/**
 * The scenario called `nameOrFile`.
 * @throws UsageError if there is none, with the nearest name
 */
export async function findScenario(nameOrFile: string, folder: URL): Promise<Scenario> {
  if (isFile(nameOrFile)) return loadScenarioFile(nameOrFile);
  const scenarios = await builtInScenarios(folder);
  const found = scenarios.find(({ name }) => name === nameOrFile);
  if (found !== undefined) return found;
  const guess = didYouMean(
    nameOrFile,
    scenarios.map(({ name }) => name),
  );
  throw new UsageError(`There is no scenario '${nameOrFile}'.${guess} All names: kafka-trial list.`);
}

/** No name has a dot, a slash or a backslash. */
export function isFile(nameOrFile: string): boolean {
  return /[./\\]/.test(nameOrFile);
}

function scenarioFiles(folder: URL): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /^\d\d-.*\.(js|ts)$/.test(file))
      .toSorted();
  } catch (error) {
    throw new UsageError(`The built-in scenarios are missing, run npm run build: ${firstLine(error)}`);
  }
}

/**
 * Finds the built-in scenarios, and the scenario that a name or a file stands for.
 */
import { readdirSync } from 'node:fs';
import { didYouMean } from '../../checks/nearest-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { importScenario, loadScenarioFile } from './load-scenario.ts';

/**
 * All built-in scenarios, in the order of their files.
 * @throws UsageError if the folder is missing
 */
export async function builtInScenarios(folder: URL): Promise<readonly Scenario[]> {
  return Promise.all(scenarioFiles(folder).map((file) => importScenario(new URL(file, folder), file)));
}

/**
 * The built-in scenario with this name, or the scenario in this file.
 * @throws UsageError if it does not exist, with the most similar name
 */
export async function findScenario(nameOrFile: string, folder: URL): Promise<Scenario> {
  if (isFile(nameOrFile)) return loadScenarioFile(nameOrFile);
  const files = scenarioFiles(folder);
  // To load all of them takes as long as to run one.
  const file = files.find((each) => nameOf(each) === nameOrFile);
  if (file !== undefined) return importScenario(new URL(file, folder), file);
  const guess = didYouMean(nameOrFile, files.map(nameOf));
  throw new UsageError(`Unknown scenario '${nameOrFile}'.${guess} npx kafka-trial list prints all names.`);
}

/** The names of scenarios have no dot, slash or backslash; paths do. */
export function isFile(nameOrFile: string): boolean {
  return /[./\\]/.test(nameOrFile);
}

/** `06-three-ways.js` contains the scenario `three-ways`. */
function nameOf(file: string): string {
  return file.replace(/^\d\d-|\.(js|ts)$/g, '');
}

function scenarioFiles(folder: URL): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /^\d\d-[^.]+\.(js|ts)$/.test(file))
      .toSorted();
  } catch (error) {
    throw new UsageError(`The built-in scenarios are missing. Run npm run build: ${firstLine(error)}`);
  }
}

/**
 * Loads the program that a name or a file stands for. load-scenario.ts loads the file itself.
 */
import { parse } from 'node:path';
import { DEFAULT_PROGRAM, type Program, type ProgramFunction, programOf } from '../../explore/program.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { checkedExport, isScenario, loadDefaultExport } from '../scenarios/load-scenario.ts';
import { findScenario, isFile } from '../scenarios/scenario-catalogue.ts';

/** @throws UsageError if the scenario or file does not exist, or does not export a program */
export async function loadProgram(nameOrFile: string, scenarioFolder: URL): Promise<Program> {
  if (nameOrFile === DEFAULT_PROGRAM.name) return DEFAULT_PROGRAM;
  if (!isFile(nameOrFile)) return programOf(await findScenario(nameOrFile, scenarioFolder));
  const found = await loadDefaultExport(nameOrFile);
  if (isScenario(found) || isProgram(found)) return checkedExport(nameOrFile, () => programOf(found));
  if (typeof found === 'function') return programOf(found as ProgramFunction, parse(nameOrFile).name);
  throw new UsageError(
    `The file '${nameOrFile}' does not export a program: its default export must be an async function that takes a simulation, defineProgram({ name, run }) or defineScenario({ name, title, run }).`,
  );
}

function isProgram(candidate: unknown): candidate is Program {
  if (typeof candidate !== 'object' || candidate === null) return false;
  const { name, run } = candidate as Partial<Program>;
  return typeof name === 'string' && typeof run === 'function';
}

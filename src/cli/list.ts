/**
 * `kafka-trial list`: prints the built-in scenarios, one per line.
 */
import { styleText } from 'node:util';
import { readCommand } from './command-line/arguments.ts';
import type { CommandHost, ExitCode } from './command-line/command-host.ts';
import { UsageError } from './command-line/usage-error.ts';
import { builtInScenarios } from './scenarios/scenario-catalogue.ts';
import { LIST } from './usage/list.ts';

export async function list(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, LIST);
  if (positionals.length > 0) throw new UsageError(`list takes no arguments, got '${positionals[0]}'.`);
  const scenarios = await builtInScenarios(host.scenarioFolder);
  if (values.json === true) {
    host.write(`${JSON.stringify(scenarios.map(({ name, title }) => ({ name, title })))}\n`);
    return 0;
  }
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, title } of scenarios) {
    const padded = name.padEnd(width);
    host.write(`${host.hasColour ? styleText('bold', padded) : padded}  ${title}\n`);
  }
  return 0;
}

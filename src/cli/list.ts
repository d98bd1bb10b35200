/**
 * `kafka-trial list`: the built-in scenarios, one a line.
 */
import { styleText } from 'node:util';
import { readArguments } from './arguments.ts';
import type { CommandHost, ExitCode } from './command-host.ts';
import { builtInScenarios } from './scenario-catalogue.ts';
import { UsageError } from './usage-error.ts';

export async function list(args: readonly string[], surroundings: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError(`list takes no argument; there is '${positionals[0]}'.`);
  const scenarios = await builtInScenarios(surroundings.scenarioFolder);
  if (values.json === true) {
    surroundings.write(`${JSON.stringify(scenarios.map(({ name, title }) => ({ name, title })))}\n`);
    return 0;
  }
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, title } of scenarios) {
    const padded = name.padEnd(width);
    surroundings.write(`${surroundings.hasColour ? styleText('bold', padded) : padded}  ${title}\n`);
  }
  return 0;
}

/**
 * Dispatches a command line to its command and reports usage errors. Everything outside comes from the CommandHost.
 */
import { styleText } from 'node:util';
import type { CommandHost, ExitCode } from './command-line/command-host.ts';
import { versionOf } from './command-line/package-version.ts';
import { firstLine, UsageError } from './command-line/usage-error.ts';
import { helpText } from './usage/command-usage.ts';
import { COMMAND_USAGES, overview } from './usage/overview.ts';

type Command = (args: readonly string[], host: CommandHost) => Promise<ExitCode>;

/** Loaded on demand, so that `--help` does not have to load the simulation, whose core has `didYouMean`, too. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  list: async () => (await import('./list.ts')).list,
  run: async () => (await import('./run.ts')).run,
  explain: async () => (await import('./explain.ts')).explain,
  learn: async () => (await import('./learn/learn.ts')).learn,
  play: async () => (await import('./play/play.ts')).play,
  produce: async () => (await import('./console/produce.ts')).produce,
  consume: async () => (await import('./console/consume.ts')).consume,
  serve: async () => (await import('./serve/serve.ts')).serve,
  explore: async () => (await import('./explore/explore.ts')).explore,
  replay: async () => (await import('./explore/replay.ts')).replay,
  merge: async () => (await import('./explore/merge.ts')).merge,
  upgrade: async () => (await import('./explore/upgrade.ts')).upgrade,
};

/**
 * Runs one command line.
 * @returns its exit code; it rejects only for a bug in kafka-trial itself
 */
export async function main(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  try {
    return await dispatch(args, host);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const name = host.hasColour ? styleText('red', 'kafka-trial') : 'kafka-trial';
    host.writeError(`${name}: ${firstLine(error.message)}\n`);
    return 2;
  }
}

async function dispatch([name, ...rest]: readonly string[], host: CommandHost): Promise<ExitCode> {
  if (name === '--version') return print(`${versionOf(host)}\n`, host);
  if (name === '--help' || name === '-h') return print(overview(), host);
  if (name === 'help') return help(rest, host);
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw await unknownCommand(name);
  if (helpAmong(rest)) return help([name!], host);
  return (await load())(rest, host);
}

async function help([name]: readonly string[], host: CommandHost): Promise<ExitCode> {
  if (name === undefined) return print(overview(), host);
  const usage = COMMAND_USAGES.find((command) => command.name === name);
  if (usage === undefined) throw await unknownCommand(name);
  return print(helpText(usage), host);
}

function helpAmong(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

async function unknownCommand(name: string | undefined): Promise<UsageError> {
  const { didYouMean } = await import('../checks/nearest-name.ts');
  const names = Object.keys(COMMANDS);
  const problem = name === undefined ? 'No command given.' : `Unknown command '${name}'.${didYouMean(name, names)}`;
  return new UsageError(`${problem} Commands: ${names.join(', ')}. See kafka-trial --help.`);
}

function print(text: string, { write }: CommandHost): ExitCode {
  write(text);
  return 0;
}

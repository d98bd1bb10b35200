/**
 * Reads the arguments of a command, with Node's parseArgs, and reports mistakes in one line.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../../checks/nearest-name.ts';
import type { AnyOption, CommandUsage, OptionValues } from '../usage/command-usage.ts';
import { UsageError } from './usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: true; args: string[] }>
>;

/** The arguments of a command. @throws UsageError for an option that it does not have, and for an option without its value */
export function readCommand<Values extends OptionValues>(
  args: readonly string[],
  usage: CommandUsage<Values>,
): { readonly values: Partial<Values>; readonly positionals: readonly string[] } {
  const options: Readonly<Record<string, AnyOption>> = usage.options;
  const { values, positionals } = readArguments(withValues(args, options), options);
  return { values: values as Partial<Values>, positionals };
}

/** Gives an option that stands without its value, such as `--trace`, the value that this means. */
function withValues(args: readonly string[], options: Readonly<Record<string, AnyOption>>): string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) => {
    const bare = end < 0 || index < end ? options[arg.replace(/^--/, '')]?.valueIfBare : undefined;
    return arg.startsWith('--') && bare !== undefined ? `${arg}=${bare}` : arg;
  });
}

/** @throws UsageError for an option that is not in `options`, and for an option without its value */
export function readArguments<const O extends Options>(args: readonly string[], options: O): Parsed<O> {
  const known = { ...options, help: { type: 'boolean', short: 'h' } } as O;
  try {
    return parseArgs({ args: [...args], options: known, strict: true, allowPositionals: true }) as Parsed<O>;
  } catch (error) {
    throw new UsageError(problemOf(error as Error, Object.keys(known)));
  }
}

/** Node's message, reduced to its first line, with a suggestion for a misspelt option. */
function problemOf(error: Error, names: readonly string[]): string {
  const unknown = /^Unknown option '(-+)([^']*)'/.exec(error.message);
  if (unknown === null) return withFullStop(error.message.split('\n')[0]!);
  const [, dashes = '', name = ''] = unknown;
  const guess = dashes === '-' ? '' : didYouMean(name, names).replace("'", "'--");
  return `Unknown option '${dashes}${name}'.${guess}`;
}

function withFullStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/**
 * The integer given for `option`, or `byDefault` if the option was not given.
 * @throws UsageError if it is not an integer between `lowest` and `highest`
 */
export function integerOption(
  option: string,
  text: string | undefined,
  byDefault: number,
  [lowest, highest]: readonly [lowest: number, highest: number],
): number {
  if (text === undefined) return byDefault;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= lowest && value <= highest) return value;
  throw new UsageError(`--${option} must be an integer between ${lowest} and ${highest}, got '${text}'.`);
}

/** The seed given with `--seed`; 1 if the option was not given. */
export function seedOf(text: string | undefined): number {
  return integerOption('seed', text, 1, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
}

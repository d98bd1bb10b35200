/**
 * Reads a command's arguments.
 *
 * Owns: the options of a command, whole numbers among them, and the one line that says what was wrong.
 * Refuses to know: what an option does.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from './nearest-name.ts';
import { UsageError } from './usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: true; args: string[] }>
>;

/** @throws UsageError for an option the command does not have, or one without its value */
export function readArguments<const O extends Options>(args: readonly string[], options: O): Parsed<O> {
  const known = { ...options, help: { type: 'boolean', short: 'h' } } as O;
  try {
    return parseArgs({ args: [...args], options: known, strict: true, allowPositionals: true }) as Parsed<O>;
  } catch (error) {
    throw new UsageError(problemOf(error as Error, Object.keys(known)));
  }
}

/** Node's own words, cut to the line that matters. */
function problemOf(error: Error, names: readonly string[]): string {
  const unknown = /^Unknown option '(-+)([^']*)'/.exec(error.message);
  if (unknown === null) return withStop(error.message.split('\n')[0]!);
  const [, dashes = '', name = ''] = unknown;
  const guess = dashes === '-' ? '' : didYouMean(name, names).replace("'", "'--");
  return `Unknown option '${dashes}${name}'.${guess}`;
}

function withStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/**
 * The whole number given for `option`, or `byDefault`.
 * @throws UsageError unless it is one of `lowest` to `highest`
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  byDefault: number,
  [lowest, highest]: readonly [lowest: number, highest: number],
): number {
  if (text === undefined) return byDefault;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= lowest && value <= highest) return value;
  throw new UsageError(`--${option} takes a whole number from ${lowest} to ${highest}, not '${text}'.`);
}

/** The seed of a run; 1 if none is given. */
export function seedOf(text: string | undefined): number {
  return wholeNumber('seed', text, 1, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
}

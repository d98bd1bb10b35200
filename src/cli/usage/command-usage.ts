/**
 * What `--help` says of a command. The options are also what the command accepts, so that both agree.
 */

/** The values of the options of a command, by their names. An option that was not given has none. */
export type OptionValues = Readonly<Record<string, boolean | string | string[]>>;

/** An option of a command. `type` and `multiple` are those of Node's parseArgs. */
export interface AnyOption {
  readonly type: 'boolean' | 'string';
  readonly multiple?: boolean;
  /** What the value is called, for example `N`; absent for a boolean. */
  readonly value?: string;
  /** The option may be given without its value, which is then this one. */
  readonly valueIfBare?: string;
  /** What it does, and its default. Further lines are indented. */
  readonly text: string;
}

/** An option with a value of this type. */
export type OptionUsage<Value> = AnyOption & {
  readonly type: Value extends boolean ? 'boolean' : 'string';
  readonly multiple?: Value extends unknown[] ? true : false;
};

/** @typeParam Values of the options */
export interface CommandUsage<Values extends OptionValues = OptionValues> {
  readonly name: string;
  /** What follows the name: `<scenario> [options]`. */
  readonly takes: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What the command does, in lines. */
  readonly description: readonly string[];
  readonly options: { readonly [Name in keyof Values & string]: OptionUsage<Values[Name]> };
  /** Command lines without `kafka-trial`, and what they do. */
  readonly examples: readonly (readonly [line: string, what: string])[];
}

export type AnyCommand = Omit<CommandUsage, 'options'> & { readonly options: Readonly<Record<string, AnyOption>> };

export const SEED: OptionUsage<string> = { type: 'string', value: 'N', text: 'random seed (default 1)' };
export const CLIENT_VERSION: OptionUsage<string> = {
  type: 'string',
  value: 'VERSION',
  text: 'version of the Java clients: 3.6.1, 3.9 or 4.3 (default: the environment variable\nKAFKA_TRIAL_CLIENT_VERSION, else that of the program, else 3.6.1)',
};
export const BROKER_VERSION: OptionUsage<string> = {
  type: 'string',
  value: 'VERSION',
  text: 'version of the brokers: 3.6.1, 3.9 or 4.3 (default: that of the program, else 3.6.1)',
};
export const JSON_OUTPUT: OptionUsage<boolean> = { type: 'boolean', text: 'print one JSON object instead of text' };

/** The text of `kafka-trial <command> --help`. */
export function helpText({ name, takes, description, options, examples }: AnyCommand): string {
  const flags = Object.entries(options).map(([option, one]) => [flagOf(option, one), one.text] as const);
  return [
    `Usage: kafka-trial ${name} ${takes}`,
    '',
    ...description,
    ...(flags.length > 0 ? ['', 'Options:', ...columns(flags)] : []),
    '',
    'Examples:',
    ...examples.flatMap(([line, what]) => [
      `  ${what}:`,
      `    ${line.replace(/^(?!.*kafka-trial)/, 'npx kafka-trial ')}`,
    ]),
    '',
  ].join('\n');
}

function flagOf(option: string, { value, valueIfBare }: AnyOption): string {
  if (valueIfBare !== undefined) return `--${option}[=${value}]`;
  return value === undefined ? `--${option}` : `--${option} ${value}`;
}

/** Two columns; the second one may have several lines. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(
    ([left, right]) => `  ${left.padEnd(width)}  ${right.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
  );
}

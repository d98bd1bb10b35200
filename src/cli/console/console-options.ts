/**
 * The options that `produce` and `consume` share, and the records that they read from stdin. All of it is checked
 * before anything runs.
 */
import { didYouMean } from '../../checks/nearest-name.ts';
import { clientVersionNamed } from '../../client/versions/index.ts';
import type { BrokerConfigInput, ClientVersionName } from '../../index.ts';
import { integerOption, readCommand, seedOf } from '../command-line/arguments.ts';
import { clientVersionOf } from '../command-line/client-version.ts';
import { type CommandHost, readAll } from '../command-line/command-host.ts';
import { brokerConfigOf } from '../command-line/server-properties.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { CONSUME, PRODUCE } from '../usage/console.ts';

/** A line of stdin as a record. */
export interface Line {
  readonly key: string | null;
  readonly value: string;
}

export interface ConsoleOptions {
  readonly topic: string;
  readonly keySeparator: string | undefined;
  /** `undefined`: the brokers' `num.partitions`. */
  readonly partitions: number | undefined;
  readonly brokers: number;
  readonly brokerConfig: BrokerConfigInput;
  /** By Kafka's configuration keys, including `acks`. */
  readonly producerConfig: ReadonlyMap<string, string>;
  readonly clientVersion: ClientVersionName;
  readonly seed: number;
  readonly trace: boolean;
  readonly json: boolean;
  readonly printKey: boolean;
}

/** @throws UsageError */
export function readConsoleOptions(
  command: 'produce' | 'consume',
  args: readonly string[],
  host: CommandHost,
): ConsoleOptions {
  const { writeError } = host;
  const { values, positionals } = command === 'consume' ? readCommand(args, CONSUME) : readCommand(args, PRODUCE);
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`${command} takes only options, got '${extra}'.`);
  if (values.topic === undefined) throw new UsageError(`${command} needs a topic: --topic NAME.`);
  if (values['key-separator'] === '') throw new UsageError('--key-separator must not be empty.');
  const clientVersion = clientVersionOf(values['client-version'], host) ?? '3.6.1';
  return {
    topic: values.topic,
    keySeparator: values['key-separator'],
    partitions:
      values.partitions === undefined ? undefined : integerOption('partitions', values.partitions, 1, [1, 10_000]),
    brokers: integerOption('brokers', values.brokers, 3, [1, 100]),
    brokerConfig: brokerConfigOf(values['server-properties'], writeError),
    producerConfig: producerConfigOf(values, clientVersion, writeError),
    clientVersion,
    seed: seedOf(values.seed),
    trace: values.trace === true,
    json: values.json === true,
    printKey: 'print-key' in values && values['print-key'] === true,
  };
}

/**
 * Reads stdin to its end; each line is a record.
 * @throws UsageError for the first line without the separator, with the message of kafka-console-producer
 */
export async function readLines(stdin: CommandHost['stdin'], keySeparator: string | undefined): Promise<Line[]> {
  const lines = (await readAll(stdin)).split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  if (keySeparator === undefined) return lines.map((value) => ({ key: null, value }));
  return lines.map((line, index) => {
    const at = line.indexOf(keySeparator);
    if (at < 0) throw new UsageError(`No key separator found on line number ${index + 1}: '${line}'`);
    return { key: line.slice(0, at), value: line.slice(at + keySeparator.length) };
  });
}

/** Kafka's producer only logs a key that it does not know, so a misspelt one is easily missed. */
function producerConfigOf(
  { config: settings = [], acks }: { readonly config?: readonly string[]; readonly acks?: string },
  clientVersion: ClientVersionName,
  writeError: CommandHost['writeError'],
): ReadonlyMap<string, string> {
  const config = new Map([...settingsOf(settings), ...acksOf(acks)]);
  const known = Object.keys(clientVersionNamed(clientVersion, '--client-version').keys.producer);
  for (const key of config.keys()) {
    if (known.includes(key)) continue;
    writeError(`kafka-trial: ignored unknown setting of the producer: ${key}.${didYouMean(key, known)}\n`);
  }
  return config;
}

function settingsOf(settings: readonly string[]): [key: string, value: string][] {
  return settings.map((setting) => {
    const at = setting.indexOf('=');
    if (at <= 0) throw new UsageError(`--config must be KEY=VALUE, for example linger.ms=5, got '${setting}'.`);
    return [setting.slice(0, at).trim(), setting.slice(at + 1).trim()];
  });
}

function acksOf(acks: string | undefined): [key: string, value: string][] {
  if (acks === undefined) return [];
  if (['all', '-1', '1', '0'].includes(acks)) return [['acks', acks]];
  throw new UsageError(`--acks must be all, 1 or 0, got '${acks}'.`);
}

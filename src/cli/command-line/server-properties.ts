/** Reads the file given with `--server-properties`. */
import { readFileSync } from 'node:fs';
import { type BrokerConfigInput, parseServerProperties } from '../../index.ts';
import type { CommandHost } from './command-host.ts';
import { firstLine, UsageError } from './usage-error.ts';

/** Names settings that Kafka does not know. @throws UsageError if the file cannot be read */
export function brokerConfigOf(file: string | undefined, writeError: CommandHost['writeError']): BrokerConfigInput {
  if (file === undefined) return {};
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read the server properties '${file}': ${firstLine(error)}`);
  }
  const { config, unknown } = parseServerProperties(text);
  if (unknown.length > 0) writeError(`kafka-trial: ${file}: ignored unknown broker settings: ${unknown.join(', ')}.\n`);
  return config;
}

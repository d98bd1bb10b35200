/**
 * Log lines about a configuration.
 */

import type { ClientHost, LogLevel, LogLine } from '../host/client-host.ts';
import type { ClientTexts } from '../versions/client-texts.ts';
import type { ConfigValues } from './config-values.ts';

const THREAD = 'main';

/** Logs a line. @param logger Java's full class name @param message with the client's prefix */
export type ConfigLog = (level: LogLevel, logger: string, message: string | ConfigValues) => void;

/** The log of a client that is being created. */
export function configLogOf(clientHost: Pick<ClientHost, 'now' | 'log'>): ConfigLog {
  return (level, logger, message) => {
    const timeMs = clientHost.now();
    if (typeof message === 'string') clientHost.log({ timeMs, thread: THREAD, level, logger, message });
    else clientHost.log(new ConfigurationLine(timeMs, level, logger, message));
  };
}

/** A class, because an object literal with a getter would have a hidden class of its own for each client. */
class ConfigurationLine implements LogLine {
  readonly timeMs: number;
  readonly thread = THREAD;
  readonly level: LogLevel;
  readonly logger: string;
  readonly isConfiguration = true;
  declare readonly message: string;
  readonly #values: ConfigValues;

  constructor(timeMs: number, level: LogLevel, logger: string, values: ConfigValues) {
    this.timeMs = timeMs;
    this.level = level;
    this.logger = logger;
    this.#values = values;
    Object.defineProperty(this, 'message', ConfigurationLine.message);
  }

  /** A property of the line itself, so that loggers that copy or print lines see it. */
  private static readonly message = {
    get(this: ConfigurationLine): string {
      return this.#values.toString();
    },
    enumerable: true,
  };
}

/** The warnings of Java's ConfigDef, about single values. */
export function configDefLog(log: ConfigLog): (message: string) => void {
  return (message) => log('WARN', 'org.apache.kafka.common.config.ConfigDef', message);
}

/** Logs nothing. */
export const silentConfigLog: ConfigLog = () => {};

/** Logs the keys that a user set and no code has read, sorted (Java's order is that of a hash set). */
export function logUnused(
  unused: readonly string[],
  { unusedKeys }: ClientTexts,
  logger: string,
  log: ConfigLog,
): void {
  if (unused.length === 0) return;
  const line = unusedKeys(unused.toSorted().join(', '));
  if (line !== null) log('INFO', logger, line);
}

/**
 * Log lines about a configuration.
 */

import type { ClientHost, LogLevel } from '../host/client-host.ts';
import type { ClientTexts } from '../versions/client-texts.ts';
import type { ConfigValues } from './config-values.ts';

/** Logs a line. @param logger Java's full class name @param message with the client's prefix */
export type ConfigLog = (level: LogLevel, logger: string, message: string | ConfigValues) => void;

/** The log of a client that is being created. */
export function configLogOf(clientHost: Pick<ClientHost, 'now' | 'log'>): ConfigLog {
  return (level, logger, message) => {
    const timeMs = clientHost.now();
    const thread = 'main';
    if (typeof message === 'string') clientHost.log({ timeMs, thread, level, logger, message });
    else {
      clientHost.log({
        timeMs,
        thread,
        level,
        logger,
        isConfiguration: true,
        get message() {
          return message.toString();
        },
      });
    }
  };
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

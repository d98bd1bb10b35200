/**
 * Log lines about a configuration.
 */

import type { LogLevel } from '../host/client-host.ts';
import type { ClientTexts } from '../versions/client-texts.ts';

/** Logs a line. @param logger Java's full class name @param message with the client's prefix */
export type ConfigLog = (level: LogLevel, logger: string, message: string) => void;

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

/**
 * Log lines that a configuration gives rise to.
 *
 * Owns: whose logger says them, and the line about keys that nobody reads.
 */
import type { LogLevel } from '../host/client-host.ts';

/** Takes a line; `logger` is Java's full class name, `message` comes with its prefix. */
export type ConfigLog = (level: LogLevel, logger: string, message: string) => void;

/** A logger that says nothing. */
export const silentConfigLog: ConfigLog = () => {};

/** Names the keys a user wrote and nobody read, sorted (Java's order is that of a hash set). */
export function logUnused(unused: readonly string[], logger: string, log: ConfigLog): void {
  if (unused.length === 0) return;
  const names = unused.toSorted().join(', ');
  log('INFO', logger, `These configurations '[${names}]' were supplied but are not used yet.`);
}

/** Java's listing of a configuration, sorted by key. */
export function renderConfigValues(title: string, values: ReadonlyMap<string, unknown>): string {
  const names = Array.from(values.keys()).toSorted();
  return `${title} values: \n${names.map((name) => `\t${name} = ${valueText(values.get(name))}\n`).join('')}`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  return typeof value === 'function' ? `class ${value.name}` : String(value);
}

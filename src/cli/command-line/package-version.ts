/** The version of kafka-trial. */
import { readFileSync } from 'node:fs';
import type { CommandHost } from './command-host.ts';

export function versionOf({ manifest }: Pick<CommandHost, 'manifest'>): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

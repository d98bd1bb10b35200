/** Reads a table that was recorded from the Java client. */
import { readFileSync } from 'node:fs';

export function goldenTable<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`conformance/golden/tables/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** The Java client's tables, as the tests read them. */
import { readFileSync } from 'node:fs';

export function goldenTable<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`conformance/golden/tables/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Reads a table that was recorded from the Java client. */
import { existsSync, readFileSync } from 'node:fs';

/** @param version of the client; a table that is the same as in 3.6.1 is there only once */
export function goldenTable<T>(name: string, version?: '3.9' | '4.3'): T {
  const at = (folder: string): URL => new URL(`conformance/golden/${folder}tables/${name}.json`, import.meta.url);
  const own = at(version === undefined ? '' : `${version}/`);
  return JSON.parse(readFileSync(existsSync(own) ? own : at(''), 'utf8')) as T;
}

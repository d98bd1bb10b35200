/**
 * Reads a server.properties file.
 *
 * Owns: the format of Java's Properties (comments, separators, continuation lines, escapes), and sorting the keys into
 * those with an effect here, those without, and those Kafka has never heard of (which it tolerates, too).
 * Refuses to know: where the text comes from, and what the values mean.
 */
import { type BrokerConfigInput, isBrokerKey } from './broker-config.ts';
import { isKeyWithoutEffect } from './keys-without-effect.ts';

export interface ServerProperties {
  /** What has an effect here; hand it to the simulation. */
  readonly config: BrokerConfigInput;
  /** Keys Kafka knows and that change nothing here. */
  readonly withoutEffect: readonly string[];
  /** Keys Kafka does not know; a broker ignores them. */
  readonly unknown: readonly string[];
}

/** Reads the text of a server.properties file. The last of several values of one key counts, as in Java. */
export function parseServerProperties(text: string): ServerProperties {
  const config: Record<string, string> = {};
  const withoutEffect = new Set<string>();
  const unknown = new Set<string>();
  for (const line of logicalLines(text)) {
    const [key, value] = splitLine(line);
    if (isBrokerKey(key)) config[key] = value;
    else (isKeyWithoutEffect(key) ? withoutEffect : unknown).add(key);
  }
  return { config, withoutEffect: [...withoutEffect], unknown: [...unknown] };
}

/** Lines with their continuations joined, without comments and blanks. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let pending: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (pending === undefined && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const joined: string = (pending ?? '') + line;
    // An odd number of backslashes at the end: the last one is not escaped itself.
    const isContinued = (/\\*$/.exec(joined) as RegExpExecArray)[0].length % 2 === 1;
    if (isContinued) {
      pending = joined.slice(0, -1);
      continue;
    }
    lines.push(joined);
    pending = undefined;
  }
  if (pending !== undefined && pending !== '') lines.push(pending);
  return lines;
}

/** The key ends at the first unescaped `=`, `:` or blank. */
function splitLine(line: string): [key: string, value: string] {
  const match = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line) as RegExpExecArray;
  return [withoutEscapes(match[1] as string), withoutEscapes(match[2] as string)];
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/**
 * Reads the text of a server.properties file, which has the format of Java's Properties: comments, separators, continuation
 * lines, escapes.
 */
import { checkArgument } from '../../checks/arguments.ts';
import { STRING } from '../../checks/value-type.ts';
import { type BrokerVersion, DEFAULT_BROKER_VERSION } from '../versions/index.ts';
import { type BrokerConfigInput, isKeyWithoutEffect } from './broker-config.ts';

export interface ServerProperties {
  /** The keys that have an effect here: the `config` of a simulation. */
  readonly config: BrokerConfigInput;
  /** Keys that a broker knows and that have no effect here. */
  readonly withoutEffect: readonly string[];
  /** Keys that a broker does not know, and ignores. */
  readonly unknown: readonly string[];
}

/**
 * Reads the text of a server.properties file. If a key occurs more than once, its last value counts, as in Java.
 *
 * @example
 * import { parseServerProperties, Simulation } from 'kafka-trial';
 *
 * const { config, unknown } = parseServerProperties('auto.create.topics.enable=false\nno.such.key=1');
 * console.log(config['auto.create.topics.enable'], unknown.join());
 * const sim = new Simulation({ config });
 * // prints: false no.such.key
 */
export function parseServerProperties(text: string, version: BrokerVersion = DEFAULT_BROKER_VERSION): ServerProperties {
  checkArgument('parseServerProperties(text)', text, STRING);
  const config: Record<string, string> = {};
  const withoutEffect = new Set<string>();
  const unknown = new Set<string>();
  for (const line of logicalLines(text)) {
    const [key, value] = splitLine(line);
    if (Object.hasOwn(version.keys, key) && !OF_THE_MACHINE.has(key)) config[key] = value;
    else (isKnown(key, version) ? withoutEffect : unknown).add(key);
  }
  return { config, withoutEffect: [...withoutEffect], unknown: [...unknown] };
}

/** Addresses in a file are those of a real machine. A simulation that should have them sets them itself. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set(['advertised.listeners']);

function isKnown(key: string, version: BrokerVersion): boolean {
  return Object.hasOwn(version.keys, key) || isKeyWithoutEffect(key, version);
}

/** The lines, with continuation lines joined, and without comments and blank lines. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let pending: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (pending === undefined && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const joined: string = (pending ?? '') + line;
    // With an odd number of backslashes at the end, the last one is not escaped itself.
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

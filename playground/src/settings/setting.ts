/** The settings of a producer with their docstrings, read from the files that define the keys, and what versions change in them. */
import type { ClientVersion } from '../../../src/client/versions/client-version.ts';

export interface Setting {
  readonly key: string;
  readonly type: 'BOOLEAN' | 'STRING' | 'INT' | 'LONG' | 'LIST' | 'CLASS';
  /** The default of each version that has the setting, as text; empty: none. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The only values allowed; empty: any of the type. */
  readonly choices: readonly string[];
  /** What it is, in a sentence or two, without the default, which depends on the version. */
  readonly effect: string;
  readonly hasEffect: boolean;
  readonly group: Group;
}

export type Group = 'delivery' | 'batches' | 'time' | 'partitions' | 'transactions' | 'connections' | 'other';

export const GROUPS: Readonly<Record<Group, string>> = {
  delivery: 'Delivery: acknowledgements, retries, duplicates',
  batches: 'Batches and memory',
  time: 'Timeouts',
  partitions: 'Partitions',
  transactions: 'Transactions',
  connections: 'Connections and metadata',
  other: 'Other',
};

/** By group, the keys that belong to it; the first match counts. */
const MEMBERS: readonly (readonly [Group, RegExp])[] = [
  ['delivery', /^(acks|retries|enable\.idempotence|max\.in\.flight.*|retry\.backoff\.(max\.)?ms)$/],
  ['batches', /^(batch\.size|linger\.ms|buffer\.memory|compression\..*|max\.request\.size)$/],
  ['time', /^(delivery\.timeout\.ms|request\.timeout\.ms|max\.block\.ms)$/],
  ['partitions', /^partitioner\./],
  ['transactions', /^transact/],
  ['connections', /^(bootstrap|client\.|connections|reconnect|metadata|socket|send\.buffer|receive\.buffer|security)/],
];

/**
 * @param sources the texts of the files in src/client/versions with keys of producers, the oldest version first
 * @param versions by name, in that order
 */
export function settingsOf(
  sources: readonly string[],
  versions: Readonly<Record<string, ClientVersion>>,
): readonly Setting[] {
  const described = new Map<string, Described>();
  for (const one of sources.flatMap(settingsIn)) if (!described.has(one.key)) described.set(one.key, one);
  return [...described.values()].flatMap((setting) => {
    const defaults = Object.entries(versions).flatMap(([name, { keys }]) => {
      const key = keys.producer[setting.key];
      return key === undefined ? [] : [[name, textOf(key.default)] as const];
    });
    const effect = defaults.some(([, text]) => text !== '')
      ? setting.effect.replace(/ Default [^.]*(?:\.\d[^.]*)*\.?$/, '')
      : setting.effect;
    return defaults.length === 0 || SECURITY.test(setting.key)
      ? []
      : [{ ...setting, effect, defaults: Object.fromEntries(defaults) }];
  });
}

function textOf(value: unknown): string {
  const hasNone = value === undefined || value === null || Array.isArray(value);
  return hasNone ? '' : String(value as string | number | boolean);
}

/** Settings that have no effect here, and of which there are many. */
const SECURITY = /^(ssl|sasl)\./;

type Described = Omit<Setting, 'defaults'>;

function settingsIn(source: string): readonly Described[] {
  const pattern = / {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {2}'?([\w.]+)'?: \{([^}]*)\}/g;
  return Array.from(source.matchAll(pattern), ([, comment = '', key = '', fields = '']) => {
    const effect = comment
      .replace(/\s*\n\s*\*?\s*/g, ' ')
      .trim()
      .replaceAll('`', '');
    const type = (/type: '(\w+)'/.exec(fields)?.[1] ?? 'STRING') as Setting['type'];
    return {
      key,
      type,
      choices: type === 'BOOLEAN' ? ['true', 'false'] : choicesOf(fields),
      effect,
      hasEffect: !/Without effect here/.test(effect),
      group: MEMBERS.find(([, names]) => names.test(key))?.[0] ?? 'other',
    };
  });
}

function choicesOf(fields: string): readonly string[] {
  const list = /oneOf(?:IgnoringCase)?: \[([^\]]*)\]/.exec(fields)?.[1] ?? '';
  return Array.from(list.matchAll(/'([^']*)'/g), ([, choice = '']) => choice);
}

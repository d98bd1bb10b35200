/** The settings of a producer with their docstrings, read from the file that defines the keys. */
export interface Setting {
  readonly key: string;
  readonly type: 'BOOLEAN' | 'STRING' | 'INT' | 'LONG' | 'LIST' | 'CLASS';
  /** As text; empty: none. */
  readonly default: string;
  /** The only values allowed; empty: any of the type. */
  readonly choices: readonly string[];
  /** What it is, in a sentence or two. */
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
  ['delivery', /^(acks|retries|enable\.idempotence|max\.in\.flight.*|retry\.backoff\.ms)$/],
  ['batches', /^(batch\.size|linger\.ms|buffer\.memory|compression\.type|max\.request\.size)$/],
  ['time', /^(delivery\.timeout\.ms|request\.timeout\.ms|max\.block\.ms)$/],
  ['partitions', /^partitioner\./],
  ['transactions', /^transact/],
  ['connections', /^(bootstrap|client\.|connections|reconnect|metadata|socket|send\.buffer|receive\.buffer|security)/],
];

/** @param source the text of src/client/versions/v3_6_1-producer-keys.ts */
export function settingsOf(source: string): readonly Setting[] {
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
      default: defaultOf(fields),
      choices: type === 'BOOLEAN' ? ['true', 'false'] : choicesOf(fields),
      effect,
      hasEffect: !/Without effect here/.test(effect),
      group: MEMBERS.find(([, names]) => names.test(key))?.[0] ?? 'other',
    };
  });
}

function defaultOf(fields: string): string {
  const value = /default: (\[\]|'[^']*'|[\w.]+)/.exec(fields)?.[1] ?? '';
  if (value === '[]' || value === 'null') return '';
  return value.startsWith("'") ? value.slice(1, -1) : value.replaceAll('_', '');
}

function choicesOf(fields: string): readonly string[] {
  const list = /oneOf: \[([^\]]*)\]/.exec(fields)?.[1] ?? '';
  return Array.from(list.matchAll(/'([^']*)'/g), ([, choice = '']) => choice);
}

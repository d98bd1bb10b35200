/**
 * Covers: the keys in src/client/versions/ and src/broker/versions/, and the types of configurations made of them.
 *
 * Every setting of producers, consumers, admin clients, topics and brokers has a docstring that says what it is and what its default is, so
 * that an editor shows it.
 */
import { describe, expect, it } from 'vitest';
import { membersOf } from '../build/docstrings.ts';
import { BROKER_KEYS, TOPIC_KEYS, TOPIC_KEYS_WITHOUT_EFFECT } from '../src/broker/versions/v3_6_1-broker-keys.ts';
import { V3_6_1 } from '../src/client/versions/v3_6_1.ts';

interface Setting {
  readonly key: string;
  readonly docstring: string;
}

function settingsIn(file: string): readonly Setting[] {
  return membersOf(file, 'acks|retries|preallocate').map(({ name, docstring }) => ({ key: name, docstring }));
}

type Defaults = Readonly<Record<string, unknown>>;

function defaultsOf(keys: Readonly<Record<string, { readonly default?: unknown }>>): Defaults {
  return Object.fromEntries(Object.entries(keys).map(([key, { default: value }]) => [key, value]));
}

const PRODUCER = defaultsOf(V3_6_1.keys.producer);
const CONSUMER = defaultsOf(V3_6_1.keys.consumer);
const ADMIN = defaultsOf(V3_6_1.keys.admin);
const BROKER = defaultsOf(BROKER_KEYS);
const TOPIC = Object.fromEntries(Object.entries(TOPIC_KEYS).map(([key, brokerKey]) => [key, BROKER[brokerKey]]));

/** The settings with different defaults in consumers and admin clients are in objects of their own. */
const AT_FILES: readonly (readonly [file: string, defaults: Defaults, keys: readonly string[]])[] = [
  ['client/versions/v3_6_1-producer-keys.ts', PRODUCER, withoutSecurity(PRODUCER)],
  [
    'client/versions/v3_6_1-admin-and-consumer-keys.ts',
    { ...ADMIN, ...CONSUMER },
    withoutSecurity({ ...ADMIN, ...CONSUMER }),
  ],
  ['client/versions/v3_6_1-security-keys.ts', PRODUCER, Object.keys(PRODUCER).filter(isSecurity)],
  [
    'broker/versions/v3_6_1-broker-keys.ts',
    { ...TOPIC, ...TOPIC_KEYS_WITHOUT_EFFECT, ...BROKER },
    Object.keys({ ...BROKER, ...TOPIC, ...TOPIC_KEYS_WITHOUT_EFFECT }),
  ],
  [
    'producer/config/input.ts',
    PRODUCER,
    ['key.serializer', 'value.serializer', 'partitioner.class', 'interceptor.classes'],
  ],
  ['consumer/config-input.ts', CONSUMER, ['key.deserializer', 'value.deserializer']],
];

function isSecurity(key: string): boolean {
  return /^(ssl|sasl)\./.test(key);
}

function withoutSecurity(defaults: Defaults): readonly string[] {
  return Object.keys(defaults).filter((key) => !isSecurity(key));
}

/** The largest int and long, which mean that there is no limit. */
const NO_LIMIT = [2_147_483_647, 9_223_372_036_854_776_000];

/** What a docstring has to say about a default; any text about it where Kafka's value is empty. */
function defaultText(value: unknown): RegExp {
  if (value === undefined) return /Default|No default: it has to be set\./;
  if (NO_LIMIT.includes(value as number)) return /Default(: no limit| 2147483647)|, no limit\./;
  if (typeof value === 'object' ? !Array.isArray(value) || value.length === 0 : value === '')
    return /Default:? (`|none|not set|all brokers)/;
  const text = Array.isArray(value) ? value.join(',') : String(value as string | number | boolean);
  return new RegExp(`Default:? (?:.*, )?\`?${text.replaceAll('.', '\\.')}\\b`);
}

describe.each(AT_FILES)('src/%s', (file, defaults, keys) => {
  const settings = settingsIn(file);

  it('has all keys', () => {
    expect(new Set(settings.map(({ key }) => key))).toEqual(new Set(keys));
  });

  it.each(settings)('says what $key is', ({ docstring }) => {
    const [meaning = ''] = docstring.replace(/Without effect here\b[^.]*\. ?/, '').split(/Default|No default/);
    expect(meaning.length).toBeGreaterThan(20);
  });

  it.each(settings)('says what the default of $key is', ({ key, docstring }) => {
    if (key === 'connections.max.idle.ms') expect(docstring).toMatch(/Default (540000|300000)\./);
    else expect(docstring).toMatch(defaultText(defaults[key]));
  });
});

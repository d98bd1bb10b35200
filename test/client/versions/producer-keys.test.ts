/** Covers: src/client/versions/v3_6_1-producer-keys.ts, v3_9.ts and v4_3.ts. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/client/config/parse-config.ts';
import { StringSerializer } from '../../../src/client/serialization/string-serializer.ts';
import { CLIENT_VERSIONS, type ClientVersion } from '../../../src/client/versions/index.ts';
import { producerClasses } from '../../../src/producer/config/java-classes.ts';
import { goldenTable } from '../../golden-tables.ts';

interface Row {
  name: string;
  type: string;
  hasDefault: boolean;
  default?: unknown;
  /** Java's text of it. */
  validRange: string;
}

/** Values just inside and just outside of a range that Java describes. */
function probes(
  { validRange, type }: Row,
  isDistinctList: boolean,
): { good: readonly unknown[]; bad: readonly unknown[] } {
  if (isDistinctList) return { good: ['x', ['x', 'y']], bad: [null, ['']] };
  if (validRange.endsWith(' or -1')) return { good: [1, 9, -1], bad: [0, 10, null] };
  if (validRange === 'non-null string') return { good: ['', 'x'], bad: [null] };
  if (validRange === 'non-empty string') return { good: ['x', null], bad: [''] };
  if (validRange.startsWith('(case insensitive)')) {
    return { good: wordsOf(validRange).map((word) => word.toLowerCase()), bad: ['other', ''] };
  }
  const bounds = /^\[(?<min>[-\d.]+),\.\.\.(?:,(?<max>[-\d.]+))?\]$/.exec(validRange)?.groups;
  if (bounds !== undefined) return aroundBounds(Number(bounds.min), bounds.max, type === 'DOUBLE' ? 0.01 : 1);
  if (validRange !== '') return { good: wordsOf(validRange), bad: ['other', ''] };
  if (['INT', 'LONG', 'SHORT', 'DOUBLE'].includes(type)) return { good: [-1, 0, null], bad: ['many'] };
  if (type === 'BOOLEAN') return { good: [true, 'FALSE', null], bad: ['yes'] };
  return { good: [null], bad: [1] };
}

function wordsOf(range: string): string[] {
  return range.slice(range.indexOf('[') + 1, -1).split(', ');
}

function aroundBounds(min: number, writtenMax: string | undefined, step: number): ReturnType<typeof probes> {
  if (writtenMax === undefined) return { good: [min, min + step], bad: [min - step, null] };
  const max = Number(writtenMax);
  return { good: [min, max], bad: [min - step, max + step, null] };
}

function parse(version: ClientVersion, name: string, value: unknown): unknown {
  const originals = new Map<string, unknown>([
    ['bootstrap.servers', 'broker-1:9092'],
    ['key.serializer', StringSerializer],
    ['value.serializer', StringSerializer],
    [name, value],
  ]);
  return parseConfig(version.keys.producer, originals, producerClasses(version)).get(name);
}

const TABLES = [
  ['3.6.1', undefined, 88],
  ['3.9', '3.9', 95],
  ['4.3', '4.3', 113],
] as const;

describe.each(TABLES)('The keys of a producer’s configuration in %s', (name, table, count) => {
  const golden = goldenTable<Row[]>('producer_config', table);
  const version = CLIENT_VERSIONS[name];
  const keys = version.keys.producer;

  it('are those of the Java client, in its order', () => {
    expect(golden).toHaveLength(count);
    expect(Object.keys(keys)).toEqual(golden.map((row) => row.name));
  });

  it.each(golden)('$name has Java’s type and default', (row) => {
    const key = keys[row.name];
    expect(key?.type).toBe(row.type);
    expect(key?.default !== undefined).toBe(row.hasDefault);
    expect(key?.default ?? null).toEqual(row.default ?? null);
  });

  it.each(golden)('$name has Java’s range $validRange', (row) => {
    const { good, bad } = probes(row, keys[row.name]?.distinct === true);
    for (const value of good) expect(() => parse(version, row.name, value)).not.toThrow();
    for (const value of bad) {
      expect(() => parse(version, row.name, value), `${row.name}=${String(value)}`).toThrow(
        expect.objectContaining({ name: 'ConfigException', message: expect.stringContaining(row.name) as string }),
      );
    }
  });
});

import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/client/config/parse-config.ts';
import { StringSerializer } from '../../../src/client/serialization/string-serializer.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
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

const PRODUCER_KEYS = V3_6_1.keys.producer;
const golden = goldenTable<Row[]>('producer_config');

/** Values just inside and just outside of a range that Java describes. */
function probes({ validRange, type }: Row): { good: readonly unknown[]; bad: readonly unknown[] } {
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

function parse(name: string, value: unknown): unknown {
  const originals = new Map<string, unknown>([
    ['key.serializer', StringSerializer],
    ['value.serializer', StringSerializer],
    [name, value],
  ]);
  return parseConfig(PRODUCER_KEYS, originals, producerClasses(V3_6_1)).get(name);
}

describe('The keys of a producer’s configuration', () => {
  it('are the 88 of the Java client, in its order', () => {
    expect(golden).toHaveLength(88);
    expect(Object.keys(PRODUCER_KEYS)).toEqual(golden.map(({ name }) => name));
  });

  it.each(golden)('$name has Java’s type and default', (row) => {
    const key = PRODUCER_KEYS[row.name];
    expect(key?.type).toBe(row.type);
    expect(key !== undefined && 'default' in key).toBe(row.hasDefault);
    expect(key?.default ?? null).toEqual(row.default ?? null);
  });

  it.each(golden)('$name has Java’s range $validRange', (row) => {
    const { good, bad } = probes(row);
    for (const value of good) expect(() => parse(row.name, value)).not.toThrow();
    for (const value of bad) {
      expect(() => parse(row.name, value), `${row.name}=${String(value)}`).toThrow(
        expect.objectContaining({ name: 'ConfigException', message: expect.stringContaining(row.name) as string }),
      );
    }
  });
});

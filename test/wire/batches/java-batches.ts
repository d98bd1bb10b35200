/** Record batches that the real Java client has written, and the records in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Header } from '../../../src/protocol/records/record-batch.ts';

const BATCHES = new Map(
  readFileSync(join(import.meta.dirname, '../fixtures/java-batches.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [string, string]),
);

/** @param name `none`, `gzip`, `snappy`, `lz4`, `zstd`, `transactional`, ... */
export function javaBatch(name: string): Uint8Array {
  return new Uint8Array(Buffer.from(BATCHES.get(name) as string, 'hex'));
}

export const JAVA_TIMESTAMPS_MS: readonly number[] = [1_700_000_000_000, 1_700_000_000_005, 1_699_999_999_999];
export const JAVA_KEYS: readonly (string | null)[] = ['key-0', null, 'key-2'];
export const JAVA_HEADERS: readonly (readonly Header[])[] = [
  [],
  [
    { key: 'trace', value: Uint8Array.of(49) },
    { key: 'none', value: null },
  ],
  [],
];

/** Compressed batches have values of 48,000 bytes each. */
export function javaValues(name: string): readonly (string | null)[] {
  const repeat = ['gzip', 'snappy', 'lz4', 'zstd'].includes(name) ? 6000 : 1;
  return ['value-0 '.repeat(repeat), 'value-1 '.repeat(repeat), null];
}

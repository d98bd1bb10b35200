import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CachedScript, cachedScript } from '../../src/start/code-cache.ts';

const SOURCE = '(function () { return 6 * 7; })';
let folder = '';
let cacheFile = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
  cacheFile = join(folder, 'cache', 'code');
});

afterEach(() => rmSync(folder, { recursive: true }));

function load({ source = SOURCE, filename = 'source.cjs' } = {}): CachedScript {
  return cachedScript(source, filename, crc32(source), cacheFile);
}

function resultOf({ script }: CachedScript): unknown {
  return (script.runInThisContext() as () => unknown)();
}

describe('Compiled code', () => {
  it('is kept, and used by those who come later', () => {
    const first = load();
    expect(resultOf(first)).toBe(42);
    expect(first.script.cachedDataRejected).toBeUndefined();
    first.keep();
    expect(readdirSync(join(folder, 'cache'))).toEqual(['code']);

    const second = load();
    expect(second.script.cachedDataRejected).toBe(false);
    expect(resultOf(second)).toBe(42);
    rmSync(cacheFile);
    second.keep();
    expect(existsSync(cacheFile)).toBe(false);
  });

  it.each([
    ['was cut off', (kept: Buffer) => kept.subarray(0, kept.length / 2)],
    ['is empty', () => Buffer.alloc(0)],
    ['is something else', () => Buffer.from('something else')],
    ['has a wrong bit', (kept: Buffer) => kept.fill(kept[kept.length - 9]! ^ 1, kept.length - 9, kept.length - 8)],
  ])('is made again if the file %s', (_, spoil) => {
    load().keep();
    const kept = readFileSync(cacheFile);
    writeFileSync(cacheFile, spoil(kept));
    const script = load();
    expect(resultOf(script)).toBe(42);
    script.keep();
    expect(load().script.cachedDataRejected).toBe(false);
  });

  it('is not kept where no file can be made', () => {
    writeFileSync(join(folder, 'cache'), 'a file');
    const script = load();
    script.keep();
    expect(resultOf(script)).toBe(42);
    expect(readFileSync(join(folder, 'cache'), 'utf8')).toBe('a file');
  });

  it('is not used for another source of the same length, or under another name', () => {
    load().keep();
    const patched = load({ source: SOURCE.replace('7', '8') });
    expect(patched.script.cachedDataRejected).toBeUndefined();
    expect(resultOf(patched)).toBe(48);
    expect(load({ filename: 'copied.cjs' }).script.cachedDataRejected).toBeUndefined();
  });

  it('is kept in the company of other files, but not of those that killed processes have left', () => {
    mkdirSync(join(folder, 'cache'));
    const names = ['code.1.1', 'code.2.2', 'code-with-other-flags'];
    for (const name of names) writeFileSync(join(folder, 'cache', name), '');
    utimesSync(join(folder, 'cache', 'code.2.2'), 1, 1);
    load().keep();
    expect(readdirSync(join(folder, 'cache')).toSorted()).toEqual(['code', 'code-with-other-flags', 'code.1.1']);
  });

  it('leaves no other file behind if it cannot be given its name', () => {
    mkdirSync(cacheFile, { recursive: true });
    load().keep();
    expect(readdirSync(join(folder, 'cache'))).toEqual(['code']);
  });
});

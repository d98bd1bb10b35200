import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

function load(): CachedScript {
  return cachedScript(SOURCE, 'source.cjs', cacheFile);
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

  it('is left to the thread that writes it', () => {
    mkdirSync(join(folder, 'cache'));
    const ofTheOther = `${cacheFile}.${process.pid}`;
    writeFileSync(ofTheOther, '');
    load().keep();
    expect(existsSync(cacheFile)).toBe(false);
    expect(readFileSync(ofTheOther, 'utf8')).toBe('');
  });

  it('leaves no other file behind if it cannot be given its name', () => {
    mkdirSync(cacheFile, { recursive: true });
    load().keep();
    expect(readdirSync(join(folder, 'cache'))).toEqual(['code']);
  });
});

import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, loadCore } from '../../src/start/load-core.ts';

/** A core that counts how often its first run has ended. */
const CORE = `'use strict'; const later = [];
module.exports = { answer: () => 42, then: (listener) => void later.push(listener), end: () => { for (const listener of later) listener(); } };`;
let project = '';
let core = '';

interface Exports {
  readonly answer: () => number;
  readonly end: () => void;
}

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'kafka-trial-')));
  mkdirSync(join(project, 'node_modules/kafka-trial/dist/core'), { recursive: true });
  const path = join(project, 'node_modules/kafka-trial/dist/core/core.cjs');
  writeFileSync(path, CORE);
  core = pathToFileURL(path).href;
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(project, { recursive: true });
});

function load(): Exports {
  return loadCore(core, 'then') as unknown as Exports;
}

function keptFiles(): readonly string[] {
  return readdirSync(project, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.includes('.cache/kafka-trial/'),
  );
}

describe('The core', () => {
  it('is loaded, and its code kept once a run has ended', () => {
    const { answer, end } = load();
    expect(answer()).toBe(42);
    expect(keptFiles()).toEqual([]);
    end();
    expect(keptFiles()).toEqual([expect.stringMatching(/^node_modules\/\.cache\/kafka-trial\/core-\w+-\d+$/)]);
    expect(load().answer()).toBe(42);
  });

  it('is compiled again after it was patched', () => {
    load().end();
    writeFileSync(fileURLToPath(core), CORE.replace('42', '43'));
    const { answer, end } = load();
    expect(answer()).toBe(43);
    end();
    expect(load().answer()).toBe(43);
  });

  it('is not kept if it was compiled with other flags than those it was loaded with', () => {
    const { end } = load();
    setFlagsFromString('--no-flush-bytecode');
    end();
    setFlagsFromString('--flush-bytecode');
    expect(keptFiles()).toEqual([]);
  });

  it('is an ordinary module if code must not be kept', () => {
    vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
    const { answer, end } = load();
    expect(answer()).toBe(42);
    end();
    expect(keptFiles()).toEqual([]);
  });

  it.each([
    ['stacks show the sources', 'NODE_OPTIONS', '--enable-source-maps'],
    ['its coverage is measured', 'NODE_V8_COVERAGE', '/tmp/coverage'],
  ])('is an ordinary module if %s', (_, variable, value) => {
    vi.stubEnv(variable, value);
    load().end();
    expect(keptFiles()).toEqual([]);
  });
});

it('The folder of compiled code is in the node_modules that holds the package, or in its own', () => {
  expect(cacheFolder('/app/node_modules/kafka-trial')).toBe(join('/app/node_modules/.cache/kafka-trial'));
  expect(cacheFolder('/home/kafka-trial')).toBe(join('/home/kafka-trial/node_modules/.cache/kafka-trial'));
});

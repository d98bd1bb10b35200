/** The installed package keeps its compiled code, in Node and in each of Vitest's pools. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installedProject, plainEnvironment } from '../installed-project.ts';

let project = '';
let cache = '';

beforeAll(() => {
  project = installedProject(new URL('./fixtures', import.meta.url), ['vitest', '.bin']);
  cache = join(project, 'node_modules/.cache/kafka-trial');
}, 240_000);

beforeEach(() => rmSync(cache, { recursive: true, force: true }));

afterAll(() => rmSync(project, { recursive: true }));

function node(args: readonly string[], more: Record<string, string> = {}): string {
  const options = { cwd: project, encoding: 'utf8', env: plainEnvironment(more) } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

function kept(): readonly string[] {
  return existsSync(cache) ? readdirSync(cache).map((name) => join(cache, name)) : [];
}

describe('Compiled code', () => {
  it('is kept by the first process that runs something, and changes no run', () => {
    node(['-e', "import('kafka-trial')"]);
    expect(kept()).toEqual([]);
    const first = node(['trace.mjs']);
    const [file = '', ...others] = kept();
    expect(others).toEqual([]);
    const { mtimeMs } = statSync(file);
    expect(node(['trace.mjs'])).toBe(first);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    writeFileSync(file, 'spoilt');
    expect(node(['trace.mjs'])).toBe(first);
    expect(statSync(file).size).toBeGreaterThan(100_000);
    expect(node(['trace.mjs'], { NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(first);
  });

  it('is kept for each combination of flags that V8 compiles other code for', () => {
    node(['trace.mjs']);
    node(['--no-lazy-feedback-allocation', 'trace.mjs']);
    expect(kept()).toHaveLength(2);
  });

  it('is used by the command, and not written again by an exploration, which sets flags of V8', () => {
    const command = 'node_modules/kafka-trial/dist/cli/bin.js';
    node([command, 'run', 'three-ways']);
    const files = kept();
    const written = files.map((file) => statSync(file).mtimeMs);
    expect(files).toHaveLength(1);
    for (let i = 0; i < 2; i++)
      node([command, 'explore', 'fire-and-forget', '--runs', '2', '--workers', '1', '--json']);
    node([command, 'run', 'three-ways']);
    expect(kept()).toEqual(files);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(written);
  });

  it('is not used where stacks are to show the sources', () => {
    node(['trace.mjs']);
    expect(node(['mistake.mjs'])).toMatch(/core\.cjs:\d+/);
    expect(node(['--enable-source-maps', 'mistake.mjs'])).toMatch(/kernel\.ts:\d+/);
  });

  it.each([
    ['threads', 1],
    ['forks', 1],
    ['vmThreads', 0],
    ['vmForks', 0],
  ])('is kept in the pool %s of Vitest if test files share its globals', (pool, files) => {
    for (let i = 0; i < 2; i++) {
      const report = node(['node_modules/vitest/vitest.mjs', 'run', '--pool', pool, '--reporter', 'json']);
      expect(JSON.parse(report)).toMatchObject({ numPassedTests: 1, numTotalTests: 1 });
      expect(kept()).toHaveLength(files);
    }
  });
});

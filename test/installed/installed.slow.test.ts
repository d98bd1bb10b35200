/** Covers: src/index.ts as it is published. The tarball that is published, in the test runners and with a bundler. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainEnvironment, projectWithTarball } from '../installed-project.ts';

const RUNNERS = fileURLToPath(new URL('./runners', import.meta.url));
const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url));
const projects: string[] = [];
/** One that most tests share. */
let plain = '';

/** Its `node_modules` has the package and, linked, those with these paths. */
function project(packages: Readonly<Record<string, string>> = {}): string {
  const folder = projectWithTarball(packages);
  projects.push(folder);
  cpSync(FIXTURES, folder, { recursive: true });
  return folder;
}

const ofRunners = (name: string): string => join(RUNNERS, 'node_modules', name);
const ofProject = (name: string): string => fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));

function node(folder: string, ...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const options = { cwd: folder, encoding: 'utf8', env: plainEnvironment() } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  return { status, output: `${stdout}${stderr}` };
}

beforeAll(() => {
  if (!existsSync(ofRunners('jest')))
    execFileSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: RUNNERS });
  plain = project();
}, 240_000);

afterAll(() => {
  for (const folder of projects) rmSync(folder, { recursive: true });
}, 240_000);

describe('The published package', () => {
  it.each([
    ['3.2', ofRunners('vitest')],
    ['4', ofProject('vitest')],
  ])('works in Vitest %s', (_, vitest) => {
    const folder = project({ vitest });
    writeFileSync(join(folder, 'vitest.config.mjs'), "export default { test: { include: ['*.vitest.mjs'] } };");
    const { status, output } = node(folder, join(folder, 'node_modules/vitest/vitest.mjs'), 'run');
    expect(output).toMatch(/Tests {2}(4 passed|3 passed \| 1 expected fail) \(4\)/);
    expect(status).toBe(0);
  });

  it('works in Jest, as ES modules', () => {
    const folder = project({ jest: ofRunners('jest'), '@jest/globals': ofRunners('@jest/globals') });
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ testMatch: ['**/*.jest.mjs'], transform: {} }));
    const jest = join(folder, 'node_modules/jest/bin/jest.js');
    const { status, output } = node(folder, '--experimental-vm-modules', jest);
    expect(output).toMatch(/Tests: +1 passed/);
    expect(status).toBe(0);
  });

  it('works in node:test', () => {
    const { status, output } = node(plain, '--test', 'orders.node-test.mjs');
    expect(output).toMatch(/# pass 1|pass 1/);
    expect(status).toBe(0);
  });

  it('has the same trace when it is bundled for a browser', async () => {
    const folder = plain;
    const bundle = await rolldown({ input: join(folder, 'fingerprint.mjs'), platform: 'browser', cwd: folder });
    await bundle.write({ dir: join(folder, 'bundled'), format: 'esm' });
    const { output } = node(folder, 'bundled/fingerprint.js');
    expect(output).toMatch(/^[0-9a-f]{16}\n$/);
    expect(node(folder, 'fingerprint.mjs').output).toBe(output);
  });

  it('has scenarios that can be imported', () => {
    expect(node(plain, 'scenarios.mjs').output).toBe('true undefined\n');
  });

  it('has a command that finds the scenarios', () => {
    const command = 'node_modules/kafka-trial/dist/cli/bin.js';
    expect(node(plain, command, 'list').output).toMatch(/^connect-only +\S.*\n/);
    expect(node(plain, command, 'run', 'three-ways')).toMatchObject({ status: 0 });
  });

  it('shows TypeScript in stacks, with --enable-source-maps', () => {
    const { output } = node(plain, '--enable-source-maps', 'throws.mjs');
    expect(output).toMatch(/kafka-trial\/src\/admin\/[\w-]+\.ts:\d+:\d+/);
  });
});

describe('The tarball', () => {
  const root = (): string => join(plain, 'node_modules/kafka-trial');

  it('has no recorded traces, and nothing of the tests', () => {
    const files = readdirSync(root(), { recursive: true, encoding: 'utf8' });
    expect(files).toContain('README.md');
    expect(files.filter((file) => /golden|^test/.test(file))).toEqual([]);
  });

  it('has the targets of all links in its pages', () => {
    const folder = root();
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
    const dead = pages.flatMap((page) => {
      const links = [...readFileSync(join(folder, page), 'utf8').matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)];
      const targets = links.map(([, target]) => target as string);
      return targets
        .filter((target) => !isThere(resolve(folder, dirname(page), target)))
        .map((target) => `${page}: ${target}`);
    });
    expect(dead).toEqual([]);
  });
});

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

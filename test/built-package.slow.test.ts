/** The built package: its entry points, and its command as a process (src/cli/bin.ts). */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtLibrary } from './built-library.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const command = `${root}dist/cli/bin.js`;

beforeAll(() => void builtLibrary(), 240_000);

type Exports = Readonly<Record<string, unknown>>;

async function entryPoints(): Promise<readonly { name: string; source: Exports; built: Exports }[]> {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    exports: Record<string, string | { default: string }>;
  };
  const paths = Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === 'string' || needsRunner(name) || name === './scenarios'
      ? []
      : [{ name, path: target.default.replace('./dist/', '') }],
  );
  return Promise.all(
    paths.map(async ({ name, path }) => ({
      name,
      source: (await import(`${root}src/${path.replace(/js$/, 'ts')}`)) as Exports,
      built: (await import(`${root}dist/${path}`)) as Exports,
    })),
  );
}

/** The entry point for a test runner can only be imported by that runner. */
function needsRunner(name: string): boolean {
  return name === './vitest';
}

describe('The built package', () => {
  it('exports the names that the sources export', async () => {
    for (const { source, built } of await entryPoints())
      expect(Object.keys(built).sort()).toEqual(Object.keys(source).sort());
  });

  it('keeps the names of classes and functions', async () => {
    for (const { built } of await entryPoints()) {
      for (const [name, value] of Object.entries(built)) if (typeof value === 'function') expect(value.name).toBe(name);
    }
  });

  it('loads one module and one script beside the entry point', () => {
    const { imports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>;
    };
    const opened = new Set<string>();
    const open = (path: string): void => {
      if (opened.has(path)) return;
      opened.add(path);
      const text = readFileSync(path, 'utf8');
      for (const [, specifier = ''] of text.matchAll(/^(?:import|export)\b[^;]*?["']([#.][^"']+)["'];/gm))
        open(
          specifier.startsWith('#')
            ? join(root, imports[specifier]?.['node-addons'] ?? '')
            : join(dirname(path), specifier),
        );
      for (const [, script = ''] of text.matchAll(/new URL\("(.+)", import\.meta\.url\)/g))
        opened.add(join(dirname(path), script));
    };
    open(`${root}dist/index.js`);
    expect([...opened].map((path) => path.slice(root.length))).toEqual([
      'dist/index.js',
      'dist/core/node.js',
      'dist/core/core.cjs',
    ]);
  });

  it('has the same core as a module and as a script', async () => {
    const module = (await import(`${root}dist/core/core.js`)) as Exports;
    const script = createRequire(import.meta.url)(`${root}dist/core/core.cjs`) as Exports;
    expect(Object.keys(script).sort()).toEqual(Object.keys(module).sort());
    for (const [name, value] of Object.entries(script)) expect(typeof module[name]).toBe(typeof value);
  });
});

function kafkaTrial(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command, ...args], { cwd: root, encoding: 'utf8', input: 'France\n' });
}

describe('The command', () => {
  it('runs a TypeScript file, twice with the same output', () => {
    const first = kafkaTrial('run', 'scenarios/03-fire-and-forget.ts', '--seed', '7', '--trace');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('seed 7');
    expect(kafkaTrial('run', 'scenarios/03-fire-and-forget.ts', '--seed', '7', '--trace').stdout).toBe(first.stdout);
    expect(kafkaTrial('run', 'fire-and-forget', '--seed', '7', '--trace').stdout).toBe(first.stdout);
  });

  it('reads stdin and sets the exit code', () => {
    expect(kafkaTrial('produce', '--topic', 't')).toMatchObject({ status: 0, stdout: 't-0@0 France\n' });
    expect(kafkaTrial('run', 'nothing-of-the-kind')).toMatchObject({ status: 2, stdout: '' });
  });

  it('explores the same histories with several threads as with one', () => {
    const explore = (workers: string) =>
      kafkaTrial('explore', 'scenarios/03-fire-and-forget.ts', '--runs', '60', '--workers', workers, '--json');
    const alone = explore('1');
    expect(alone).toMatchObject({ status: 0 });
    expect(JSON.parse(alone.stdout)).toMatchObject({ tried: 60, histories: 60, failures: [] });
    expect(explore('2').stdout).toBe(alone.stdout);
  });

  it('explores a program that leaves rejections unhandled when a fault ends it early', () => {
    const explore = (workers: string) =>
      kafkaTrial('explore', 'lost-ack', '--plan', 'one-fault', '--workers', workers, '--json');
    const alone = explore('1');
    expect(alone).toMatchObject({ status: 0 });
    expect(explore('2').stdout).toBe(alone.stdout);
  });

  it.each([
    [
      'calls process.exit()',
      'export default async (sim) => { if (sim.seed >= 30) process.exit(3); };',
      'called process.exit(3) in history 29 (seed 30, faults [',
    ],
    [
      'calls the exit that it has imported',
      "import { exit } from 'node:process'; export default async (sim) => { if (sim.seed >= 30) exit(3); };",
      'called process.exit(3) in history 29 (seed 30, faults [',
    ],
    [
      'calls process.exit() without faults',
      'export default async () => process.exit(3);',
      'called process.exit(3) in the run without faults, which would end',
    ],
    [
      'throws in a timer',
      "export default async (sim) => { if (sim.seed < 30) return; setImmediate(() => { throw new Error('late'); }); await sim.outside(() => new Promise((resolve) => setTimeout(resolve, 1))); };",
      'threw an error that nothing caught (Error: late) in history 29 (seed 30, faults [',
    ],
  ])('reports a program that %s, in the same way with any number of threads', (_, text, problem) => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    const path = join(folder, 'program.mjs');
    writeFileSync(path, text);
    const explore = (...more: string[]) => kafkaTrial('explore', path, '--plan', 'none', ...more);
    const reports = [explore('--runs', '60'), explore('--runs', '101'), explore('--runs', '60', '--workers', '2')];
    rmSync(folder, { recursive: true });
    for (const { status, stderr } of reports) {
      const isNamed = stderr.startsWith(`kafka-trial: The program ${problem}`);
      expect({ status, isNamed }, stderr).toEqual({ status: 2, isNamed: true });
    }
  });

  it('reports a program that calls process.exit() while it is loaded', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    const path = join(folder, 'program.mjs');
    writeFileSync(path, 'process.exit(0);\nexport default async () => {};\n');
    const { status, stderr } = kafkaTrial('explore', path);
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `kafka-trial: Cannot load the file '${path}': Error: The program called process.exit(0) (${path}:1)\n`,
    });
  });

  it('ends although the program has left a timer behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    const path = join(folder, 'program.mjs');
    writeFileSync(path, 'export default async () => { setInterval(() => {}, 1_000); };');
    const { status, stdout } = kafkaTrial('explore', path, '--runs', '3');
    rmSync(folder, { recursive: true });
    expect(stdout).toContain('3 of 3 histories tried');
    expect(status).toBe(0);
  });

  it.each([
    ['without "type"', 'program.ts', '{}'],
    ['with "type": "commonjs"', 'program.ts', '{"type":"commonjs"}'],
    ['in a file ending in .mts', 'program.mts', '{"type":"commonjs"}'],
  ])('loads a program in a CommonJS project, %s', (_, name, manifest) => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    writeFileSync(join(folder, 'package.json'), manifest);
    writeFileSync(join(folder, 'pause.ts'), 'export const pauseMs: number = 5;');
    const text = `import { pauseMs } from './pause.ts';
      export const other = 1;
      export default async (sim: { sleep(ms: number): Promise<void> }) => sim.sleep(pauseMs);`;
    writeFileSync(join(folder, name), text);
    const { status, stdout, stderr } = kafkaTrial('explore', join(folder, name), '--runs', '2', '--workers', '1');
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('2 of 2 histories tried');
  });

  it('reports a module that Node loads as CommonJS, with a remedy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
    const path = join(folder, 'program.js');
    writeFileSync(path, 'export default async (sim) => sim.sleep(1);');
    const { status, stderr } = kafkaTrial('explore', path);
    rmSync(folder, { recursive: true });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /kafka-trial: Cannot load the file .* SyntaxError: .*\. Node loads it as CommonJS: .* \.mjs.*\n$/,
    );
  });

  it('reports in one line that a file is not JavaScript, and where', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    const path = join(folder, 'broken.mjs');
    writeFileSync(path, '// Not a module.\nexport default {');
    const { status, stdout, stderr } = kafkaTrial('run', path);
    rmSync(folder, { recursive: true });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const problem = `SyntaxError: Unexpected end of input (${path}:2)`;
    expect(stderr).toBe(`kafka-trial: Cannot load the file '${path}': ${problem}\n`);
  });

  it('succeeds although the reader of its output stops early', async () => {
    const child = spawn(process.execPath, [command, 'run', 'three-ways', '--trace'], { cwd: root });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

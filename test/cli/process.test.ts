/** The command as a process: what only a process can show. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = `${root}dist/cli.js`;

/** dist/ is what npm ci built; built again only if the sources have moved on since. */
beforeAll(() => {
  if (existsSync(command) && Math.max(newest('src'), newest('scenarios')) <= statSync(command).mtimeMs) return;
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
}, 120_000);

function newest(folder: string): number {
  const files = readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return Math.max(...files.map((name) => statSync(`${root}${folder}/${name}`).mtimeMs));
}

function kafkaTrial(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command, ...args], { cwd: root, encoding: 'utf8', input: 'France\n' });
}

describe('The process', () => {
  it('plays a TypeScript file, twice to the same bytes', () => {
    const first = kafkaTrial('run', 'scenarios/03-fire-and-forget.ts', '--seed', '7', '--trace');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('seed 7');
    expect(kafkaTrial('run', 'scenarios/03-fire-and-forget.ts', '--seed', '7', '--trace').stdout).toBe(first.stdout);
    expect(kafkaTrial('run', 'fire-and-forget', '--seed', '7', '--trace').stdout).toBe(first.stdout);
  });

  it('reads stdin and leaves its exit code', () => {
    expect(kafkaTrial('produce', '--topic', 't')).toMatchObject({ status: 0, stdout: 't-0@0 France\n' });
    expect(kafkaTrial('run', 'nothing-of-the-kind')).toMatchObject({ status: 2, stdout: '' });
  });

  it('tells in one line that a file is not JavaScript', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
    const path = join(folder, 'broken.mjs');
    writeFileSync(path, 'export default {');
    const { status, stdout, stderr } = kafkaTrial('run', path);
    rmSync(folder, { recursive: true });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      `kafka-trial: The scenario file '${path}' cannot be loaded: SyntaxError: Unexpected end of input\n`,
    );
  });

  it('does not mind a reader that stops early', async () => {
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

/** Covers: src/cli/explore/report-file.ts, src/cli/bin.ts. What a shard leaves that is killed while it explores, as a process. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from 'kafka-trial/explore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtLibrary } from '../../built-library.ts';

let command = '';
beforeAll(() => {
  command = join(builtLibrary(), 'dist/cli/bin.js');
}, 240_000);
const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Kills an endless exploration as soon as its report has histories. */
async function reportOfKilled(
  signal: NodeJS.Signals,
  workers: string,
): Promise<{ readonly ended: string; readonly path: string }> {
  const path = join(folder, `${signal}-${workers}.json`);
  const args = [
    'explore',
    'default-workload',
    '--runs',
    '1000000',
    '--shard',
    '2/3',
    '--report',
    path,
    '--workers',
    workers,
  ];
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, killedBy) => resolve(`${killedBy ?? code}`));
  });
  while (triedIn(path) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill(signal);
  return { ended: await ended, path };
}

function triedIn(path: string): number {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as Report).tried;
  } catch {
    return 0;
  }
}

describe('A shard that is killed', () => {
  it.each([
    ['SIGKILL', '1', 'SIGKILL', 'running', 'has not ended or was killed'],
    ['SIGKILL', '2', 'SIGKILL', 'running', 'has not ended or was killed'],
    ['SIGTERM', '1', '143', 'interrupted', 'was interrupted'],
    ['SIGTERM', '2', '143', 'interrupted', 'was interrupted'],
    ['SIGINT', '2', '130', 'interrupted', 'was interrupted'],
  ] as const)(
    'by %s with %s workers leaves its report',
    async (signal, workers, exit, end, words) => {
      const { ended, path } = await reportOfKilled(signal, workers);
      expect(ended).toBe(exit);
      const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
      expect(report).toMatchObject({ end, shard: { index: 2, count: 3 }, histories: 1_000_000 });
      const merge = (...more: string[]) =>
        spawnSync(process.execPath, [command, 'merge', path, ...more], { encoding: 'utf8' });
      const refused = merge();
      expect(refused.status).toBe(2);
      expect(refused.stderr).toContain(
        `\nShard 2/3 ${words}; its report has ${report.tried} histories. Run: npx kafka-trial explore `,
      );
      const partial = merge('--partial', '--json');
      expect(JSON.parse(partial.stdout)).toMatchObject({
        tried: report.tried,
        fingerprint: report.fingerprint,
        unfinished: [1, 2, 3],
      });
    },
    120_000,
  );
});

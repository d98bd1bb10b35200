/** Covers: src/timers/ in an installed package, in each of Vitest's pools; in two of them, imports by name are copies. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installedProject, plainEnvironment } from '../installed-project.ts';

let project = '';

beforeAll(() => {
  project = installedProject(new URL('./fixtures', import.meta.url), ['vitest', '.bin']);
}, 240_000);

afterAll(() => rmSync(project, { recursive: true }));

it.each(['threads', 'forks', 'vmThreads', 'vmForks'])(
  'Installed timers take over every import in the pool %s',
  (pool) => {
    const vitest = join(project, 'node_modules/vitest/vitest.mjs');
    const options = { cwd: project, encoding: 'utf8', env: plainEnvironment() } as const;
    const { stdout } = spawnSync(process.execPath, [vitest, 'run', '--pool', pool, '--reporter', 'json'], options);
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      readonly testResults: readonly {
        readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
      }[];
    };
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results).toHaveLength(8);
    expect(results.flatMap(({ failureMessages }) => failureMessages)).toEqual([]);
  },
);

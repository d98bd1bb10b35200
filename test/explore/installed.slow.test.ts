/** From a failure that is found to a test that is pasted, as a user of the published package goes: by the command, files and Vitest. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCase } from 'kafka-trial/explore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtLibrary } from '../built-library.ts';
import { installedProject, plainEnvironment } from '../installed-project.ts';

let project = '';
beforeAll(() => {
  const packages = ['vitest', 'tinypool', 'tsx', '.bin'];
  project = installedProject(new URL('./fixtures', import.meta.url), packages);
}, 240_000);
afterAll(() => rmSync(project, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, ...args: readonly string[]): Ended {
  const options = { cwd: project, encoding: 'utf8', env: plainEnvironment() } as const;
  return spawnSync(process.execPath, [join(project, 'node_modules', command), ...args], options);
}

function kafkaTrial(...args: readonly string[]): Ended {
  return run('kafka-trial/dist/cli.js', ...args);
}

interface Story {
  /** Names the program's file. */
  readonly name: string;
  readonly guarantee: string;
  readonly flags: readonly string[];
  /** What mends the program or, if that is spelled out there, the test. */
  readonly mend: { readonly file: string; readonly bug: string; readonly remedy: string };
}

const STORIES: readonly Story[] = [
  {
    name: 'careless',
    guarantee: 'NoDuplicateWithIdempotence',
    flags: ['--plan', 'swarm', '--seed', '3', '--runs', '300'],
    mend: { file: 'careless.test.ts', bug: "'enable.idempotence': false", remedy: "'enable.idempotence': true" },
  },
  {
    name: 'orders',
    guarantee: 'EveryOrderArrives',
    flags: ['--plan', 'one-fault'],
    mend: { file: 'orders.ts', bug: 'guarantees: [everyOrderArrives]', remedy: 'guarantees: []' },
  },
];

const fileOf = ({ name, guarantee }: Story): string =>
  `failures/${name}-${guarantee.replace(/\B[A-Z]/g, '-$&').toLowerCase()}.json`;

describe.each(STORIES)('A broken guarantee of $name', (story) => {
  const { name, guarantee, flags, mend } = story;

  it('is found on two cores, and made small', () => {
    const { status, stdout } = kafkaTrial('explore', `./${name}.ts`, ...flags, '--workers', '2');
    expect(status).toBe(1);
    expect(stdout).toContain(`Written to ${fileOf(story)}.`);
    const file = JSON.parse(readFileSync(join(project, fileOf(story)), 'utf8')) as { guarantee: string; case: unknown };
    expect(file.guarantee).toBe(guarantee);
    const { plan, workload } = readCase(file.case);
    expect(plan.length).toBeLessThanOrEqual(3);
    expect(workload.filter((step) => step.do === 'send').length).toBeLessThanOrEqual(10);

    const [, printed = ''] = /\nThe case, as a test:\n([\s\S]*)\nWritten to /.exec(stdout) ?? [];
    writeFileSync(join(project, `${name}.test.ts`), printed);
    expect(kafkaTrial('replay', fileOf(story), '--test').stdout).toBe(printed);
  });

  it('is replayed from its file', () => {
    const { status, stdout, stderr } = kafkaTrial('replay', fileOf(story));
    expect(status).toBe(1);
    expect(stdout).toContain('It still fails.');
    expect(stderr).toContain(`${guarantee} is broken.`);
  });

  it('fails as the test that was printed and pasted, until it is mended', () => {
    const vitest = (): Ended => run('vitest/vitest.mjs', 'run', `${name}.test.ts`);
    const failed = vitest();
    expect(failed.status).toBe(1);
    expect(failed.stdout + failed.stderr).toContain(`${name}.test.ts > ${guarantee} is kept`);
    expect(failed.stdout + failed.stderr).toContain(`${guarantee} is broken.`);

    const text = readFileSync(join(project, mend.file), 'utf8');
    expect(text).toContain(mend.bug);
    writeFileSync(join(project, mend.file), text.replace(mend.bug, mend.remedy));
    expect(vitest()).toMatchObject({ status: 0 });
  });
});

describe('What was pasted', () => {
  it('is good TypeScript', () => {
    const compiler = join(builtLibrary(), 'node_modules/.bin/tsc');
    expect(execFileSync(compiler, ['-p', project], { cwd: project, encoding: 'utf8' })).toBe('');
  });
});

/** Covers: src/explore/ and src/cli/explore/ in an installed package. src/explore and src/cli/explore in the published package: a failure is found, replayed, and fails in the test that was printed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCase } from 'kafka-trial/explore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtLibrary } from '../built-library.ts';
import { installedProject, plainEnvironment } from '../installed-project.ts';

let project = '';
beforeAll(() => {
  const packages = ['vitest', 'tinypool', 'tsx', '.bin', 'kafkajs'];
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
  return run('kafka-trial/dist/cli/bin.js', ...args);
}

interface Example {
  /** Names the program's file. */
  readonly name: string;
  readonly guarantee: string;
  readonly flags: readonly string[];
  /** The fix, in the program or, if the test contains all calls, in the test. */
  readonly fix: { readonly file: string; readonly bug: string; readonly remedy: string };
}

const EXAMPLES: readonly Example[] = [
  {
    name: 'careless',
    guarantee: 'NoDuplicateWithIdempotence',
    flags: ['--plan', 'swarm', '--seed', '3', '--runs', '300'],
    fix: { file: 'careless.test.ts', bug: "'enable.idempotence': false", remedy: "'enable.idempotence': true" },
  },
  {
    name: 'orders',
    guarantee: 'EveryOrderArrives',
    flags: ['--plan', 'one-fault'],
    fix: { file: 'orders.ts', bug: 'guarantees: [everyOrderArrives]', remedy: 'guarantees: []' },
  },
  {
    name: 'kafkajs-shop',
    guarantee: 'NoDuplicateWithIdempotence',
    flags: ['--plan', 'one-fault'],
    fix: { file: 'kafkajs-shop.ts', bug: 'idempotent: false', remedy: 'idempotent: true' },
  },
];

const fileOf = ({ name, guarantee }: Example): string =>
  `failures/${name}-${guarantee.replace(/\B[A-Z]/g, '-$&').toLowerCase()}.json`;

describe.each(EXAMPLES)('A violated guarantee of $name', (example) => {
  const { name, guarantee, flags, fix } = example;

  it('is found by two workers and shrunk', () => {
    const { status, stdout } = kafkaTrial('explore', `./${name}.ts`, ...flags, '--workers', '2');
    expect(status).toBe(1);
    expect(stdout).toContain(`Written to ${fileOf(example)}.`);
    const file = JSON.parse(readFileSync(join(project, fileOf(example)), 'utf8')) as {
      guarantee: string;
      case: unknown;
    };
    expect(file.guarantee).toBe(guarantee);
    const { plan, workload } = readCase(file.case);
    expect(plan.length).toBeLessThanOrEqual(3);
    expect(workload.filter((step) => step.do === 'send').length).toBeLessThanOrEqual(10);

    const [, printed = ''] = /\nThe case, as a test:\n([\s\S]*)\nWritten to /.exec(stdout) ?? [];
    writeFileSync(join(project, `${name}.test.ts`), printed);
    expect(kafkaTrial('replay', fileOf(example), '--test').stdout).toBe(printed);
  });

  it('is replayed from its file', () => {
    const { status, stdout, stderr } = kafkaTrial('replay', fileOf(example));
    expect(status).toBe(1);
    expect(stdout).toContain('It still fails.');
    expect(stderr).toContain(`${guarantee} was violated.`);
  });

  it('fails in the printed test until it is fixed', () => {
    const vitest = (): Ended => run('vitest/vitest.mjs', 'run', `${name}.test.ts`);
    const failed = vitest();
    expect(failed.status).toBe(1);
    expect(failed.stdout + failed.stderr).toContain(`${name}.test.ts > ${guarantee} holds`);
    expect(failed.stdout + failed.stderr).toContain(`${guarantee} was violated.`);

    const text = readFileSync(join(project, fix.file), 'utf8');
    expect(text).toContain(fix.bug);
    writeFileSync(join(project, fix.file), text.replace(fix.bug, fix.remedy));
    expect(vitest()).toMatchObject({ status: 0 });
  });
});

describe('The printed tests', () => {
  it('compile', () => {
    const compiler = join(builtLibrary(), 'node_modules/.bin/tsc');
    expect(execFileSync(compiler, ['-p', project], { cwd: project, encoding: 'utf8' })).toBe('');
  });
});

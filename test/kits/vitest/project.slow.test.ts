/**
 * Covers: src/kits/vitest/ in an installed package.
 *
 * The kit in a project that has it installed as it is published: the reports of failing tests, and their replay
 * commands.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtLibrary } from '../../built-library.ts';
import { installedProject, plainEnvironment } from '../../installed-project.ts';

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const PAGES = ['README.md', 'docs/quick-start.md', 'docs/test-kit.md', 'docs/time.md'];
const pageTests = PAGES.flatMap((page) => testsOf(readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8')));

interface FailingTest {
  readonly file: string;
  readonly text: string;
  readonly report: string;
}

const failingPageTests = failingTestsOf(readFileSync(new URL('../../../README.md', import.meta.url), 'utf8'));

let project = '';
let failing: Report;

beforeAll(() => {
  project = installedProject(new URL('./fixtures', import.meta.url), ['vitest', '.bin']);
  for (const [index, text] of pageTests.entries()) writeFileSync(join(project, `page-${index}.trial.ts`), text);
  for (const { file, text } of failingPageTests) writeFileSync(join(project, file), text);
  failing = reportOf(vitest('failing'));
}, 240_000);

afterAll(() => rmSync(project, { recursive: true }));

/** The test files that a page contains. */
function testsOf(page: string): readonly string[] {
  const blocks = Array.from(page.matchAll(/```ts\n((?:(?!```)[\s\S])*)```/g), ([, text = '']) => text);
  return blocks.filter((text) => isTest(text) && !text.startsWith('// '));
}

/**
 * The failing tests that a page contains with their reports; the comment in their first line is the name of the file.
 */
function failingTestsOf(page: string): readonly FailingTest[] {
  const pairs = page.matchAll(/```ts\n\/\/ (\S+)\n((?:(?!```)[\s\S])*)```(?:(?!```)[\s\S])*```text\n([\s\S]*?)```/g);
  return Array.from(pairs, ([, file = '', text = '', report = '']) => ({ file, text, report })).filter(({ text }) =>
    isTest(text),
  );
}

function isTest(text: string): boolean {
  return text.includes("from 'kafka-trial/vitest'");
}

function vitest(...args: string[]): string {
  return runVitest('--reporter=json', ...args).stdout;
}

function runVitest(...args: string[]): { readonly stdout: string; readonly stderr: string } {
  const command = [join(project, 'node_modules/.bin/vitest'), 'run', ...args];
  return spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8', env: plainEnvironment() });
}

function reportOf(output: string): Report {
  return JSON.parse(output.slice(output.indexOf('{'))) as Report;
}

function resultsOf(report: Report): Report['testResults'][number]['assertionResults'] {
  return report.testResults.flatMap(({ assertionResults }) => assertionResults);
}

function messagesOf(name: string): readonly string[] {
  const result = resultsOf(failing).find(({ fullName }) => fullName === name);
  const messages = (result?.failureMessages ?? []).map(withoutStack);
  // How far a run has come when its test times out depends on the machine.
  return name === 'a time-out during a run' ? messages.map((text) => text.replace(/\b\d{5,} ms/g, '... ms')) : messages;
}

function withoutStack(message: string): string {
  return message.split('\n    at ')[0] as string;
}

/** The messages of what the command of a failure reports. */
function replayed(command: string): readonly string[] {
  const again = command.replace('npx vitest', `${process.execPath} node_modules/.bin/vitest`);
  const env = plainEnvironment();
  const { stdout } = spawnSync('sh', ['-c', `${again} --reporter=json`], { cwd: project, encoding: 'utf8', env });
  return resultsOf(reportOf(stdout)).flatMap(({ failureMessages }) => failureMessages);
}

describe('A test that fails', () => {
  it('reports the history of the record, the seed and the replay command', async () => {
    const texts = resultsOf(failing).map(({ fullName, failureMessages }) =>
      [`--- ${fullName}`, ...(failureMessages.length === 0 ? ['passed'] : messagesOf(fullName))].join('\n'),
    );
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('report.txt');
  });

  it('reports one error, whatever the reason', () => {
    expect(resultsOf(failing).map(({ failureMessages }) => failureMessages.length)).toEqual(
      resultsOf(failing).map(() => 1),
    );
  });

  it('causes no other error, such as an unhandled rejection', () => {
    const { stdout, stderr } = runVitest('--reporter=default', 'failing', '-t', 'not awaited');
    expect(stderr).toContain('an expectation before a run that is not awaited');
    expect(stdout + stderr).not.toContain('Unhandled');
  });

  it('can be replayed alone and with the same seed by the command in its last line', () => {
    const [message = ''] = messagesOf("A name with $igns (and more) that doesn't matter");
    const [, seed, command = ''] = /Replay it \(seed (\d+)\): (.*)$/.exec(message) ?? [];
    const again = command.replace('npx vitest', `${process.execPath} node_modules/.bin/vitest`);
    const { stdout } = spawnSync('sh', ['-c', `${again} --reporter=json`], {
      cwd: project,
      encoding: 'utf8',
      env: plainEnvironment(),
    });
    const failed = resultsOf(reportOf(stdout)).filter(({ status }) => status === 'failed');
    expect(failed.map(({ fullName }) => fullName)).toEqual(["A name with $igns (and more) that doesn't matter"]);
    expect(failed[0]?.failureMessages[0]).toContain(
      `Replay it (seed ${seed}): KAFKA_TRIAL_SEED=${seed} npx vitest run`,
    );
  });

  it('uses the seed from the environment variable', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [join(project, 'node_modules/.bin/vitest'), 'run', '--reporter=json', 'failing', '-t', 'an expectation'],
      { cwd: project, encoding: 'utf8', env: plainEnvironment({ KAFKA_TRIAL_SEED: '77' }) },
    );
    const failed = resultsOf(reportOf(stdout)).filter(({ status }) => status === 'failed');
    expect(failed[0]?.failureMessages[0]).toContain('Seed 77, at');
  });

  it('writes a report of the run into the folder that the environment variable names', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(project, 'node_modules/.bin/vitest'),
        'run',
        '--reporter=json',
        'failing',
        '-t',
        'a violated guarantee|igns',
      ],
      { cwd: project, encoding: 'utf8', env: plainEnvironment({ KAFKA_TRIAL_REPORT: 'reports' }) },
    );
    const failed = resultsOf(reportOf(stdout)).filter(({ status }) => status === 'failed');
    const lines = failed.map(
      ({ failureMessages }) => /\nReport: (.*)\nReplay it/.exec(failureMessages[0] ?? '')?.[1] ?? '',
    );
    expect(lines.map((path) => path.replace(/\d+/, 'N')).toSorted()).toEqual([
      'reports/a-name-with-igns-and-more-that-doesn-t-matter-seed-N.html',
      'reports/a-violated-guarantee-seed-N.html',
    ]);
    const page = readFileSync(join(project, lines.find((path) => path.includes('violated')) ?? ''), 'utf8');
    expect(page).toContain('<h1>a violated guarantee</h1>');
    expect(page).toContain('record 1 of producer-1 (payments-0) is stored 2 times');
    expect(page).toContain('Replay: <code>KAFKA_TRIAL_SEED=');
  });

  it('stops at the first of many seeds that fails, and can be replayed with that seed alone', () => {
    const [message = ''] = messagesOf('With retries one of many seeds');
    const [, number, seed, command = ''] =
      /Seed (\d+) of 20 has failed.*\nReplay it \(seed (\d+)\): (.*)$/.exec(message) ?? [];
    expect(Number(seed) % 4).toBe(3);
    expect(Number(number)).toBeLessThanOrEqual(4);
    const [again = ''] = replayed(command);
    expect(withoutStack(again)).toBe(message.replace(/\nSeed .*\n/, '\n'));
  });

  it('runs only the seed from the environment variable in a test with many', () => {
    const env = plainEnvironment({ KAFKA_TRIAL_SEED: '77' });
    const command = [
      join(project, 'node_modules/.bin/vitest'),
      'run',
      '--reporter=json',
      'passing',
      '-t',
      'Many seeds',
    ];
    const { stdout } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8', env });
    const failed = resultsOf(reportOf(stdout)).filter(({ status }) => status === 'failed');
    expect(failed).toEqual([]);
  });
});

describe('The kit', () => {
  it('passes where it should, and writes a trace file that does not exist', () => {
    const results = resultsOf(reportOf(vitest('passing')));
    expect(results.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName)).toEqual([
      'Many seeds may be skipped',
    ]);
    expect(results.length).toBeGreaterThan(5);
    expect(readFileSync(join(project, 'trace.txt'), 'utf8')).toContain('fault="Produce, number 1: lose the response"');
  });

  it('passes the tests that the documentation shows', () => {
    const report = reportOf(vitest('page-'));
    expect(resultsOf(report).filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(report.testResults).toHaveLength(pageTests.length);
  });

  it('fails as the README shows', () => {
    expect(failingPageTests).toHaveLength(1);
    for (const { file, report } of failingPageTests) {
      const messages = resultsOf(reportOf(vitest(file))).flatMap(({ failureMessages }) => failureMessages);
      expect(messages.map(withoutStack).join('\n')).toBe(report.trimEnd());
    }
  });

  it('has types as published', () => {
    const compiler = join(builtLibrary(), 'node_modules/.bin/tsc');
    expect(spawnSync(compiler, ['-p', project], { cwd: project, encoding: 'utf8' })).toMatchObject({
      stdout: '',
      status: 0,
    });
  });
});

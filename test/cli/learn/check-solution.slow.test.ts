/** Covers: src/cli/learn/check-solution.ts and worker.ts: the built thread that checks solutions, and the command as a process. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSolution } from '../../../src/cli/learn/check-solution.ts';
import { CHAPTERS } from '../../../src/course/chapters.ts';
import { builtLibrary } from '../../built-library.ts';
import { projectWithTarball } from '../../installed-project.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Inside of the project, so that solutions find the package. */
const folder = mkdtempSync(join(root, 'test/cli/learn/.solutions-'));
const chapter = CHAPTERS[0]!;
const worker = pathToFileURL(`${root}dist/cli/learn/worker.js`);

beforeAll(() => void builtLibrary(), 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;

function solution(text: string): string {
  const path = join(folder, `solution-${written++}.mjs`);
  writeFileSync(path, text);
  return path;
}

function kafkaTrial(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [`${root}dist/cli/bin.js`, ...args], { cwd: root, encoding: 'utf8', input: '' });
}

describe('kafka-trial learn --check', () => {
  it('accepts a right solution with exit code 0', () => {
    const { status, stdout, stderr } = kafkaTrial(
      'learn',
      '1',
      '--check',
      'test/course/solutions/01-three-ways/right.ts',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Exercise 1, Three ways to send: solved.');
  });

  it('explains a wrong one with exit code 1', () => {
    const file = 'test/course/solutions/01-three-ways/wrong-lets-get-throw.ts';
    const { status, stdout } = kafkaTrial('learn', '1', '--check', file);
    expect(status).toBe(1);
    expect(stdout).toContain(`not yet. Try again: npx kafka-trial learn 1 --check ${file}\n`);
  });

  it.each([
    ['that does not exist', 'nowhere.ts', "The file 'nowhere.ts' does not exist."],
    [
      'that exports no function',
      solution('export default 7;'),
      'does not export a solution: its default export must be a function.',
    ],
    ['that cannot be loaded', solution('export default {'), 'Cannot load the file'],
  ])('reports a file %s in one line, with exit code 2', (_, file, problem) => {
    const { status, stdout, stderr } = kafkaTrial('learn', '1', '--check', file);
    expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 });
    expect(stderr).toContain(problem);
  });

  it('shows what the solution prints', () => {
    const file = solution("export default () => console.log('printed');");
    expect(kafkaTrial('learn', '1', '--check', file).stdout).toContain('printed\n');
  });
});

describe('The package as it is published', () => {
  it('has the course, and checks solutions', () => {
    const project = projectWithTarball({});
    const installed = join(project, 'node_modules/kafka-trial');
    const run = (...args: string[]): ReturnType<typeof kafkaTrial> =>
      spawnSync(process.execPath, [join(installed, 'dist/cli/bin.js'), 'learn', ...args], {
        cwd: project,
        encoding: 'utf8',
      });
    for (const { number } of CHAPTERS) expect(run(String(number))).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(join(project, 'my.mjs'), "export default (sim) => sim.producer({ 'linger.ms': 0 });");
    const { status, stdout } = run('4', '--check', 'my.mjs');
    expect(status).toBe(1);
    expect(stdout).toContain('Exercise 4, Batching and linger: not yet.');
    expect(existsSync(join(installed, 'docs/.vitepress'))).toBe(false);
    rmSync(project, { recursive: true });
  });
});

describe('A solution', () => {
  it('that never ends is stopped', async () => {
    const judgement = await checkSolution(solution('export default () => { for (;;); };'), chapter, worker, 1_000);
    expect(judgement).toMatchObject({ isRight: false, objection: { got: 'it is still busy after 1 seconds' } });
  });

  it.each([
    ['that awaits what never happens', 'export default () => new Promise(() => {});', 'nothing left to do.'],
    ['with a loop of sleeps', 'export default async (sim) => { for (;;) await sim.sleep(1); };', 'sleep'],
    [
      'whose promise rejects where no code awaits it',
      "export default async (sim) => { Promise.reject(new Error('lost')); await sim.sleep(1); };",
      'it throws Error: lost',
    ],
    ['that ends the process', 'export default () => process.exit();', 'it ends the process'],
  ])('%s ends by itself', async (_, text, got) => {
    const judgement = await checkSolution(solution(text), chapter, worker, 100_000);
    expect(judgement).toMatchObject({ isRight: false, objection: { got: expect.stringContaining(got) } });
  });
});

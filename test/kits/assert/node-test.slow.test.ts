/** Covers: src/kits/assert/ under node:test. The expectations under node:test, with the library as it is published and no other packages. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedProject, plainEnvironment } from '../../installed-project.ts';

let project = '';

beforeAll(() => {
  project = installedProject(new URL('./fixtures', import.meta.url));
}, 240_000);

afterAll(() => rmSync(project, { recursive: true }));

function nodeTest(more: Record<string, string> = {}): string {
  const command = ['--test', '--test-reporter=tap', 'orders.js'];
  return spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8', env: plainEnvironment(more) }).stdout;
}

describe('Under node:test', () => {
  it('expectations pass, or fail with the history of the record and the seed', async () => {
    const output = nodeTest();
    expect(output).toMatch(/^ *ok 1 - an order survives a lost answer$/m);
    expect(output).toMatch(/^ *not ok 2 - an order that is rejected$/m);
    const [error = ''] = /^ *error: \|-\n[\s\S]*?(?=\n *code:)/m.exec(output) ?? [];
    await expect(`${error.replace(/^ {4,6}/gm, '').trim()}\n`).toMatchFileSnapshot('messages/node-test.txt');
    expect(readFileSync(join(project, 'trace.txt'), 'utf8')).toContain('lose the response');
  });

  it('the stack of an error begins at the call of the expectation', () => {
    const [, first] = /stack: \|-\n *(.*)\n/.exec(nodeTest()) ?? [];
    expect(first).toContain('orders.js');
  });

  it('the tests in docs/test-kit.md pass', () => {
    const page = readFileSync(new URL('../../../docs/test-kit.md', import.meta.url), 'utf8');
    const texts = page.match(/^import test from 'node:test';\n(?:(?!```)[\s\S])*/gm) ?? [];
    const programs = texts.map((text) => text.replaceAll(/ as const|: (?:number|Promise<void>)/g, ''));
    expect(programs).toHaveLength(3);
    for (const [index, program] of programs.entries()) writeFileSync(join(project, `page-${index}.js`), program);
    const files = programs.map((_, index) => `page-${index}.js`);
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...files], {
      cwd: project,
      encoding: 'utf8',
      env: plainEnvironment(),
    });
    expect(stdout).toMatch(/^# pass 3$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  });

  it('a report is written into the folder that the environment variable names', () => {
    const output = nodeTest({ KAFKA_TRIAL_REPORT: './reports' });
    const [, path = ''] = /^ *Report: (\.\/reports\/test-[0-9a-f]+-seed-\d+\.html)$/m.exec(output) ?? [];
    expect(readFileSync(join(project, path), 'utf8')).toContain('<pre class="failure">Seed ');
  });

  it('the seed comes from the environment variable', () => {
    expect(nodeTest({ KAFKA_TRIAL_SEED: '77' })).toContain('Seed 77, at');
  });
});

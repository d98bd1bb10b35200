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

  it('the test in docs/test-kit.md passes', () => {
    const page = readFileSync(new URL('../../../docs/test-kit.md', import.meta.url), 'utf8');
    const [text = ''] = page.match(/^import test from 'node:test';\n(?:(?!```)[\s\S])*/m) ?? [];
    writeFileSync(join(project, 'page.js'), text);
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', 'page.js'], {
      cwd: project,
      encoding: 'utf8',
      env: plainEnvironment(),
    });
    expect(stdout).toMatch(/^# pass 1$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  });

  it('the seed comes from the environment variable', () => {
    expect(nodeTest({ KAFKA_TRIAL_SEED: '77' })).toContain('Seed 77, at');
  });
});

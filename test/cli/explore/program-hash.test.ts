/** The hash of a program's code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { programHash } from '../../../src/cli/explore/program-hash.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES: Readonly<Record<string, string>> = {
  'app/program.ts': "import { send } from '../lib/send.js';\nexport default send;\n",
  'lib/send.ts': "export * from './deep';\nconst lazy = () => import('./lazy.mjs');\n",
  'lib/deep/index.ts': "import './../send.ts';\nimport fs from 'node:fs';\n",
  'lib/lazy.mjs': "const data = require('./data.json');\n",
  'lib/data.json': '{}',
  'lib/unused.ts': 'export {};',
};

/** Writes the files with these changes to a new folder, and returns the hash of the program there. */
function hashWith(changes: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(folder, 'project-'));
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return programHash(join(root, 'app/program.ts'));
}

describe('The hash of a program', () => {
  it('is the same in another folder, with other line endings and with another file beside it', () => {
    const hash = hashWith();
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(hashWith()).toBe(hash);
    expect(hashWith({ 'app/program.ts': FILES['app/program.ts']!.replaceAll('\n', '\r\n') })).toBe(hash);
    expect(hashWith({ 'lib/unused.ts': 'export const other = 1;' })).toBe(hash);
  });

  it.each(Object.keys(FILES).filter((name) => name !== 'lib/unused.ts'))('changes with %s', (name) => {
    expect(hashWith({ [name]: `${FILES[name]}\n` })).not.toBe(hashWith());
  });
});

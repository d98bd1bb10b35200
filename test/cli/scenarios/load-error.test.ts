import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadErrorText } from '../../../src/cli/scenarios/load-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('What went wrong while a program was loaded', () => {
  it('names the line of a syntax error, which the error itself does not know', async () => {
    const path = join(folder, 'syntax.mjs');
    writeFileSync(path, '// one\nexport default {\n  run( => 1\n};\n');
    const error = new SyntaxError("Unexpected token '=>'");
    error.stack = `${error}\n    at compileSourceTextModule (node:internal/modules/esm/utils:346:16)`;
    expect(await loadErrorText(error, pathToFileURL(path))).toBe(`SyntaxError: Unexpected token '=>' (${path}:3)`);
  });

  it('names the first line of the program in a stack', async () => {
    const error = new TypeError('no');
    error.stack = [
      'TypeError: no',
      '    at check (node:internal/x:1:1)',
      '    at use (/app/node_modules/lib/index.js:9:9)',
      '    at new Shop (file:///app/shop.mjs:7:3)',
      '    at file:///app/scenario.mjs:3:18',
    ].join('\n');
    expect(await loadErrorText(error, new URL('file:///app/scenario.mjs'))).toBe('TypeError: no (/app/shop.mjs:7)');
  });

  it('names the problem and the line that tsx puts into the second line', async () => {
    const error = new Error(
      'Transform failed with 1 error:\n/app/a.ts:3:18: ERROR: Expected identifier but found "=>"',
    );
    expect(await loadErrorText(error, new URL('file:///app/a.ts'))).toBe(
      'SyntaxError: Expected identifier but found "=>" (/app/a.ts:3)',
    );
  });

  it('is the text of anything else that was thrown', async () => {
    expect(await loadErrorText('no luck', new URL('file:///app/a.mjs'))).toBe('no luck');
  });
});

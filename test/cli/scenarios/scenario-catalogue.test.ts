/** Which files of a folder are built-in scenarios: src/cli/scenarios/scenario-catalogue.ts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { builtInScenarios } from '../../../src/cli/scenarios/scenario-catalogue.ts';

it('loads the numbered scripts, and not their types or source maps', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
  const script = (name: string) => `export default { name: '${name}', title: 'A title', run: async () => {} };`;
  writeFileSync(join(folder, '02-second.mjs'), script('other'));
  writeFileSync(join(folder, '02-second.js'), script('second'));
  writeFileSync(join(folder, '01-first.js'), script('first'));
  for (const name of ['01-first.d.ts', '01-first.js.map', 'index.js']) writeFileSync(join(folder, name), 'throw 1;');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const scenarios = await builtInScenarios(pathToFileURL(`${folder}/`));
  rmSync(folder, { recursive: true });
  expect(scenarios.map(({ name }) => name)).toEqual(['first', 'second']);
});

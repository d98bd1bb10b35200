/**
 * Joins what tsc has built, module by module, into one file per door of the package and what the doors share.
 *
 * Owns: that a process opens a handful of files when it starts, and not three hundred (docs/decisions/0007-joined-modules.md).
 * Refuses to know: types, which tsc has written beside the modules and which stay as they are.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rolldown } from 'rolldown';

const OUT = 'dist';
/** Programs of their own, which import the package by its name. */
const SCENARIOS = 'scenarios/';

const { exports: doors, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
/** What threads start with: nobody imports it. */
const worker = './dist/cli/explore/worker.js';
const paths = [...Object.values(doors).map((door) => door.default), ...Object.values(bin), worker].filter(Boolean);
/** By the path that the joined file will have below dist/. */
const input = Object.fromEntries(paths.map((path) => [path.replace(/^(\.\/)?dist\/|\.js$/g, ''), path]));

const bundle = await rolldown({
  input,
  platform: 'neutral',
  // Other people's packages, and what Node brings, are found when the program runs.
  external: (id) => !/^(\.|\/)/.test(id) && !paths.includes(id),
});
const { output } = await bundle.generate({ format: 'esm', chunkFileNames: 'shared/[name]-[hash].js' });
await bundle.close();

for (const path of readdirSync(OUT, { recursive: true })) {
  if (path.endsWith('.js') && !path.startsWith(SCENARIOS)) rmSync(`${OUT}/${path}`);
}
for (const { fileName, code } of output) {
  const path = `${OUT}/${fileName}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code, { mode: code.startsWith('#!') ? 0o755 : 0o644 });
}

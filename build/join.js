/**
 * Joins the modules that tsc has built into one file per entry point of the package and a few that they share, so that a process
 * opens a handful of files when it starts instead of several hundred (docs/decisions/0007-joined-modules.md). The core, which every process
 * needs, is written as a module and as a script, whose compiled code Node can keep (docs/decisions/0024-compiled-code-in-a-file.md). The
 * type declarations stay as tsc wrote them.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rolldown } from 'rolldown';
import { CORE, coreFiles, FIRST_RUN, importCoreByName } from './core.js';

const OUT = 'dist';
/** The scenarios and the programs of the course import the package by its name, and are not joined. */
const PROGRAMS = /^(scenarios|docs)\//;
/** The modules behind the main entry point, and the entry points that others import, which would be files without content. */
const CORE_MODULES =
  /dist\/((protocol|sim|broker|client|producer|consumer|admin|guarantees|simulation|timers)\/|(scenario\/fork|index|errors)\.js$)/;
/** What every command needs. It must not import the core, so that help texts need not load it. */
const COMMAND_MODULES = /dist\/cli\/(main\.js$|usage\/|command-line\/(package-version|usage-error)\.js$)/;
/** What running a scenario needs besides, which is the most frequent command. */
const SCENARIO_MODULES = /dist\/cli\/(scenarios|command-line)\//;
/** Without a group of their own, these modules would be joined with those of the scenarios, because `run` imports them. */
const REPORT_MODULES = /dist\/report\//;
/** The dependencies that the core imports: to resolve and load them one by one takes a fifth of the time of a start. */
const JOINED = /^(eventemitter3|pure-rand|pako\/browser)(\/|$)/;
const DEPENDENCY = /node_modules\//;

const { exports: entryPoints, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
/** The programs of worker threads, which no module imports. */
const workers = ['./dist/cli/explore/worker.js', './dist/cli/learn/worker.js'];
/** Only bench/ imports it. */
const wire = './dist/wire/index.js';
const paths = [
  ...Object.values(entryPoints).map((entryPoint) => entryPoint.default),
  ...Object.values(bin),
  ...workers,
  wire,
  FIRST_RUN,
].filter(Boolean);
/** By the path of the joined file below dist/. */
const input = Object.fromEntries(paths.map((path) => [path.replace(/^(\.\/)?dist\/|\.js$/g, ''), path]));

const bundle = await rolldown({
  input,
  platform: 'neutral',
  // Node's modules and the other dependencies are resolved when the program runs.
  external: (id) => !/^(\.|\/)/.test(id) && !paths.includes(id) && !JOINED.test(id),
  plugins: [{ name: 'source-maps', load: withSourceMap }],
});
const { output } = await bundle.generate({
  format: 'esm',
  // With the sources in them, so that a debugger and a stack trace show TypeScript in an installed package, too.
  sourcemap: true,
  chunkFileNames: ({ name }) => (name === 'core' ? CORE : 'shared/[name]-[hash].js'),
  // What every process that creates a simulation needs is one file: each further file costs the loader a third of a millisecond.
  codeSplitting: {
    groups: [
      { name: 'core', test: (id) => CORE_MODULES.test(id) || DEPENDENCY.test(id) },
      { name: 'command', test: COMMAND_MODULES },
      { name: 'report', test: REPORT_MODULES },
      { name: 'scenarios', test: SCENARIO_MODULES },
    ],
  },
  // Docstrings are in the types; the loader would read them on every start.
  comments: { jsdoc: false },
});
await bundle.close();

const texts = Object.fromEntries(output.map(({ fileName, code, source }) => [fileName, code ?? source]));
const { [CORE]: core, [FIRST_RUN.replace('./dist/', '')]: firstRun, ...others } = texts;
const files = await coreFiles(core, firstRun);
for (const [fileName, text] of Object.entries(others)) files[fileName] = importCoreByName(text);
for (const path of readdirSync(OUT, { recursive: true })) {
  if (/\.js(\.map)?$/.test(path) && !PROGRAMS.test(path)) rmSync(`${OUT}/${path}`);
}
for (const [fileName, text] of Object.entries(files)) {
  const path = `${OUT}/${fileName}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
}

/** The module that tsc has built, with the map that leads to its source. */
async function withSourceMap(id) {
  if (!existsSync(`${id}.map`)) return null;
  const [code, map] = await Promise.all([readFile(id, 'utf8'), readFile(`${id}.map`, 'utf8')]);
  return { code: code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: JSON.parse(map) };
}

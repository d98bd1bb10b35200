/**
 * Builds the playground: `npm run build:playground` writes it to dist/playground, from where `kafka-trial play` serves it, and
 * `npm run playground` serves it for development.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { CLIENT_VERSIONS } from '../src/client/versions/index.ts';
import { programCard } from './src/programs/program-card.ts';
import { settingsOf } from './src/settings/setting.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const page = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));
const dependency = (path: string): string => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const library = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** The scenarios, and the programs of the course, in their order. */
function programFiles(repository: URL): readonly string[] {
  const scenarios = readdirSync(new URL('scenarios/', repository)).filter((file) => /^\d\d-.*\.ts$/.test(file));
  const chapters = readdirSync(new URL('docs/course/', repository)).filter((folder) => /^\d\d-/.test(folder));
  return [
    ...scenarios.toSorted().map((file) => `scenarios/${file}`),
    ...chapters.toSorted().map((folder) => `docs/course/${folder}/program.ts`),
  ];
}

/** Modules that consist of facts from other files: the page then loads the facts and not the files. */
function facts(): Plugin {
  const repository = new URL('../', import.meta.url);
  const keys = ['v3_6_1-producer-keys', 'v3_9', 'v4_3'].map(
    (file) => new URL(`../src/client/versions/${file}.ts`, import.meta.url),
  );
  const modules: Readonly<Record<string, () => unknown>> = {
    'virtual:programs': () =>
      programFiles(repository).map((file) => programCard(file, readFileSync(new URL(file, repository), 'utf8'))),
    'virtual:settings': () =>
      settingsOf(
        keys.map((file) => readFileSync(file, 'utf8')),
        CLIENT_VERSIONS,
      ),
    'virtual:versions': () => Object.keys(CLIENT_VERSIONS),
  };
  return {
    name: 'facts',
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    load(id) {
      const make = id.startsWith('\0') ? modules[id.slice(1)] : undefined;
      return make === undefined ? undefined : `export default ${JSON.stringify(make())};`;
    },
  };
}

const alias = [
  { find: /^kafka-trial$/, replacement: library('index.ts') },
  { find: /^kafka-trial\/(producer|guarantees|scenario|sim|admin)$/, replacement: library('$1/index.ts') },
  { find: /^kafka-trial\/(serialization|errors)$/, replacement: library('$1.ts') },
  { find: /^kafka-trial\/consumer$/, replacement: library('consumer/entry.ts') },
  { find: /^pako\/browser\/deflate$/, replacement: page('simulation/compressor.ts') },
  { find: /^virtual:pako$/, replacement: dependency('pako/dist/browser/pako_deflate.esm.min.mjs') },
];

/** Programs and the verdict look at the names of errors, which are those of their classes. */
const KEEP_NAMES = { minify: { compress: true, mangle: { keepNames: { class: true, function: false } } } } as const;

export default defineConfig({
  root,
  // The page works in any folder of a server.
  base: './',
  resolve: { alias },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [facts()],
  worker: { format: 'es', plugins: () => [facts()], rolldownOptions: { output: KEEP_NAMES } },
  build: {
    outDir: fileURLToPath(new URL('../dist/playground', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Every file is on this machine.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: { checks: { pluginTimings: false }, output: KEEP_NAMES },
  },
  server: { host: '127.0.0.1', port: 9100 },
});

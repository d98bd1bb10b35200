/**
 * Loads the core of the built package in Node: as a script, whose compiled code can be kept in a file, rather than as a module.
 * build/join.js makes the module that calls this (docs/decisions/0024-compiled-code-in-a-file.md).
 */
// Imported, because test runners replace `createRequire` only in imports.
import { createRequire } from 'node:module';
import { cachedScript } from './code-cache.ts';
import { fs, path, url, v8, vm, zlib } from './node-modules.ts';

type Exports = Readonly<Record<string, unknown>>;

/**
 * @param address URL of the core, which is a CommonJS module in ASCII, in a folder of a folder of the package
 * @param onFirstRun the name under which the core exports `onFirstRun` of src/simulation/runs-of-process.ts
 */
export function loadCore(address: string, onFirstRun: string): Exports {
  const file = url.fileURLToPath(address);
  if (!canKeepCode()) return createRequire(address)(file) as Exports;
  const text = fs.readFileSync(file);
  const source = `(function (module) {${text.toString('latin1')}\n})`;
  const packageFolder = path.resolve(file, '../../..');
  const flags = v8.cachedDataVersionTag();
  const cacheFile = path.join(cacheFolder(packageFolder), `core-${process.arch}-${flags}`);
  const { script, keep } = cachedScript(source, file, zlib.crc32(text), cacheFile);
  const made: { exports: Exports } = { exports: {} };
  (script.runInThisContext() as (module: typeof made) => void)(made);
  (made.exports[onFirstRun] as (then: () => void) => void)(() => {
    // The program may have set flags in the meantime, as `kafka-trial explore` does.
    if (v8.cachedDataVersionTag() === flags) keep();
  });
  return made.exports;
}

/**
 * Whether compiled code can be kept. It cannot where scripts get other globals than modules do (test runners that run each file in a
 * context), where stacks show the sources (Node does that for modules only), where code is compiled with counters of its coverage, or
 * where Node's own cache is turned off.
 */
function canKeepCode(): boolean {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_V8_COVERAGE = '', NODE_OPTIONS = '' } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE === '1' || NODE_V8_COVERAGE !== '') return false;
  // Tools turn it on as well, for their users' sources.
  if ([...process.execArgv, NODE_OPTIONS].some((option) => option.includes('--enable-source-maps'))) return false;
  return vm.runInThisContext('globalThis') === globalThis;
}

/** The cache folder: in the `node_modules` that contains the package, or in the package's own. */
export function cacheFolder(packageFolder: string): string {
  const parent = path.dirname(packageFolder);
  const modules = path.basename(parent) === 'node_modules' ? parent : path.join(packageFolder, 'node_modules');
  return path.join(modules, '.cache', 'kafka-trial');
}

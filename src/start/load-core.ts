/**
 * Loads the core of the built package in Node: as a script, whose compiled code can be kept in a file, rather than as a module.
 * build/join.js makes the module that calls this (docs/decisions/0024-compiled-code-in-a-file.md).
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { cachedScript } from './code-cache.ts';

type Exports = Readonly<Record<string, unknown>>;

/**
 * @param url of the core, which is a CommonJS module in ASCII, in a folder of a folder of the package
 * @param hash of its text
 * @param onFirstRun the name under which the core exports the function of src/simulation/runs-of-process.ts
 */
export function loadCore(url: string, hash: string, onFirstRun: string): Exports {
  const path = fileURLToPath(url);
  if (!canKeepCode()) return createRequire(url)(path) as Exports;
  const source = `(function (module) {${readFileSync(path, 'latin1')}\n})`;
  const packageFolder = dirname(dirname(dirname(path)));
  const flags = cachedDataVersionTag();
  // V8 itself compares only the lengths of sources, and somebody may patch the installed one.
  const code = [hash, statSync(path).mtimeMs, process.arch, flags].join('-');
  const { script, keep } = cachedScript(source, path, join(cacheFolder(packageFolder), `core-${code}`));
  const module: { exports: Exports } = { exports: {} };
  (script.runInThisContext() as (to: typeof module) => void)(module);
  (module.exports[onFirstRun] as (then: () => void) => void)(() => {
    // The program may have set flags in the meantime, as `kafka-trial explore` does.
    if (cachedDataVersionTag() === flags) keep();
  });
  return module.exports;
}

/**
 * Not where scripts would get other globals than the modules, as in test runners that run each file in a context; not where stacks are to
 * show the sources, which Node can do for modules only; and not where Node's own cache is turned off.
 */
function canKeepCode(): boolean {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_OPTIONS = '' } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE === '1') return false;
  // Tools turn it on as well, for their users' sources.
  if ([...process.execArgv, NODE_OPTIONS].some((option) => option.includes('--enable-source-maps'))) return false;
  return runInThisContext('globalThis') === globalThis;
}

/** Where tools keep what they can make again: in the `node_modules` that holds the package, or in its own. */
export function cacheFolder(packageFolder: string): string {
  const parent = dirname(packageFolder);
  const modules = basename(parent) === 'node_modules' ? parent : join(packageFolder, 'node_modules');
  return join(modules, '.cache', 'kafka-trial');
}

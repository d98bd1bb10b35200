/**
 * Loads a scenario from a file.
 *
 * Owns: which files can be loaded, and how TypeScript is: by Node itself where it can, else by tsx if that is installed.
 * Refuses to know: which file is meant.
 */
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scenario } from '../scenario/scenario.ts';
import { firstLine, UsageError } from './usage-error.ts';

/** @throws UsageError if `path` is no file, cannot be loaded, or exports no scenario */
export async function loadScenarioFile(path: string): Promise<Scenario> {
  return expectScenario(await loadDefaultExport(path), path);
}

/** A built-in scenario: a module Node can load as it is. `path` is what errors call it. */
export async function importScenario(url: URL, path: string): Promise<Scenario> {
  return expectScenario(await importDefault(url, path), path);
}

/** @throws UsageError if `path` is no file or cannot be loaded */
export async function loadDefaultExport(path: string): Promise<unknown> {
  expectFile(path);
  if (isTypeScript(path) && !nodeReadsTypeScript()) await letTsxReadTypeScript(path);
  return importDefault(pathToFileURL(resolve(path)), path);
}

async function importDefault(url: URL, path: string): Promise<unknown> {
  try {
    return defaultOf(await import(/* @vite-ignore */ url.href));
  } catch (error) {
    throw new UsageError(`The scenario file '${path}' cannot be loaded: ${firstLine(error)}${remedy(error, path)}`);
  }
}

/** TypeScript that was made CommonJS of has its default export one level further in. */
function defaultOf(module: { readonly default?: unknown }): unknown {
  const { default: inner } = module as {
    readonly default?: { readonly __esModule?: true; readonly default?: unknown };
  };
  return inner?.__esModule === true ? inner.default : inner;
}

/** '' if none is known. */
function remedy(error: unknown, path: string): string {
  const isTakenForCommonJs =
    error instanceof SyntaxError && /import statement|Unexpected token 'export'/.test(error.message);
  if (!isTakenForCommonJs) return '';
  const ending = isTypeScript(path) ? '.mts' : '.mjs';
  return `. Node takes it for CommonJS: let its name end in ${ending}, or its package.json say "type": "module".`;
}

function expectScenario(candidate: unknown, path: string): Scenario {
  if (isScenario(candidate)) return candidate;
  throw new UsageError(
    `The file '${path}' holds no scenario: its default export must be defineScenario({ name, title, run }).`,
  );
}

function expectFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`There is no scenario file '${path}'.`);
  const canBeLoaded = found.isFile() && ['.js', '.mjs', '.ts', '.mts'].includes(extname(path));
  if (!canBeLoaded) throw new UsageError(`A scenario is a file ending in .js, .mjs, .ts or .mts; '${path}' is not.`);
}

function isTypeScript(path: string): boolean {
  return /\.m?ts$/.test(path);
}

function nodeReadsTypeScript(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

/** From here on all imports of TypeScript work, those of the scenario's own and late ones included. */
async function letTsxReadTypeScript(path: string): Promise<void> {
  try {
    const [{ register }, commonJs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
    // No tsconfig: its paths could lead the scenario to another copy of this library than ours.
    register({ tsconfig: false });
    // Where a package.json does not say "type": "module", tsx takes a file ending in .ts for CommonJS.
    commonJs.register();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      `Node ${process.versions.node} cannot load '${path}': npm install --save-dev tsx, or use Node 22.18 or later.`,
    );
  }
}

export function isScenario(candidate: unknown): candidate is Scenario {
  if (typeof candidate !== 'object' || candidate === null) return false;
  const { name, title, run } = candidate as Partial<Scenario>;
  return typeof name === 'string' && typeof title === 'string' && typeof run === 'function';
}

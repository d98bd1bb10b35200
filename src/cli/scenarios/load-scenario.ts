/**
 * Loads a scenario from a JavaScript or TypeScript file. TypeScript is loaded by Node itself where it can, otherwise by
 * tsx if that is installed.
 */
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkScenario, type Scenario } from '../../scenario/scenario.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { loadErrorText } from './load-error.ts';

/** @throws UsageError if the file does not exist, cannot be loaded, or does not export a scenario */
export async function loadScenarioFile(path: string): Promise<Scenario> {
  return expectScenario(await loadDefaultExport(path), path);
}

/** Loads a built-in scenario, which Node can always load. Error messages call it `path`. */
export async function importScenario(url: URL, path: string): Promise<Scenario> {
  return expectScenario(await importDefault(url, path), path);
}

/** @throws UsageError if the file does not exist or cannot be loaded */
export async function loadDefaultExport(path: string): Promise<unknown> {
  expectFile(path);
  if (isTypeScript(path) && !nodeReadsTypeScript()) await letTsxReadTypeScript(path);
  return importDefault(pathToFileURL(resolve(path)), path);
}

async function importDefault(url: URL, path: string): Promise<unknown> {
  try {
    return defaultOf(await import(/* @vite-ignore */ url.href));
  } catch (error) {
    const problem = await loadErrorText(error, url);
    throw new UsageError(`Cannot load the file '${path}': ${problem}${remedy(error, path)}`);
  }
}

/** TypeScript that was compiled to CommonJS has its default export one level deeper. */
function defaultOf(module: { readonly default?: unknown }): unknown {
  const { default: inner } = module as {
    readonly default?: { readonly __esModule?: true; readonly default?: unknown };
  };
  return inner?.__esModule === true ? inner.default : inner;
}

/** What to do about the error; empty if there is nothing to suggest. */
function remedy(error: unknown, path: string): string {
  if (/Cannot find (module|package) 'kafka-trial'/.test(firstLine(error))) {
    return '. Run npm install kafka-trial in the folder of the file.';
  }
  const isLoadedAsCommonJs =
    error instanceof SyntaxError && /import statement|Unexpected token 'export'/.test(error.message);
  if (!isLoadedAsCommonJs) return '';
  const ending = isTypeScript(path) ? '.mts' : '.mjs';
  return `. Node loads it as CommonJS: rename it to end in ${ending}, or set "type": "module" in its package.json.`;
}

function expectScenario(candidate: unknown, path: string): Scenario {
  if (isScenario(candidate)) return checkedExport(path, () => checked(candidate));
  throw new UsageError(
    `The file '${path}' does not export a scenario: its default export must be defineScenario({ name, title, run }).`,
  );
}

function expectFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`The file '${path}' does not exist.`);
  const canBeLoaded = found.isFile() && ['.js', '.mjs', '.ts', '.mts'].includes(extname(path));
  if (!canBeLoaded) throw new UsageError(`The file must end in .js, .mjs, .ts or .mts, got '${path}'.`);
}

function isTypeScript(path: string): boolean {
  return /\.m?ts$/.test(path);
}

function nodeReadsTypeScript(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

/** Makes all later imports of TypeScript work, including the scenario's own. */
async function letTsxReadTypeScript(path: string): Promise<void> {
  try {
    const [{ register }, commonJs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
    // Ignores tsconfig.json, whose paths could make the scenario import another copy of this library.
    register({ tsconfig: false });
    // Without "type": "module" in package.json, tsx loads a file ending in .ts as CommonJS.
    commonJs.register();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      `Node ${process.versions.node} cannot load TypeScript ('${path}'): run npm install --save-dev tsx, or use Node 22.18 or later.`,
    );
  }
}

function checked(scenario: Scenario): Scenario {
  checkScenario(scenario);
  return scenario;
}

/** What `read` returns. @throws UsageError with its message if it refuses the default export of the file */
export function checkedExport<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`The default export of '${path}' is invalid: ${firstLine(error)}`);
  }
}

export function isScenario(candidate: unknown): candidate is Scenario {
  if (typeof candidate !== 'object' || candidate === null) return false;
  const { name, title, run } = candidate as Partial<Scenario>;
  return typeof name === 'string' && typeof title === 'string' && typeof run === 'function';
}

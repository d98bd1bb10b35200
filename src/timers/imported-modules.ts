/** Makes programs see the functions that built-in modules have now, in imports by name. */
import type { Properties } from './replacements.ts';

interface Host {
  readonly process?: { readonly getBuiltinModule?: (name: string) => Properties | undefined };
  readonly Bun?: unknown;
}

/** bun:test */
interface BunTest extends Properties {
  readonly mock: { module(name: string, exports: () => Properties): void };
}

const host = globalThis as unknown as Host;

/** `undefined` on hosts that have no such module. */
export function builtInModule(name: string): Properties | undefined {
  return host.process?.getBuiltinModule?.(name);
}

/** @param names of the modules that have changed */
export function syncImports(names: readonly string[]): void {
  const sync = builtInModule('node:module')?.syncBuiltinESMExports as (() => void) | undefined;
  sync?.();
  // Bun's function of that name has no effect, but its mocks of modules replace the imports of modules that are loaded.
  const bunTest = host.Bun === undefined ? undefined : (builtInModule('bun:test') as BunTest | undefined);
  if (bunTest === undefined) return;
  for (const name of names) {
    const exports = builtInModule(name) as Properties;
    bunTest.mock.module(name, () => ({ ...exports, default: exports }));
  }
}

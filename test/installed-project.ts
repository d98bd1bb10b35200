/** Creates a project in a temporary folder in which the library is installed as it is published. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtLibrary } from './built-library.ts';

const DEPENDENCIES = ['immer', 'pure-rand', 'eventemitter3', 'pako'];

/** Returns the folder of the project. It contains the files of `fixtures`; `packages` are linked from this project. */
export function installedProject(fixtures: URL, packages: readonly string[] = []): string {
  const root = builtLibrary();
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'kafka-trial-')));
  cpSync(fileURLToPath(fixtures), project, { recursive: true });
  const installed = join(project, 'node_modules/kafka-trial');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  for (const name of [...DEPENDENCIES, ...packages]) {
    symlinkSync(realpathSync(join(root, 'node_modules', name)), join(project, 'node_modules', name));
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return project;
}

/** The environment variables without those that this Vitest process has added. */
export function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST|CI$|NODE_ENV|NODE_TEST|KAFKA_TRIAL)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1', ...more };
}

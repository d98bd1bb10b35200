/** Creates a project in a temporary folder in which the library is installed as it is published. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtLibrary } from './built-library.ts';

/** Returns the folder of the project. It contains the files of `fixtures`; `packages` are linked from this project. */
export function installedProject(fixtures: URL, packages: readonly string[] = []): string {
  const root = builtLibrary();
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'kafka-trial-')));
  cpSync(fileURLToPath(fixtures), project, { recursive: true });
  const installed = join(project, 'node_modules/kafka-trial');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  linkPackages(project, [...new Set([...dependencies(root), ...packages])]);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return project;
}

/** Returns the folder of a project in which the tarball is unpacked that `npm pack` makes. `packages`: paths by names, which are linked. */
export function projectWithTarball(packages: Readonly<Record<string, string>>): string {
  const root = builtLibrary();
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'kafka-trial-')));
  const installed = join(project, 'node_modules/kafka-trial');
  mkdirSync(installed, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--pack-destination', project];
  const tarball = execFileSync('npm', pack, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  execFileSync('tar', ['-xzf', join(project, tarball), '-C', installed, '--strip-components=1']);
  linkPackages(project, dependencies(root));
  for (const [name, path] of Object.entries(packages)) link(project, name, path);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return project;
}

function dependencies(root: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  return Object.keys(manifest.dependencies);
}

function linkPackages(project: string, names: readonly string[]): void {
  const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
  for (const name of names) link(project, name, join(modules, name));
}

function link(project: string, name: string, path: string): void {
  const place = join(project, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(realpathSync(path), place);
}

/** The environment variables without those that this Vitest process has added. */
export function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST|CI$|NODE_ENV|NODE_TEST|KAFKA_TRIAL)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1', ...more };
}

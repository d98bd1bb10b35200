/** Builds dist/ for tests of the published package if the sources have changed since the last build. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const lock = `${root}dist.lock`;
/** No build takes this long. The process that took an older lock must have ended. */
const OLDEST_LOCK_MS = 120_000;

/** Builds the library if necessary; only one process builds at a time. Returns the folder of the package. */
export function builtLibrary(): string {
  while (!takeLock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    if (!isFresh()) {
      // Test runners set another NODE_ENV, with which Vite builds the playground for development.
      const env = { ...process.env, NODE_ENV: 'production' };
      execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore', env });
    }
  } finally {
    rmdirSync(lock);
  }
  return root;
}

function isFresh(): boolean {
  const built = `${root}dist/cli/bin.js`;
  return (
    existsSync(built) &&
    Math.max(...['src', 'scenarios', 'docs/course', 'playground'].map(newest)) <= statSync(built).mtimeMs
  );
}

function newest(folder: string): number {
  const files = readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(tsx?|css|html)$/.test(name),
  );
  return Math.max(...files.map((name) => statSync(`${root}${folder}/${name}`).mtimeMs));
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > OLDEST_LOCK_MS) rmdirSync(lock);
    return false;
  }
}

/** Compiled code of a script in a file, so that later processes need not parse and compile it again. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

export interface CachedScript {
  readonly script: Script;
  /**
   * Writes the functions that have been compiled by now to the file. No effect if the script has come from there, if another thread or
   * process does so, or if the file cannot be written.
   */
  readonly keep: () => void;
}

/**
 * @param filename what stacks show
 * @param cacheFile one that stands for this source, this V8 and its flags; it may not exist
 */
export function cachedScript(source: string, filename: string, cacheFile: string): CachedScript {
  const cachedData = contentOf(cacheFile);
  const script = new Script(source, { filename, cachedData });
  const isFromFile = cachedData !== undefined && script.cachedDataRejected === false;
  return { script, keep: isFromFile ? () => {} : () => write(script, cacheFile) };
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function write(script: Script, cacheFile: string): void {
  const temporary = `${cacheFile}.${process.pid}`;
  const file = openNew(temporary);
  if (file === undefined) return;
  try {
    writeFileSync(file, script.createCachedData());
    // V8 does not notice if a part of the file is missing, which could be the case after a crash of the machine.
    fsyncSync(file);
    renameSync(temporary, cacheFile);
  } catch {
    rmSync(temporary, { force: true });
  } finally {
    closeSync(file);
  }
}

/** `undefined` if the file exists or cannot be made. */
function openNew(path: string): number | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'wx');
  } catch {
    return undefined;
  }
}

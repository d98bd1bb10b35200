/** Compiled code of a script in a file, so that later processes need not parse and compile it again. */
import type { Script } from 'node:vm';
import { fs, path, vm, zlib } from './node-modules.ts';

export interface CachedScript {
  readonly script: Script;
  /** Writes the functions that have been compiled by now to the file. Has no effect if the script was loaded from the file, or if the file cannot be written. */
  readonly keep: () => void;
}

/** The checksums of what the code was compiled from, and of the code: V8 compares only the length of the source, and no bytes of the code. */
const HEADER_BYTES = 8;
/** Part of the names of temporary files; the clock may be a virtual one later. */
const loadedAtNs = process.hrtime.bigint();
/** The process that wrote a temporary file of this age was killed. */
const LEFT_BEHIND_MS = 60_000;

/**
 * @param filename what stacks show
 * @param checksum of the source
 * @param cacheFile one that stands for this V8 and its flags; it may not exist
 */
export function cachedScript(source: string, filename: string, checksum: number, cacheFile: string): CachedScript {
  // Stacks show the name that the code was compiled with.
  const checksumOfAll = zlib.crc32(filename, checksum);
  const cachedData = codeIn(cacheFile, checksumOfAll);
  const script = new vm.Script(source, { filename, cachedData });
  const isFromFile = cachedData !== undefined && script.cachedDataRejected === false;
  return { script, keep: isFromFile ? () => {} : () => keep(script, checksumOfAll, cacheFile) };
}

/** `undefined` if there is none, or if it is of another source or damaged. */
function codeIn(cacheFile: string, checksum: number): Buffer | undefined {
  try {
    const content = fs.readFileSync(cacheFile);
    const code = content.subarray(HEADER_BYTES);
    return content.readUInt32LE(0) === checksum && content.readUInt32LE(4) === zlib.crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

function keep(script: Script, checksum: number, cacheFile: string): void {
  const temporary = `${cacheFile}.${process.pid}.${loadedAtNs}`;
  try {
    const code = script.createCachedData();
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(checksum, 0);
    header.writeUInt32LE(zlib.crc32(code), 4);
    fs.mkdirSync(path.dirname(cacheFile), { recursive: true });
    removeLeftBehind(path.dirname(cacheFile));
    writeNew(temporary, [header, code]);
    fs.renameSync(temporary, cacheFile);
  } catch {
    // Without the file, the next process starts as slowly as this one.
    removeIfPossible(temporary);
  }
}

function writeNew(name: string, parts: readonly Uint8Array[]): void {
  const file = fs.openSync(name, 'wx');
  try {
    for (const part of parts) fs.writeSync(file, part);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Removes the temporary files of processes that were killed. */
function removeLeftBehind(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name.includes('.') && Date.now() - fs.statSync(file).mtimeMs > LEFT_BEHIND_MS) removeIfPossible(file);
  }
}

function removeIfPossible(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // A file that stays does no harm.
  }
}

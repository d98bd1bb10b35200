/**
 * A hash of a program's code: shards that run different code must not be merged.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** `import ... from './x.js'`, `import './x.js'`, `import('./x.js')`, `export ... from './x.js'` and `require('./x.js')` */
const IMPORT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"](\.{1,2}\/[^'"\n]+)['"]/g;
const EXTENSIONS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];
/** TypeScript may import a file by the name that it has when it is compiled. */
const COMPILED = /\.([mc]?)js$/;

/**
 * A hash of the file and of all files that it imports by relative paths, directly or through others: of their contents and of
 * where they are relative to the first. Packages are not included. It is the same for both kinds of line endings.
 */
export function programHash(file: string): string {
  const first = resolve(file);
  const base = dirname(first);
  const texts = new Map<string, string>();
  const waiting = [first];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (texts.has(path)) continue;
    const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    texts.set(path, text);
    for (const [, name = ''] of text.matchAll(IMPORT)) {
      const imported = fileOf(resolve(dirname(path), name));
      if (imported !== undefined) waiting.push(imported);
    }
  }
  const hash = createHash('sha256');
  const inOrder = [...texts].map(([path, text]) => [relative(base, path).split(sep).join('/'), text] as const);
  for (const [name, text] of inOrder.sort(([one], [other]) => (one < other ? -1 : 1))) {
    hash.update(`${name}\n${text.length}\n${text}`);
  }
  return hash.digest('hex').slice(0, 16);
}

function fileOf(path: string): string | undefined {
  const paths = EXTENSIONS.map((extension) => path + extension);
  if (COMPILED.test(path)) paths.push(path.replace(COMPILED, '.$1ts'));
  return paths.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

/**
 * Runs the program of history.js in a context with a few globals of browsers and none of Node: no process, Buffer, setImmediate, require,
 * performance. Modules are resolved with import-map.json, as in a web page.
 * `node --experimental-vm-modules run-bare.js [built library]`
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createContext, runInContext, SourceTextModule } from 'node:vm';

const root = resolve(import.meta.dirname, '../..');
const library = resolve(process.argv[2] ?? `${root}/dist/index.js`);
const { imports } = JSON.parse(readFileSync(`${import.meta.dirname}/import-map.json`, 'utf8'));
const context = createContext({ MessageChannel, TextDecoder, TextEncoder, queueMicrotask, setTimeout });
const modules = new Map();

function load(path) {
  const loaded = modules.get(path);
  if (loaded !== undefined) return loaded;
  const module = new SourceTextModule(readFileSync(path, 'utf8'), { context, identifier: path });
  modules.set(path, module);
  return module;
}

function resolveModule(specifier, from) {
  if (specifier.startsWith('.')) return load(resolve(dirname(from.identifier), specifier));
  if (specifier in imports) return load(root + imports[specifier]);
  throw new Error(
    `${from.identifier} imports '${specifier}', which a web page could not resolve: add it to import-map.json`,
  );
}

async function evaluate(path) {
  const module = load(path);
  await module.link(resolveModule);
  await module.evaluate();
  return module.namespace;
}

if (runInContext('typeof process + typeof Buffer + typeof setImmediate', context) !== 'undefined'.repeat(3)) {
  throw new Error('The context has globals of Node');
}
const { history } = await evaluate(`${import.meta.dirname}/history.js`);
console.log(JSON.stringify(await history(await evaluate(library))));
// An open message port would keep the process alive.
process.exit();

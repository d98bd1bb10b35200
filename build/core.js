/**
 * The files of the core in dist/core, made of the module into which rolldown has joined it: the module for browsers and bundlers, the same
 * as a script for Node, and the module through which Node loads the script (src/start/load-core.ts). package.json decides between them,
 * under the name `#core`.
 */
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';

/** Below dist/. */
export const CORE = 'core/core.js';
const SCRIPT = 'core/core.cjs';
const EXPORTS = /^export \{ (.*) \};$/m;
/** The entry point that makes the core export the function `onFirstRun`; its own file is not needed. */
export const FIRST_RUN = './dist/simulation/runs-of-process.js';
const LOADER = resolve('dist/start/load-core.js');

/** @param code of the module. @param firstRun code of the file of FIRST_RUN. Returns the texts of the files by their paths below dist/. */
export async function coreFiles(code, firstRun) {
  const names = exportsOf(code);
  const [, onFirstRun] = /\b(\S+) as onFirstRun\b/.exec(firstRun);
  const properties = names.map(({ local, name }) => `${name}: ${local}`).join(', ');
  // All lines stay where they are, so that the module's map of sources is that of the script, too.
  const script = `'use strict'; ${ascii(code).replace(EXPORTS, () => `module.exports = { ${properties} };`)}`;
  return { [CORE]: code, [SCRIPT]: script, 'core/node.js': await nodeModule(names, onFirstRun) };
}

/** Lets the other files import the core by its name in package.json. */
export function importCoreByName(code) {
  return code.replaceAll(/(["'])(?:\.{1,2}\/)+core\/core\.js\1/g, '"#core"');
}

/** Node reads a file in ASCII faster than one in UTF-8, and V8 keeps it in half the memory. */
function ascii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function exportsOf(code) {
  const [, list] = EXPORTS.exec(code) ?? [];
  if (list === undefined || /^import\b/m.test(code))
    throw new Error('The core must not import anything, and export all in one statement.');
  const names = list.split(', ').map((part) => {
    const [local, name = local] = part.split(' as ');
    return { local, name };
  });
  for (const { local } of names) {
    if (new RegExp(`^let ${local.replaceAll('$', '\\$&')}\\b`, 'm').test(code))
      throw new Error(`The core exports ${local}, which is not constant: the script would export its first value.`);
  }
  return names;
}

/** The module that loads the script, in one file, and exports what the core exports. */
async function nodeModule(names, onFirstRun) {
  const text = [
    `import { loadCore } from ${JSON.stringify(LOADER)};`,
    `const { ${names.map(({ name }, i) => `${name}: $${i}`).join(', ')} } = loadCore(new URL('./core.cjs', import.meta.url).href, '${onFirstRun}');`,
    `export { ${names.map(({ name }, i) => `$${i} as ${name}`).join(', ')} };`,
  ].join('\n');
  const bundle = await rolldown({
    input: 'node',
    platform: 'node',
    external: /^node:/,
    plugins: [
      {
        name: 'node-module',
        resolveId: (id) => (id === 'node' ? id : null),
        load: (id) => (id === 'node' ? text : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', comments: { jsdoc: false } });
  await bundle.close();
  return output[0].code;
}

/**
 * Writes the lists of things that have a file each: in every folder below, an index.ts that imports the files beside it.
 *
 * `npm run lists` writes them, `npm run build` does so first, and `node build/lists.js --check` fails if one is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const pascalCase = (words) => words.replace(/(^|[-_])([a-z])/g, (_all, _separator, letter) => letter.toUpperCase());

/** By default, the file `some-name.ts` has the key `SomeName`; `exported` is the name of what it exports. */
const LISTS = [
  {
    folder: 'src/broker/handlers',
    list: 'HANDLERS',
    says: 'The handler of each API.',
    exported: (key) => `handle${key}`,
  },
];

const isCheck = process.argv.includes('--check');
for (const { folder, list, says, exported, keyOf = pascalCase } of LISTS) {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .sort();
  const keys = files.map((file) => keyOf(file.replace('.ts', '')));
  const entries = files.map((file, i) => ({ file, key: keys[i], value: exported(keys[i]) }));
  const type = pascalCase(list.toLowerCase());
  const text = `/** ${says} Written by build/lists.js from the files in this folder: run \`npm run lists\`, do not edit. */
${entries.map(({ file, value }) => `import { ${value} } from './${file}';`).join('\n')}

export interface ${type} {
${entries.map(({ key, value }) => `  readonly ${key}: typeof ${value};`).join('\n')}
}

export const ${list}: ${type} = {
${entries.map(({ key, value }) => `  ${key}: ${value},`).join('\n')}
};
`;
  const path = `${folder}/index.ts`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (isCheck) throw new Error(`${path} does not list the files in its folder: run \`npm run lists\``);
  writeFileSync(path, text);
}

/**
 * Writes an index.ts in each of the folders below, in which every API, handler or fault word has a file of its own. The index.ts imports
 * the other files of its folder.
 *
 * `npm run lists` and `npm run build` write these files; `node build/lists.js --check` fails if one is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const pascalCase = (words) => words.replace(/(^|[-_])([a-z])/g, (_all, _separator, letter) => letter.toUpperCase());
const camelCase = (words) => words.replace(/[-_]([a-z])/g, (_all, letter) => letter.toUpperCase());

/**
 * Of the file `some-name.ts`, `key` is the name in the list and `value` the name of what the file exports. `withTypes` exports
 * the types of all files from the list. Without `list`, index.ts exports everything that the files export.
 */
const LISTS = [
  {
    folder: 'src/protocol/apis',
    list: 'APIS',
    says: 'The description of each API.',
    key: pascalCase,
    value: (name) => `${camelCase(name)}Api`,
    withTypes: true,
  },
  {
    folder: 'src/broker/handlers',
    list: 'HANDLERS',
    says: 'The handler of each API.',
    key: pascalCase,
    value: (name) => `handle${pascalCase(name)}`,
  },
  {
    folder: 'src/wire/messages',
    list: 'SCHEMAS',
    says: 'The fields of the messages of each API.',
    key: pascalCase,
    value: (name) => `${camelCase(name)}Schema`,
  },
  {
    folder: 'src/wire/conversions',
    list: 'CONVERSIONS',
    says: 'The conversion of each API that can be used over the wire.',
    key: pascalCase,
    value: (name) => `convert${pascalCase(name)}`,
  },
  {
    // Not an object, because editors show the docstrings of exports as those of the methods `sim.faults.crash`, ...
    folder: 'src/simulation/faults/words',
    says: 'The fault words.',
  },
  {
    folder: 'scenarios',
    says: 'The scenarios, each by its name, and all of them in their order.',
    text: scenarios,
  },
];

const isCheck = process.argv.includes('--check');
for (const entry of LISTS) {
  const files = readdirSync(entry.folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  const names = files.map((file) => file.replace('.ts', '')).sort();
  const header = `/** ${entry.says} Written by build/lists.js from the files in this folder: run \`npm run lists\`, do not edit. */`;
  const { text: write = entry.list === undefined ? everything : keyedList } = entry;
  const text = `${header}\n${write(names, entry)}`;
  const path = `${entry.folder}/index.ts`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (isCheck) throw new Error(`${path} does not list the files in its folder: run \`npm run lists\``);
  writeFileSync(path, text);
}

function everything(names) {
  return names.map((name) => `export * from './${name}.ts';\n`).join('');
}

function keyedList(names, { list, key, value, withTypes }) {
  const type = pascalCase(list.toLowerCase());
  const lines = (line) => names.map(line).join('\n');
  const blocks = [
    lines((name) => `import { ${value(name)} } from './${name}.ts';`),
    ...(withTypes ? [lines((name) => `export type * from './${name}.ts';`)] : []),
    `export interface ${type} {\n${lines((name) => `  readonly ${key(name)}: typeof ${value(name)};`)}\n}`,
    `export const ${list}: ${type} = {\n${lines((name) => `  ${key(name)}: ${value(name)},`)}\n};\n`,
  ];
  return blocks.join('\n\n').replace(/^ {2}(\w+): \1,$/gm, '  $1,');
}

function scenarios(files) {
  const names = files.map((file) => camelCase(file.replace(/^\d\d-/, '')));
  return [
    [
      "import type { Scenario } from 'kafka-trial/scenario';",
      ...files.map((file, i) => `import ${names[i]} from './${file}.ts';`),
    ],
    ['export {', ...names.toSorted().map((name) => `  ${name},`), '};'],
    ['export const SCENARIOS: readonly Scenario[] = [', ...names.map((name) => `  ${name},`), '];', ''],
  ]
    .map((block) => block.join('\n'))
    .join('\n\n');
}

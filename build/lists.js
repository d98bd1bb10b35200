/**
 * Writes an index.ts in each of the folders below, in which every API, handler or fault word has a file of its own. The index.ts imports
 * the other files of its folder. The list of the versions of the clients has another name, since other files stand beside them.
 *
 * `npm run lists` and `npm run build` write these files; `node build/lists.js --check` fails if one is out of date. `--only FOLDER` writes one.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const pascalCase = (words) => words.replace(/(^|[-_])([a-z])/g, (_all, _separator, letter) => letter.toUpperCase());
const camelCase = (words) => words.replace(/[-_]([a-z])/g, (_all, letter) => letter.toUpperCase());

/**
 * Of the file `some-name.ts`, `key` is the name in the list and `value` the name of what the file exports. `withTypes` exports
 * the types of all files from the list. Without `list`, index.ts exports everything that the files export. `of` says which files
 * there are in the list, `writes` another name than index.ts.
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
    folder: 'src/client/versions',
    says: 'The versions of the Java clients.',
    of: /^v\d+(_\d+)*$/,
    writes: 'all-versions.ts',
    text: clientVersions,
  },
  {
    folder: 'scenarios',
    says: 'The scenarios, each by its name, and all of them in their order.',
    text: scenarios,
  },
];

const isCheck = process.argv.includes('--check');
const only = process.argv.includes('--only') ? process.argv.at(-1) : null;
for (const entry of LISTS) {
  if (only !== null && entry.folder !== only) continue;
  const { of = /^(?!index$)/, writes = 'index.ts' } = entry;
  const files = readdirSync(entry.folder).filter((file) => file.endsWith('.ts'));
  const names = files
    .map((file) => file.replace('.ts', ''))
    .filter((name) => of.test(name))
    .sort();
  const header = `/** ${entry.says} Written by build/lists.js from the files in this folder: run \`npm run lists\`, do not edit. */`;
  const { text: write = entry.list === undefined ? everything : keyedList } = entry;
  const text = `${header}\n${write(names, entry)}`;
  const path = `${entry.folder}/${writes}`;
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

/** A version may export two types: the keys of producers that are new in it, and the methods that it removes. */
function clientVersions(names, { folder }) {
  const numbers = (name) => name.slice(1).split('_').map(Number);
  const difference = (one, other) => one.map((number, i) => number - (other[i] ?? 0)).find((by) => by !== 0) ?? 0;
  const versions = names
    .toSorted((a, b) => difference(numbers(a), numbers(b)))
    .map((file) => {
      const text = readFileSync(`${folder}/${file}.ts`, 'utf8');
      const name = file.slice(1).replaceAll('_', '.');
      const type = (exported, prefix) =>
        text.includes(`export type ${exported} `) ? { exported, as: `${prefix}${name.replaceAll('.', '_')}` } : null;
      return {
        file,
        name,
        value: file.toUpperCase(),
        keys: type('NewProducerKeys', 'KeysOf'),
        removed: type('RemovedNow', 'RemovedIn'),
      };
    });
  const imported = ({ file, value, keys, removed }) => {
    const types = [keys, removed].flatMap((type) => (type === null ? [] : [`type ${type.exported} as ${type.as}`]));
    return `import { ${[...types, value].join(', ')} } from './${file}.ts';`;
  };
  const removedUpTo = (index) => versions.slice(0, index + 1).flatMap(({ removed }) => removed?.as ?? []);
  const keys = versions.flatMap((version) => version.keys?.as ?? []);
  return [
    ["import type { ClientVersion } from './client-version.ts';", ...versions.map(imported)],
    [
      '/** A version of the Java clients. */',
      `export type ClientVersionName = ${versions.map(({ name }) => `'${name}'`).join(' | ')};`,
    ],
    [
      '/** From the oldest to the newest, each a patch on the one before it. */',
      'export const CLIENT_VERSIONS: Readonly<Record<ClientVersionName, ClientVersion>> = {',
      ...versions.map(({ name, value }) => `  '${name}': ${value},`),
      '};',
    ],
    ['/** The keys of producers of any version. */', `export type AllProducerKeys = ${keys.join(' & ')};`],
    [
      '/** The methods that each version does not have any more. */',
      'export interface MissingCalls {',
      ...versions.map(({ name }, i) => `  readonly '${name}': ${removedUpTo(i).join(' | ') || 'never'};`),
      '}',
      '',
    ],
  ]
    .map((block) => block.join('\n'))
    .join('\n\n');
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

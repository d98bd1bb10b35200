/** Checks the rules of docs/architecture.md: which folders may import which, and what the deterministic core must not use. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** By folder of src: the other folders and the packages that it may import. `.` is src itself: index.ts, errors.ts, serialization.ts. */
const allowedImports: Record<string, readonly string[]> = {
  protocol: [],
  checks: ['protocol'],
  wire: ['protocol', 'pako', 'fzstd'],
  sim: ['pure-rand'],
  broker: ['protocol', 'checks'],
  client: ['protocol', 'checks'],
  producer: ['protocol', 'checks', 'client', 'eventemitter3', 'pako'],
  consumer: ['protocol', 'checks', 'client'],
  admin: ['protocol', 'checks', 'client'],
  guarantees: ['protocol', 'type:sim', 'type:broker', 'type:producer'],
  timers: ['sim'],
  start: [],
  simulation: [
    'protocol',
    'checks',
    'sim',
    'broker',
    'client',
    'producer',
    'consumer',
    'admin',
    'guarantees',
    'timers',
    'eventemitter3',
  ],
  report: ['checks', 'client', 'guarantees', 'producer', 'protocol', 'sim', 'simulation'],
  scenario: ['checks', 'client', 'guarantees', 'sim', 'simulation'],
  '.': [
    'protocol',
    'checks',
    'sim',
    'broker',
    'client',
    'producer',
    'consumer',
    'admin',
    'guarantees',
    'simulation',
    'scenario',
    'timers',
  ],
  // The test kits are built on the public API. No file that the main entry point loads imports them.
  'kits/assert': ['protocol', 'checks', 'sim', 'producer', 'guarantees', 'simulation', 'report', '.'],
  'kits/vitest': ['checks', 'kits/assert', 'real-clients', 'simulation', '.', 'vitest'],
  'real-clients': ['broker', 'checks', 'guarantees', 'protocol', 'sim', 'simulation', 'timers', 'wire'],
  server: ['protocol', 'sim', 'simulation', 'real-clients', 'wire'],
  explore: ['.', 'protocol', 'checks', 'guarantees', 'sim', 'scenario', 'simulation'],
  'kits/fast-check': ['.', 'checks', 'sim', 'explore', 'type:scenario', 'type:simulation', 'fast-check'],
  course: ['.', 'scenario'],
  cli: [
    '.',
    'protocol',
    'checks',
    'client',
    'course',
    'explore',
    'guarantees',
    'report',
    'scenario',
    'server',
    'tinypool',
  ],
};
const nodeAllowed = new Set(['cli', 'real-clients', 'server', 'start']);

/** Tables of facts, which may be longer than other files. */
const isData = (name: string): boolean => /^(wire\/messages|client\/versions|broker\/versions)\//.test(name);

/** What the core must not use, each with its replacement. */
const bans: readonly (readonly [RegExp, string])[] = [
  [/\bDate\b/, 'the time that is passed in (ClientHost.now(), Kernel.now())'],
  [/\bperformance\b/, 'the time that is passed in (ClientHost.now(), Kernel.now())'],
  [/\bMath\.random\b/, 'a random stream that is passed in (src/sim/random.ts)'],
  [/\bset(Timeout|Interval|Immediate)\b/, 'ClientHost.schedule() or Kernel.schedule()'],
  [/\bqueueMicrotask\b/, 'ClientHost.schedule() or Kernel.schedule()'],
  [/\bcrypto\b/, 'a random stream that is passed in (src/sim/random.ts)'],
  [/\bprocess\.(?!roles\b)/, 'a value that the command passes in (src/cli)'],
];
const core = [
  'protocol',
  'checks',
  'wire',
  'sim',
  'broker',
  'client',
  'producer',
  'consumer',
  'admin',
  'guarantees',
  'report',
  'scenario',
  'explore',
  'course',
  'kits/fast-check',
];

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, topFolder: topFolderOf(name), text: readFileSync(join(src, name), 'utf8') }));

describe('House rules', () => {
  it('apply to all files of src', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('$name imports only what its folder may import', ({ name, topFolder, text }) => {
    for (const { target, typeOnly } of importsOf(name, text))
      expect(checkImport(topFolder, target, typeOnly)).toBe('allowed');
  });

  it.each(files.filter(({ topFolder }) => core.includes(topFolder)))(
    '$name uses neither the real clock nor Math.random',
    (file) => {
      const code = withoutComments(file.text);
      for (const [ban, instead] of bans) {
        expect(ban.test(code), `${file.name} uses ${ban.source}: use ${instead}`).toBe(false);
      }
    },
  );

  it.each(files)('$name begins with a comment on what it contains', ({ name, text }) => {
    const opening = text.replace(/^#!.*\n/, '').trimStart();
    expect(opening.startsWith('/**'), `${name} has no header comment: say what the file contains`).toBe(true);
  });

  it('keep the test kits and their frameworks out of the files that the main entry point loads', () => {
    const loaded = new Set(['index.ts']);
    const packages = new Set<string>();
    for (const name of loaded) {
      const text = files.find((file) => file.name === name)?.text ?? expect.unreachable(`there is no src/${name}`);
      for (const { specifier, typeOnly } of importsOf(name, text)) {
        if (typeOnly) continue;
        if (specifier.startsWith('.')) loaded.add(pathOf(name, specifier));
        else packages.add(specifier.split('/')[0] as string);
      }
    }
    expect(loaded.size).toBeGreaterThan(100);
    expect([...loaded].filter((name) => /^(kits\/|explore$)/.test(topFolderOf(name)))).toEqual([]);
    expect([...packages].toSorted()).toEqual(['eventemitter3', 'pako', 'pure-rand']);
  });

  it('reject a broker that imports the producer, and the real clock in the core', () => {
    expect(checkImport('broker', 'producer', false)).toContain('broker');
    expect(checkImport('guarantees', 'broker', true)).toBe('allowed');
    expect(checkImport('guarantees', 'broker', false)).toContain('guarantees');
    expect(bans.some(([ban]) => ban.test('const now = Date.now();'))).toBe(true);
  });

  it('require current lists of files: if this fails, run `npm run lists`', () => {
    const root = resolve(import.meta.dirname, '..');
    execFileSync(process.execPath, ['build/lists.js', '--check'], { cwd: root, stdio: 'pipe' });
  });

  it('allow no import circle between files', () => {
    const circles = circlesOf(importGraph()).map((circle) => circle.toSorted().join(', '));
    expect(circles).toEqual([]);
  });

  it.each([...new Set(files.map(({ topFolder }) => topFolder))])(
    'let the folders of src/%s depend in one direction',
    (topFolder) => {
      expect(
        wrongFolderImports(folderGraph(topFolder)),
        'a folder imports a folder above it, or is part of a circle of folders',
      ).toEqual([]);
    },
  );

  it('find circles of files and folders, and imports of a folder above', () => {
    const graph = graphOf({ a: ['b'], b: ['c'], c: ['a', 'd'], d: [] });
    expect(circlesOf(graph).map((circle) => circle.toSorted())).toEqual([['a', 'b', 'c']]);
    expect(wrongFolderImports(graph)).toEqual(['a -> b', 'b -> c', 'c -> a']);
    expect(wrongFolderImports(graphOf({ sim: ['sim/x'], 'sim/x': ['sim/y'], 'sim/y': [] }))).toEqual([]);
    expect(wrongFolderImports(graphOf({ 'sim/x/y': ['sim'], sim: [] }))).toEqual(['sim/x/y -> sim']);
    const nested = graphOf({ 'sim/x/a': ['sim/y'], 'sim/y': ['sim/x/b'], 'sim/x/b': [] });
    expect(wrongFolderImports(nested)).toEqual(['sim/x -> sim/y', 'sim/y -> sim/x']);
  });

  it('have no file next to a folder of the same name', () => {
    const folders = files.map(({ name }) => `${dirname(name)}/`);
    const hasFolder = ({ name }: { name: string }): boolean =>
      folders.some((folder) => folder.startsWith(name.replace(/\.ts$/, '/')));
    expect(files.filter(hasFolder).map(({ name }) => name)).toEqual([]);
  });

  it.each(files.filter(({ name }) => !isData(name)))('$name has at most 300 lines', ({ text }) => {
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(300);
  });

  it('allow no folder or file named utils, helpers, common or types', () => {
    const catchAlls = files.filter(({ name }) => /(^|\/)(utils|helpers|common|types)(\/|\.ts$)/.test(name));
    expect(catchAlls.map(({ name }) => name)).toEqual([]);
  });
});

describe('Examples', () => {
  const folder = resolve(import.meta.dirname, '../examples');
  const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

  it.each(examples)('%s imports only entry points of the package', (name) => {
    const specifiers = importsOf(name, readFileSync(join(folder, name), 'utf8')).map(({ specifier }) => specifier);
    const own = /^\.\/[\w-]+\.ts$/;
    const clients = ['kafkajs', '@platformatic/kafka'];
    const entryPoints = ['kafka-trial', 'kafka-trial/vitest', 'kafka-trial/assert', 'vitest'];
    const ofPrograms = ['kafka-trial', 'kafka-trial/explore'];
    const ofCode = name.startsWith('distributed/') ? ofPrograms : clients;
    const allowed = name.endsWith('.test.ts') ? [...entryPoints, ...clients] : ofCode;
    expect(specifiers.filter((specifier) => !own.test(specifier) && !allowed.includes(specifier))).toEqual([]);
  });

  it('have a test file each', () => {
    const tests = examples.filter((name) => name.endsWith('.test.ts'));
    expect(tests.length).toBeGreaterThanOrEqual(4);
    expect(tests.map((name) => name.replace('.test.ts', '.ts')).filter((name) => !examples.includes(name))).toEqual([]);
  });
});

function topFolderOf(name: string): string {
  const [topFolder = '.', inner = ''] = name.split('/').slice(0, -1);
  return topFolder === 'kits' ? `kits/${inner}` : topFolder;
}

interface Import {
  readonly specifier: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(name: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...[...statements].map((match) => ({ specifier: match[2] as string, typeOnly: match[1] !== undefined })),
    ...[...dynamic].map((match) => ({ specifier: match[1] as string, typeOnly: false })),
  ].map((found) => ({ ...found, target: targetOf(name, found.specifier) }));
}

function pathOf(name: string, specifier: string): string {
  return relative(src, resolve(src, dirname(name), specifier));
}

function targetOf(name: string, specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  if (!specifier.startsWith('.')) return specifier.split('/')[0] as string;
  return topFolderOf(pathOf(name, specifier));
}

function checkImport(topFolder: string, target: string, typeOnly: boolean): string {
  const allowed = allowedImports[topFolder] ?? [];
  if (target === topFolder || allowed.includes(target)) return 'allowed';
  if (typeOnly && allowed.includes(`type:${target}`)) return 'allowed';
  if (nodeAllowed.has(topFolder) && (target.startsWith('node:') || target === 'tsx')) return 'allowed';
  return `src/${topFolder} must not import ${target}: it may import ${allowed.join(', ') || 'no other folder'}`;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '');
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function graphOf(targetsByNode: Readonly<Record<string, readonly string[]>>): Graph {
  return new Map(Object.entries(targetsByNode).map(([node, targets]) => [node, new Set(targets)]));
}

/** All files of src with the files that they import, including imports of types only. */
function importGraph(): Graph {
  const relatives = (name: string, text: string): string[] =>
    importsOf(name, text)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => pathOf(name, specifier));
  return new Map(files.map(({ name, text }) => [name, new Set(relatives(name, text))]));
}

/** All folders inside a folder of src, each with the other folders inside it that its files import. */
function folderGraph(topFolder: string): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [name, targets] of importGraph()) {
    if (topFolderOf(name) !== topFolder) continue;
    const folder = dirname(name);
    const folders = graph.get(folder) ?? new Set();
    graph.set(folder, folders);
    for (const target of targets) {
      if (topFolderOf(target) === topFolder && dirname(target) !== folder) folders.add(dirname(target));
    }
  }
  return graph;
}

/** Imports of a folder above, and imports between folders that form a circle, counting the folders inside them. */
function wrongFolderImports(graph: Graph): string[] {
  const upward: string[] = [];
  const sideways = new Map<string, Set<string>>();
  for (const [from, targets] of graph) {
    for (const to of targets) {
      if (from.startsWith(`${to}/`)) upward.push(`${from} -> ${to}`);
      if (from.startsWith(`${to}/`) || to.startsWith(`${from}/`)) continue;
      const [a, b] = belowCommonFolder(from, to);
      sideways.set(a, (sideways.get(a) ?? new Set()).add(b));
    }
  }
  const circles = circlesOf(sideways);
  const inCircles = [...sideways].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => circles.some((circle) => circle.includes(from) && circle.includes(to)))
      .map((to) => `${from} -> ${to}`),
  );
  return [...upward, ...inCircles];
}

/** The two folders directly below the deepest one that contains both. */
function belowCommonFolder(a: string, b: string): [string, string] {
  const partsOfA = a.split('/');
  const partsOfB = b.split('/');
  const depth = partsOfA.findIndex((part, i) => part !== partsOfB[i]);
  return [partsOfA.slice(0, depth + 1).join('/'), partsOfB.slice(0, depth + 1).join('/')];
}

/** Groups of nodes that reach each other (Tarjan's strongly connected components of more than one node). */
function circlesOf(graph: Graph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): number => {
    const own = index.size;
    index.set(node, own);
    low.set(node, own);
    stack.push(node);
    for (const target of graph.get(node) ?? []) {
      const reached = index.has(target)
        ? stack.includes(target)
          ? (index.get(target) as number)
          : own
        : visit(target);
      low.set(node, Math.min(low.get(node) as number, reached));
    }
    if (low.get(node) === own) {
      const component = stack.splice(stack.indexOf(node));
      if (component.length > 1) circles.push(component);
    }
    return low.get(node) as number;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return circles;
}

describe('Tests', () => {
  const folder = resolve(import.meta.dirname);
  const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.test.ts') && !name.includes('node_modules'),
  );
  const inFolders = tests.filter((name) => name.includes('/'));

  it.each(inFolders)('%s has a namesake in src, or names the files that it covers', (name) => {
    const namesake = join(src, name.replace(/(\.slow)?\.test\.ts$/, '.ts'));
    if (existsSync(namesake)) return;
    const opening = readFileSync(join(folder, name), 'utf8').slice(0, 600);
    const [, covered = ''] = /Covers:? ([\s\S]*)/i.exec(opening) ?? [];
    const paths = covered.match(/(?:src|test|docs)\/[\w./{},-]*/g) ?? [];
    expect(
      paths.length,
      `${name}: begin with "/** Covers: src/... */", or name it after the file that it tests`,
    ).toBeGreaterThan(0);
  });
});

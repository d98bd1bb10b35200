/** Every exported name of the public API has a docstring, and every `@example` runs and prints the text of its comments. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENTRY_POINTS, exportedNames } from './entry-points.ts';
import { runProgram } from './run-program.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

// --- Declarations ----------------------------------------------------------------------------------------------------

const DECLARATION = 'export (?:declare )?(?:abstract )?(?:const|function|async function|class|type|interface)';

interface Declaration {
  readonly file: string;
  /** The text before the declaration. */
  readonly before: string;
}

/** The declaration of a name that `file` exports, also if `file` re-exports it from another file. */
function declarationOf(name: string, file: string): Declaration | undefined {
  const text = read(file);
  const at = text.search(new RegExp(`^${DECLARATION} ${name}\\b`, 'm'));
  if (at >= 0) return { file, before: text.slice(0, at) };
  const from = (source: string): string => join(dirname(file), source);
  const exported = exportedNames(file).find((one) => one.name === name);
  const listed = exported?.source ?? importedFrom(name, text);
  if (typeof listed === 'string') return listed.startsWith('.') ? declarationOf(name, from(listed)) : undefined;
  for (const [, source = ''] of text.matchAll(/^export \* from '([^']+)';/gm)) {
    const found = declarationOf(name, from(source));
    if (found !== undefined) return found;
  }
  return undefined;
}

function importedFrom(name: string, text: string): string | undefined {
  return new RegExp(`^import (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from '([^']+)';`, 'm').exec(text)?.[1];
}

/** The docstring directly before the declaration; `undefined` if there is none. */
function docstringBefore(before: string): string | undefined {
  if (!/\*\/\n(?:\/\/ biome-ignore .*\n)?$/.test(before)) return undefined;
  return before.slice(before.lastIndexOf('/**'));
}

/** Names of other packages that an entry point re-exports. */
const FOREIGN = ['kafka-trial/vitest expect'];

describe.each(ENTRY_POINTS)('Every name that $name exports', ({ name: entryPoint, file }) => {
  it('has a docstring', () => {
    const missing = exportedNames(file)
      .filter(({ name }) => !FOREIGN.includes(`${entryPoint} ${name}`))
      .map(({ name }) => ({ name, declaration: declarationOf(name, file) }))
      .filter(({ declaration }) => declaration === undefined || docstringBefore(declaration.before) === undefined)
      .map(({ name, declaration }) => `${name} in ${declaration?.file}`);
    expect(missing).toEqual([]);
  });
});

// --- Examples --------------------------------------------------------------------------------------------------------

interface Example {
  /** `src/x.ts, line 12` */
  readonly place: string;
  readonly program: string;
  /** The text of its `// prints: ` comments. */
  readonly prints: readonly string[];
}

function examplesIn(file: string): readonly Example[] {
  const text = read(file);
  return [...text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*\*\//g)].flatMap(({ 0: docstring, index }) =>
    [...docstring.matchAll(/@example\b([\s\S]*?)(?=\n\s*\* @\w|\*\/)/g)].map(({ 1: body = '', index: offset }) => {
      const lines = body.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
      const program = lines.filter((line) => !line.startsWith('```')).join('\n');
      return {
        place: `${file}, line ${text.slice(0, index + offset).split('\n').length}`,
        program,
        prints: [...program.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line = '']) => line),
      };
    }),
  );
}

const examples = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .toSorted()
  .flatMap((file) => examplesIn(`src/${file}`));

describe('Examples in docstrings', () => {
  it('are found', () => expect(examples.length).toBeGreaterThanOrEqual(60));
});

describe('An @example', () => {
  it.each(examples)('runs and prints the text of its comments: $place', async ({ program, prints }) => {
    expect(program).toMatch(/^import .* from 'kafka-trial(\/[\w-]+)?';$/m);
    expect(prints.length).toBeGreaterThan(0);
    expect(await runProgram(program)).toBe(prints.map((line) => `${line}\n`).join(''));
  });
});

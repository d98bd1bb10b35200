/**
 * The programs in the README and in docs/ run and print the text below them. The README's links, and the files that pages and headers
 * mention, exist.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BROKER_KEYS_WITHOUT_EFFECT } from '../src/broker/versions/v3_6_1-keys-without-effect.ts';
import { notYet } from './conformance/broker/not-yet.ts';
import { runProgram } from './run-program.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const examples = examplesOf(readme);
const pages = [
  'docs/quick-start.md',
  'docs/recipes.md',
  'docs/troubleshooting.md',
  'docs/time-travel.md',
  'docs/faults.md',
  'docs/reading-a-trace.md',
  'docs/reports.md',
  'docs/test-kit.md',
  'docs/mock-producer.md',
  'docs/writing-a-scenario.md',
  'docs/time.md',
  'docs/real-clients.md',
  'docs/exploring.md',
];

interface Example {
  readonly program: string;
  readonly printed: string;
}

/** The programs of a page, each with its output. Programs without output are tests (test/kits/vitest/project.slow.test.ts). */
function examplesOf(page: string): readonly Example[] {
  const pairs = page.matchAll(/```ts\n((?:(?!```)[\s\S])*)```\n+```text\n([\s\S]*?)```/g);
  return [...pairs]
    .map(([, program = '', printed = '']) => ({ program: withRun(program), printed }))
    .filter(({ program }) => !program.includes("from 'kafka-trial/vitest'"));
}

/** A scenario file with what `kafka-trial run --quiet` does; any other program as it is. */
function withRun(program: string): string {
  if (!program.includes('export default defineScenario(')) return program;
  const imports = "import { renderScenarioRun, runScenario } from 'kafka-trial/scenario';\n";
  const run = "console.log(renderScenarioRun(await runScenario(scenario, 1), { logLevel: 'OFF' }).trimEnd());\n";
  return `${imports}${program.replace('export default', 'const scenario =')}${run}`;
}

/** A program imports from the main entry point. */
const IMPORT = /^import (\{[^}]*\}) from 'kafka-trial';$/m;

describe('The README', () => {
  it('has programs to run', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples)('program $# prints the text below it', async ({ program, printed }) => {
    expect(program).toMatch(IMPORT);
    expect(await runProgram(program)).toBe(printed);
  });

  it('begins with a program of at most 20 lines', () => {
    const lines = examples[0]?.program.split('\n').filter((line) => line.trim() !== '') ?? [];
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link ?? '');
    const broken = links.filter((link) => !link.startsWith('http') && !existsSync(new URL(link, root)));
    expect(broken).toEqual([]);
  });
});

describe.each(pages)('%s', (page) => {
  const programs = examplesOf(readFileSync(new URL(page, root), 'utf8'));

  it.each(programs)('program $# prints the text below it', async ({ program, printed }) => {
    expect(await runProgram(program)).toBe(printed);
  });

  it('has programs to run', () => expect(programs.length).toBeGreaterThan(0));
});

describe('docs/limitations.md', () => {
  const limitations = readFileSync(new URL('docs/limitations.md', root), 'utf8');

  it('names every broker setting without effect', () => {
    const isNamed = (key: string): boolean => limitations.includes(`\`${key}\``) || key.startsWith('zookeeper.');
    expect(BROKER_KEYS_WITHOUT_EFFECT.filter((key) => !isNamed(key))).toEqual([]);
  });

  it('names the broker scenarios that differ, and no others', () => {
    const section = /^## Broker scenarios that differ\n([\s\S]*?)^## /m.exec(limitations)?.[1] ?? '';
    const named = [...section.matchAll(/^- \*\*`([\w-]+)`/gm)].map(([, name]) => name);
    const lists = Object.values(notYet).flatMap((byVersion) => Object.values(byVersion));
    expect(new Set(named)).toEqual(new Set(lists.flatMap((names) => [...names])));
  });
});

describe('Pages and headers', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  const texts = files.filter(
    (file) => /^(docs|src|README\.md|scenarios\/README\.md)/.test(file) && /\.(md|ts)$/.test(file),
  );

  it.each(texts)('%s mentions only files that exist', (file) => {
    const text = readFileSync(new URL(file, root), 'utf8');
    const mentioned = [
      ...text.matchAll(/(?<![\w/.-])(?:src|test|docs|bench|build|scenarios)\/[\w./-]*\.(?:ts|js|md)\b/g),
    ];
    expect(mentioned.map(([path]) => path).filter((path) => !files.includes(path))).toEqual([]);
  });
});

/**
 * Makes a scenario of the learner's text: the types are removed, and what it imports from kafka-trial is handed to it. Its lines keep their
 * numbers.
 */
import * as library from '../../../src/index.ts';
import * as scenarios from '../../../src/scenario/index.ts';
import { checkScenario, type Scenario } from '../../../src/scenario/scenario.ts';
import { lineOf, PROGRAM_FILE } from '../editor/line-of.ts';
import type { Problem } from './messages.ts';

type Load = () => Promise<unknown>;
/** What a program may import. */
const MODULES: Readonly<Record<string, Load>> = {
  'kafka-trial': async () => library,
  'kafka-trial/scenario': async () => scenarios,
  'kafka-trial/errors': () => import('../../../src/errors.ts'),
  'kafka-trial/serialization': () => import('../../../src/serialization.ts'),
  'kafka-trial/producer': () => import('../../../src/producer/index.ts'),
  'kafka-trial/consumer': () => import('../../../src/consumer/entry.ts'),
  'kafka-trial/admin': () => import('../../../src/admin/index.ts'),
  'kafka-trial/guarantees': () => import('../../../src/guarantees/index.ts'),
  'kafka-trial/sim': () => import('../../../src/sim/index.ts'),
};

/** The text is not a program that can run. */
export class ProgramError extends Error implements Problem {
  override readonly name = 'ProgramError';
  readonly line: number | null;
  readonly column: number | null;

  constructor(message: string, line: number | null, column: number | null) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** @throws ProgramError with the line, if the text is not TypeScript, imports something else, or exports no scenario */
export async function loadProgram(source: string): Promise<Scenario> {
  const code = await compile(source);
  const modules = new Map<string, unknown>();
  for (const name of importsOf(source)) modules.set(name, await moduleOf(name, source));
  const exports: { default?: unknown } = {};
  const evaluate = new Function('require', 'exports', `${code}\n//# sourceURL=${PROGRAM_FILE}`);
  try {
    evaluate((name: string) => modules.get(name), exports);
  } catch (error) {
    throw new ProgramError(String(error), lineOf(error instanceof Error ? (error.stack ?? '') : ''), null);
  }
  return scenarioOf(exports.default);
}

async function compile(source: string): Promise<string> {
  const { transform } = await import('sucrase');
  try {
    return transform(source, { transforms: ['typescript', 'imports'], disableESTransforms: true, filePath: PROGRAM_FILE }).code;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, line, column] = /\((\d+):(\d+)\)/.exec(message) ?? [];
    const text = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    throw new ProgramError(text, numberOrNull(line), numberOrNull(column));
  }
}

/** The modules that are imported for more than types. */
function importsOf(source: string): readonly string[] {
  const statements = source.matchAll(/^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  return Array.from(statements, ([, name = '']) => name);
}

async function moduleOf(name: string, source: string): Promise<unknown> {
  const load = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
  if (load !== undefined) return load();
  const line = source.slice(0, source.indexOf(name)).split('\n').length;
  const known = Object.keys(MODULES).join(', ');
  throw new ProgramError(`'${name}' cannot be imported here. A program of the playground can import ${known}.`, line, null);
}

function scenarioOf(exported: unknown): Scenario {
  if (typeof exported !== 'object' || exported === null) {
    throw new ProgramError(
      'The program has no default export. It has to end in: export default defineScenario({ name, title, run: async ({ sim, say }) => { ... } });',
      null,
      null,
    );
  }
  checkScenario(exported as Scenario);
  return exported as Scenario;
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

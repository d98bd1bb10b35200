/**
 * Makes a scenario of the learner's text: the types are removed, and what it imports from kafka-trial is handed to it. Its lines keep their
 * numbers.
 */
import * as admin from '../../../src/admin/index.ts';
import * as consumer from '../../../src/consumer/entry.ts';
import * as errors from '../../../src/errors.ts';
import * as guarantees from '../../../src/guarantees/index.ts';
import * as library from '../../../src/index.ts';
import * as producer from '../../../src/producer/index.ts';
import * as scenarios from '../../../src/scenario/index.ts';
import { checkScenario, type Scenario } from '../../../src/scenario/scenario.ts';
import * as serialization from '../../../src/serialization.ts';
import * as sim from '../../../src/sim/index.ts';
import { lineOf, PROGRAM_FILE } from '../editor/line-of.ts';
import type { Problem } from './messages.ts';

/** What a program may import. Most of it is a part of the library that every run needs, too. */
const MODULES: Readonly<Record<string, unknown>> = {
  'kafka-trial': library,
  'kafka-trial/scenario': scenarios,
  'kafka-trial/errors': errors,
  'kafka-trial/serialization': serialization,
  'kafka-trial/producer': producer,
  'kafka-trial/consumer': consumer,
  'kafka-trial/admin': admin,
  'kafka-trial/guarantees': guarantees,
  'kafka-trial/sim': sim,
};

/** The text is not a program that can run. */
export class ProgramError extends Error implements Problem {
  override readonly name = 'ProgramError';
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.line = line;
  }
}

/** @throws ProgramError with the line, if the text is not TypeScript, imports something else, or exports no scenario */
export async function loadProgram(source: string): Promise<Scenario> {
  const code = await compile(source);
  for (const name of importsOf(source)) checkImport(name, source);
  const exports: { default?: unknown } = {};
  // The program is the learner's own, and runs in a worker of a page that has nothing to protect.
  // oxlint-disable-next-line typescript/no-implied-eval
  const evaluate = new Function('require', 'exports', `${code}\n//# sourceURL=${PROGRAM_FILE}`);
  try {
    evaluate((name: string) => MODULES[name], exports);
  } catch (error) {
    throw new ProgramError(String(error), lineOf(error instanceof Error ? (error.stack ?? '') : ''));
  }
  return scenarioOf(exports.default);
}

async function compile(source: string): Promise<string> {
  const { transform } = await import('sucrase');
  try {
    return transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      filePath: PROGRAM_FILE,
    }).code;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, line] = /\((\d+):\d+\)/.exec(message) ?? [];
    const text = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    throw new ProgramError(text, line === undefined ? null : Number(line));
  }
}

/** The modules that are imported for more than types. */
function importsOf(source: string): readonly string[] {
  const statements = source.matchAll(/^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  return Array.from(statements, ([, name = '']) => name);
}

function checkImport(name: string, source: string): void {
  if (Object.hasOwn(MODULES, name)) return;
  const line = source.slice(0, source.indexOf(name)).split('\n').length;
  const known = Object.keys(MODULES).join(', ');
  throw new ProgramError(`'${name}' cannot be imported here. A program of the playground can import ${known}.`, line);
}

function scenarioOf(exported: unknown): Scenario {
  if (typeof exported !== 'object' || exported === null) {
    throw new ProgramError(
      'The program has no default export. It has to end in: export default defineScenario({ name, title, run: async ({ sim, say }) => { ... } });',
      null,
    );
  }
  checkScenario(exported as Scenario);
  return exported as Scenario;
}

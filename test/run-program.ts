/** Runs a program from a page of the documentation or an `@example` in this process, and returns its output. */
import nodeAssert from 'node:assert';
import { format } from 'node:util';
import fastCheck from 'fast-check';
import { Simulation, type SimulationOptions } from 'kafka-trial';
import { expect } from 'kafka-trial/vitest';
import * as kafkajs from 'kafkajs';
import { ENTRY_POINTS } from './entry-points.ts';

/** The modules that a program may import. */
const modules: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(ENTRY_POINTS.map(({ name, values }) => [name, values])),
  'fast-check': fastCheck,
  kafkajs,
  'node:assert': { default: nodeAssert, ...nodeAssert },
  // A program runs inside a test, where no other test can be defined. Therefore its test function is called at once.
  'kafka-trial/vitest': { test: runTest, expect },
};

const NAMED_IMPORT = /^import (\{[^}]*\}) from '([^']+)';$/gm;
const IMPORT_FOR_EFFECT = /^import '[^']+';$/gm;
const DEFAULT_IMPORT = /^import (\w+) from '([^']+)';$/gm;

/** The program is plain JavaScript except for its imports, which become destructuring assignments. */
export async function runProgram(program: string): Promise<string> {
  const lines: string[] = [];
  const console = { log: (...words: unknown[]) => void lines.push(`${format(...words)}\n`) };
  const AsyncFunction = (async () => {}).constructor as new (
    ...source: string[]
  ) => (...args: unknown[]) => Promise<void>;
  const source = program
    .replace(
      NAMED_IMPORT,
      (_, names: string, path: string) => `const ${names.replace(/ as /g, ': ')} = modules['${path}'];`,
    )
    .replace(IMPORT_FOR_EFFECT, '')
    .replace(DEFAULT_IMPORT, "const $1 = modules['$2'].default ?? modules['$2'];");
  await new AsyncFunction('modules', 'console', source)(modules, console);
  return lines.join('');
}

/** As `test` of kafka-trial/vitest, without a runner. */
async function runTest(_: string, run: (fixtures: { sim: Simulation }) => Promise<void>): Promise<void> {
  const options: SimulationOptions = { guarantees: 'all' };
  const sim = new Simulation(options);
  await run({ sim });
  sim.close();
}

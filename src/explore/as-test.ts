/**
 * A failing case as the text of a test in TypeScript, to be pasted into a file.
 *
 * For the default program the test contains every call. For any other program it imports the program.
 */
import { checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { OBJECT, TEXT } from '../checks/value-type.ts';
import { GUARANTEE_NAMES } from '../guarantees/index.ts';
import type { Case } from './case.ts';
import { literal, quoted } from './literal.ts';
import { DEFAULT_PROGRAM, type Program, simulationOptionsOf } from './program.ts';
import type { Failure } from './run-case.ts';
import type { Step } from './workload.ts';

/** Options of `asTest`. */
export interface AsTestOptions {
  readonly program: Program;
  /** The program's file as the test imports it. Not used for the default program. Default: `./<name>.ts`. */
  readonly file?: string;
  readonly failure: Pick<Failure, 'kind' | 'guarantee'>;
  readonly case: Case;
}

const AS_TEST_OPTIONS: OptionTypes<AsTestOptions> = { program: OBJECT, file: TEXT, failure: OBJECT, case: OBJECT };

/**
 * Returns the text of a test that fails as the case does.
 *
 * @throws IllegalArgumentException for an option that does not exist, and for one that is of another type or missing
 *
 * @example
 * import { asTest, defineProgram } from 'kafka-trial/explore';
 *
 * const program = defineProgram({ name: 'orders', run: async (sim) => sim.sleep(1) });
 * const failure = { kind: 'a guarantee was violated', guarantee: 'NoAcknowledgedRecordLost' };
 * const text = asTest({ program, failure, case: { seed: 7, cluster: {}, producer: {}, workload: [], plan: [] } });
 * console.log(text.split('\n')[2]);
 * // prints: import program from './orders.ts';
 */
export function asTest(options: AsTestOptions): string {
  checkOptions('asTest()', options, AS_TEST_OPTIONS, { required: ['program', 'failure', 'case'] });
  return options.program.run === DEFAULT_PROGRAM.run ? testWithCalls(options) : testWithImport(options);
}

function titleOf({ kind, guarantee }: AsTestOptions['failure']): string {
  return quoted(guarantee === null ? `does not fail with: ${kind}` : `${guarantee} holds`);
}

function testWithImport({ program, file, failure, case: testCase }: AsTestOptions): string {
  const { seed, plan, workload, cluster, producer, clientVersion, brokerVersion } = testCase;
  const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
  const shown = {
    seed,
    ...(clientVersion !== undefined && { clientVersion }),
    ...(brokerVersion !== undefined && { brokerVersion }),
    ...(differ(cluster, program.cluster ?? {}) && { cluster }),
    ...(differ(producer, program.producer ?? {}) && { producer }),
    ...(differ(workload, program.workload ?? []) && { workload }),
    plan,
  };
  return [
    `import { replayCase } from 'kafka-trial/explore';`,
    `import { test } from 'vitest';`,
    `import program from ${quoted(specifier(file ?? `${program.name}.ts`))};`,
    '',
    `test(${titleOf(failure)}, () => replayCase(program, ${literal(shown)}));`,
    '',
  ].join('\n');
}

/** What imports a file: without `./`, its name would be that of a package. */
function specifier(file: string): string {
  return /^\.{0,2}\//.test(file) ? file : `./${file}`;
}

function testWithCalls({ program, failure, case: testCase }: AsTestOptions): string {
  const { cluster, producer, workload, plan, seed } = testCase;
  const { guarantees = [], ...options } = simulationOptionsOf(program, testCase);
  const topics = (cluster.topics ?? []).map(
    ({ name, ...shape }) => `  sim.createTopic(${quoted(name)}, ${literal({ partitions: 1, ...shape }, '  ')});`,
  );
  const settings = literal(producer, '    ').replace(/^\{\s*|,?\s*\}$/g, '');
  return [
    `import { Simulation, StringSerializer } from 'kafka-trial';`,
    `import { test } from 'vitest';`,
    '',
    `test(${titleOf(failure)}, async () => {`,
    `  const sim = new Simulation(${literal({ ...options, seed, guarantees: guaranteesText(guarantees) }, '  ')});`,
    ...topics,
    ...(plan.length === 0 ? [] : [`  sim.faults.apply(${literal(plan, '  ')});`]),
    '  await sim.run(async () => {',
    '    const producer = sim.producer({',
    `      'key.serializer': StringSerializer,`,
    `      'value.serializer': StringSerializer,`,
    ...(settings === '' ? [] : [`      ${settings},`]),
    '    });',
    ...workload.map((step) => `    ${statement(step)}`),
    '    await producer.close();',
    '  });',
    '});',
    '',
  ].join('\n');
}

/** Custom guarantees cannot be written as text, so they are left out. The default program has none. */
function guaranteesText(guarantees: unknown): unknown {
  if (!Array.isArray(guarantees)) return guarantees;
  const names = guarantees.filter((guarantee) => typeof guarantee === 'string');
  return names.length === GUARANTEE_NAMES.length ? 'all' : names;
}

function statement(step: Step): string {
  if (step.do === 'sleep') return `await sim.sleep(${step.forMs});`;
  if (step.do === 'flush') return 'await producer.flush();';
  const { do: _, awaited, ...record } = step;
  const send = `producer.send(${literal(record, '    ')})`;
  return awaited === true ? `await ${send}.get().catch(() => undefined);` : `${send};`;
}

/**
 * A failing case as a test in TypeScript, to be pasted into a file.
 *
 * Owns: the text: spelled out call by call for the default program, by its name for any other.
 */
import { GUARANTEE_NAMES } from '../guarantees/index.ts';
import type { Case } from './case.ts';
import { literal, quoted } from './literal.ts';
import { DEFAULT_PROGRAM, type Program, simulationOptionsOf } from './program.ts';
import type { Failure } from './try-case.ts';
import type { Step } from './workload.ts';

export interface AsTestOptions {
  readonly program: Program;
  /** Where its file is, as a test would import it. Only for a program of one's own. */
  readonly file?: string;
  readonly failure: Pick<Failure, 'kind' | 'guarantee'>;
  readonly case: Case;
}

export function asTest(options: AsTestOptions): string {
  return options.program.run === DEFAULT_PROGRAM.run ? spelledOut(options) : byName(options);
}

function titleOf({ kind, guarantee }: AsTestOptions['failure']): string {
  return quoted(guarantee === null ? `it does not come to this: ${kind}` : `${guarantee} is kept`);
}

function byName({ program, file, failure, case: given }: AsTestOptions): string {
  const { seed, plan, workload, cluster, producer } = given;
  const differs = (mine: unknown, its: unknown): boolean => JSON.stringify(mine) !== JSON.stringify(its);
  const shown = {
    seed,
    ...(differs(cluster, program.cluster ?? {}) && { cluster }),
    ...(differs(producer, program.producer ?? {}) && { producer }),
    ...(differs(workload, program.workload ?? []) && { workload }),
    plan,
  };
  return [
    `import { replayCase } from 'kafka-trial/explore';`,
    `import { test } from 'vitest';`,
    `import program from ${quoted(file ?? `./${program.name}.ts`)};`,
    '',
    `test(${titleOf(failure)}, () => replayCase(program, ${literal(shown)}));`,
    '',
  ].join('\n');
}

function spelledOut({ program, failure, case: given }: AsTestOptions): string {
  const { cluster, producer, workload, plan, seed } = given;
  const { guarantees = [], ...world } = simulationOptionsOf(program, given);
  const topics = (cluster.topics ?? []).map(
    ({ name, ...shape }) => `  sim.createTopic(${quoted(name)}, ${literal({ partitions: 1, ...shape }, '  ')});`,
  );
  const settings = literal(producer, '    ').replace(/^\{\s*|,?\s*\}$/g, '');
  return [
    `import { Simulation, StringSerializer } from 'kafka-trial';`,
    `import { test } from 'vitest';`,
    '',
    `test(${titleOf(failure)}, async () => {`,
    `  const sim = new Simulation(${literal({ ...world, seed, guarantees: shownGuarantees(guarantees) }, '  ')});`,
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

/** A guarantee of one's own cannot be told: the default program has none. */
function shownGuarantees(guarantees: unknown): unknown {
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

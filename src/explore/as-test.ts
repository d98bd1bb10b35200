/**
 * A failing case as a test in TypeScript, to be pasted into a file.
 *
 * Owns: the text: spelled out call by call for the default program, by its name for any other.
 */
import { PROMISE_NAMES } from '../index.ts';
import type { Case } from './case.ts';
import { literal, quoted } from './literal.ts';
import { DEFAULT_PROGRAM, type Program, worldOf } from './program.ts';
import type { Failure } from './try-case.ts';
import type { Step } from './workload.ts';

export interface AsTestOptions {
  readonly program: Program;
  /** Where its file is, as a test would import it. Only for a program of one's own. */
  readonly file?: string;
  readonly failure: Pick<Failure, 'kind' | 'promise'>;
  readonly case: Case;
}

export function asTest(options: AsTestOptions): string {
  return options.program.play === DEFAULT_PROGRAM.play ? spelledOut(options) : byName(options);
}

function titleOf({ kind, promise }: AsTestOptions['failure']): string {
  return quoted(promise === null ? `it does not come to this: ${kind}` : `${promise} is kept`);
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
  const { promises = [], ...world } = worldOf(program, given);
  const topics = (cluster.topics ?? []).map(
    ({ name, ...shape }) => `  sim.createTopic(${quoted(name)}, ${literal({ partitions: 1, ...shape }, '  ')});`,
  );
  const settings = literal(producer, '    ').replace(/^\{\s*|,?\s*\}$/g, '');
  return [
    `import { Simulation, StringSerializer } from 'kafka-trial';`,
    `import { test } from 'vitest';`,
    '',
    `test(${titleOf(failure)}, async () => {`,
    `  const sim = new Simulation(${literal({ ...world, seed, promises: shownPromises(promises) }, '  ')});`,
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

/** A promise of one's own cannot be told: the default program has none. */
function shownPromises(promises: unknown): unknown {
  if (!Array.isArray(promises)) return promises;
  const names = promises.filter((promise) => typeof promise === 'string');
  return names.length === PROMISE_NAMES.length ? 'all' : names;
}

function statement(step: Step): string {
  if (step.do === 'sleep') return `await sim.sleep(${step.forMs});`;
  if (step.do === 'flush') return 'await producer.flush();';
  const { do: _, awaited, ...record } = step;
  const send = `producer.send(${literal(record, '    ')})`;
  return awaited === true ? `await ${send}.get().catch(() => undefined);` : `${send};`;
}

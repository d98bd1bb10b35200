/** A run as a test file for Vitest, which replays it and expects the same history. */
import type { FaultPlan } from '../../../src/index.ts';
import { type Versions, versionOptions } from '../settings/versions.ts';
import type { RunOutcome } from '../simulation/record-run.ts';

export interface ExportedRun {
  readonly name: string;
  /** The text of the program, which exports a scenario. */
  readonly source: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly versions: Versions;
  readonly plan: FaultPlan;
  readonly outcome: Pick<RunOutcome, 'fingerprint' | 'verdict'>;
}

export function testFileOf({ name, source, seed, settings, versions, plan, outcome }: ExportedRun): string {
  const { fingerprint, verdict } = outcome;
  const program = source.replace(/^export default /m, 'const scenario = ');
  const options = [
    ...(plan.length > 0 ? [`faults: ${JSON.stringify(plan)}`] : []),
    ...(Object.keys(settings).length > 0 ? [`producer: ${JSON.stringify(settings)}`] : []),
    ...Object.entries(versionOptions(versions)).map(([option, version]) => `${option}: '${version}'`),
  ];
  const argument = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
  return `${withImports(program)}
test('${name} with seed ${seed}', async () => {
  const { verdict, fingerprint } = await runScenario(scenario, ${seed}${argument});
  expect(verdict.acknowledged).toBe(${verdict.acknowledged});
  expect(verdict.lost.length).toBe(${verdict.lost});
  expect(verdict.duplicated.length).toBe(${verdict.duplicated});
  expect(verdict.reordered.length).toBe(${verdict.reordered});
  // The history, step by step; it changes with the program, and may change with the version of kafka-trial.
  expect(fingerprint).toBe('${fingerprint}');
});
`;
}

/** The imports of the test, after those of the program. */
function withImports(program: string): string {
  const own = "import { runScenario } from 'kafka-trial/scenario';\nimport { expect, test } from 'vitest';\n";
  const last = [...program.matchAll(/^import [\s\S]*?from '[^']+';\n/gm)].at(-1);
  if (last === undefined) return `${own}\n${program}`;
  const end = last.index + last[0].length;
  return program.slice(0, end) + own + program.slice(end);
}

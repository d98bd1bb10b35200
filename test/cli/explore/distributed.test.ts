/** Covers: src/cli/explore/. The command in each file of examples/distributed, run as each of its shards, whose reports are then merged. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runInProcess } from '../run-in-process.ts';

const examples = new URL('../../../examples/distributed/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface System {
  readonly file: string;
  readonly shards: number;
  /** The environment of the run with this number, from 0. */
  readonly environment: (number: number) => Readonly<Record<string, string>>;
  /** What the system itself puts into the file. */
  readonly expressions?: (number: number) => Readonly<Record<string, string>>;
}

const SYSTEMS: readonly System[] = [
  { file: 'slurm.sh', shards: 8, environment: (number) => ({ SLURM_ARRAY_TASK_ID: `${number}` }) },
  { file: 'kubernetes-job.yml', shards: 4, environment: (number) => ({ JOB_COMPLETION_INDEX: `${number}` }) },
  {
    file: 'github-actions.yml',
    shards: 4,
    environment: () => ({ GITHUB_ACTIONS: 'true', CI: 'true' }),
    expressions: (number) => ({ 'matrix.shard': `${number + 1}`, 'strategy.job-total': '4' }),
  },
];

/** The arguments of the command `explore` in the file, as the system and the shell would pass them. */
function argumentsIn(file: string, variables: Readonly<Record<string, string>>): readonly string[] {
  const text = readFileSync(new URL(file, examples), 'utf8').replace(
    /\$\{\{ ([\w.-]+) \}\}/g,
    (_, name) => variables[name] ?? '?',
  );
  const command =
    /^\s*(?:- run: >-\s+|exec |>-\s+)*(?:npx |exec node_modules\/\.bin\/)kafka-trial (explore [^#]*?)\n(?:\s*\n|\s*- uses|\s*resources|$)/m.exec(
      text,
    );
  const words = (command?.[1] ?? '').replaceAll('\\\n', ' ').trim().split(/\s+/);
  return words.map((word) =>
    word
      .replaceAll('"', '')
      .replace(/\$\{?(\w+)(?::-(\w+))?\}?/g, (_, name, byDefault) => variables[name] ?? byDefault ?? '?'),
  );
}

describe('The ready file', () => {
  it.each(SYSTEMS)('$file explores with $shards shards, which together are the whole', async (system) => {
    const explore = (args: readonly string[], environment: Readonly<Record<string, string>>) => {
      const inFolder = args.map((arg) =>
        arg === './orders.ts'
          ? new URL('orders.ts', examples).pathname
          : arg.replace(/^\/?reports/, join(folder, system.file)),
      );
      // Fewer histories, and in this thread. The last value of an option counts.
      return runInProcess([...inFolder, '--plan', 'swarm', '--runs', '16', '--workers', '1'], { environment });
    };
    const reports: string[] = [];
    for (let number = 0; number < system.shards; number++) {
      const environment = system.environment(number);
      const args = argumentsIn(system.file, { ...environment, ...system.expressions?.(number) });
      expect(args.slice(0, 2)).toEqual(['explore', './orders.ts']);
      const { code, out } = await explore(args, environment);
      expect(code).toBe(0);
      expect(out).toContain(`, shard ${number + 1}/${system.shards}\n${16 / system.shards} of 16 histories tried`);
      reports.push(args[args.indexOf('--report') + 1]!.replace(/^\/?reports/, join(folder, system.file)));
    }
    const merged = JSON.parse((await runInProcess(['merge', '--json', ...reports])).out);
    const whole = await explore(['explore', './orders.ts', '--all', '--json'], {});
    expect(merged).toEqual(JSON.parse(whole.out));
  });
});

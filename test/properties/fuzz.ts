/**
 * The command `npm run fuzz`: plays many random programs on one producer and shows its progress.
 */
import { readArguments, seedOf } from '../../src/cli/command-line/arguments.ts';
import { UsageError } from '../../src/cli/command-line/usage-error.ts';
import { countOf, runCommand } from './entry.ts';
import type { BrokerStability } from './producer/case.ts';
import { checkProducer, DEFAULT_SEED } from './producer/check.ts';

const USAGE = `Plays random programs on one producer and checks its guarantees.

npm run fuzz -- [--runs 10000] [--seed ${DEFAULT_SEED}] [--brokers stable|unstable] [--path path]

Stable brokers stay up and keep their leaderships; unstable ones crash, are shut down and lose them. Without --brokers, half of
the runs are of each kind. --path replays one run; a failure prints its path.`;

await runCommand(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), {
    runs: { type: 'string' },
    seed: { type: 'string' },
    brokers: { type: 'string' },
    path: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(`fuzz takes options only, got '${positionals[0]}'.`);
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const stabilities = stabilitiesOf(values.brokers);
  const runs = Math.ceil(countOf('runs', values.runs, 10_000) / stabilities.length);
  return fuzz(stabilities, runs, seedOf(values.seed ?? String(DEFAULT_SEED)), values.path);
});

function stabilitiesOf(text: string | undefined): readonly BrokerStability[] {
  if (text === undefined) return ['stable', 'unstable'];
  if (text === 'stable' || text === 'unstable') return [text];
  throw new UsageError(`--brokers must be stable or unstable, got '${text}'.`);
}

async function fuzz(
  stabilities: readonly BrokerStability[],
  runs: number,
  seed: number,
  path: string | undefined,
): Promise<number> {
  for (const brokers of stabilities) {
    const runsByBug = new Map<string, number>();
    let played = 0;
    const onPlayed = (knownViolations: readonly string[]): void => {
      for (const bug of knownViolations) runsByBug.set(bug, (runsByBug.get(bug) ?? 0) + 1);
      if (++played % 100 === 0) process.stderr.write(`\r${brokers} brokers: ${played} of ${runs}`);
    };
    try {
      await checkProducer({ brokers, runs, seed, path, onPlayed });
    } catch (error) {
      console.error(`\n${(error as Error).message}`);
      return 1;
    }
    process.stderr.write('\r');
    console.log(`${brokers} brokers: ${played} runs, no guarantee violated (seed ${seed})`);
    for (const [bug, count] of [...runsByBug].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      console.log(`  ${count} runs showed a known bug of Kafka 3.6.1: ${bug}`);
  }
  return 0;
}

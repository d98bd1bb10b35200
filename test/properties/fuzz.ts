/**
 * The entry of `npm run fuzz`: many random stories of a producer, with progress.
 */
import { readArguments, seedOf } from '../../src/cli/command-line/arguments.ts';
import { UsageError } from '../../src/cli/command-line/usage-error.ts';
import { countOf, enter } from './entry.ts';
import { checkProducer, DEFAULT_SEED } from './producer/check.ts';
import type { Weather } from './producer/story.ts';

const USAGE = `Plays random stories of a producer, and holds it to its guarantees.

npm run fuzz -- [--runs 10000] [--seed ${DEFAULT_SEED}] [--weather calm|stormy] [--path path]

Without --weather half of the runs are calm (brokers stay up and keep what they lead) and half are stormy.
--path, as a failure tells it, plays one story again.`;

await enter(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), {
    runs: { type: 'string' },
    seed: { type: 'string' },
    weather: { type: 'string' },
    path: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(`fuzz takes options only; there is '${positionals[0]}'.`);
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const weathers = weathersOf(values.weather);
  const runs = Math.ceil(countOf('runs', values.runs, 10_000) / weathers.length);
  return fuzz(weathers, runs, seedOf(values.seed ?? String(DEFAULT_SEED)), values.path);
});

function weathersOf(text: string | undefined): readonly Weather[] {
  if (text === undefined) return ['calm', 'stormy'];
  if (text === 'calm' || text === 'stormy') return [text];
  throw new UsageError(`--weather takes calm or stormy, not '${text}'.`);
}

async function fuzz(
  weathers: readonly Weather[],
  runs: number,
  seed: number,
  path: string | undefined,
): Promise<number> {
  for (const weather of weathers) {
    const met = new Map<string, number>();
    let played = 0;
    const onPlayed = (excused: readonly string[]): void => {
      for (const one of excused) met.set(one, (met.get(one) ?? 0) + 1);
      if (++played % 100 === 0) process.stderr.write(`\r${weather}: ${played} of ${runs}`);
    };
    try {
      await checkProducer({ weather, runs, seed, path, onPlayed });
    } catch (error) {
      console.error(`\n${(error as Error).message}`);
      return 1;
    }
    process.stderr.write('\r');
    console.log(`${weather}: ${played} stories, every guarantee kept (seed ${seed})`);
    for (const [bug, count] of [...met].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      console.log(`  ${count} met a bug of Kafka 3.6.1: ${bug}`);
  }
  return 0;
}

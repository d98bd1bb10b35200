/**
 * The entry of `npm run fuzz`: many random stories of a producer, with progress.
 */
import { parseArgs } from 'node:util';
import { checkProducer, DEFAULT_SEED } from './producer/check.ts';
import type { Weather } from './producer/story.ts';

const USAGE = `Plays random stories of a producer, and holds it to its promises.

npm run fuzz -- [--runs 10000] [--seed ${DEFAULT_SEED}] [--weather calm|stormy] [--path path]

Without --weather half of the runs are calm (brokers stay up and keep what they lead) and half are stormy.
--path, as a failure tells it, plays one story again.`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    weather: { type: 'string' },
    path: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
process.exitCode = values.help ? tellUsage() : await fuzz();

function tellUsage(): number {
  console.log(USAGE);
  return 0;
}

async function fuzz(): Promise<number> {
  const weathers: readonly Weather[] =
    values.weather === undefined ? ['calm', 'stormy'] : [values.weather === 'calm' ? 'calm' : 'stormy'];
  const runs = Math.ceil(Number(values.runs) / weathers.length);
  const seed = Number(values.seed);
  for (const weather of weathers) {
    const met = new Map<string, number>();
    let played = 0;
    const onPlayed = (excused: readonly string[]): void => {
      for (const one of excused) met.set(one, (met.get(one) ?? 0) + 1);
      if (++played % 100 === 0) process.stderr.write(`\r${weather}: ${played} of ${runs}`);
    };
    try {
      await checkProducer({ weather, runs, seed, path: values.path, onPlayed });
    } catch (error) {
      console.error(`\n${(error as Error).message}`);
      return 1;
    }
    process.stderr.write('\r');
    console.log(`${weather}: ${played} stories, every promise kept (seed ${seed})`);
    for (const [bug, count] of [...met].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      console.log(`  ${count} met a bug of Kafka 3.6.1: ${bug}`);
  }
  return 0;
}

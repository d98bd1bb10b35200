/**
 * Runs a program with many seeds, for test runners without `test.seeds`.
 */
import { checkArgument, checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { COUNT, FUNCTION, INTEGER } from '../../checks/value-type.ts';
import { addLine } from './report-file.ts';
import { SEED_VARIABLE, seedFromEnvironment } from './seed.ts';

/** Options of `forSeeds()`. */
export interface ForSeedsOptions {
  /** The first seed; the others are those after it. Default 1. `seedFrom(name)` gives every test seeds of its own. */
  readonly firstSeed?: number;
}

const OPTIONS: OptionTypes<ForSeedsOptions> = { firstSeed: INTEGER };

/**
 * Runs a program with this many seeds, one after the other, until it fails. With the environment variable KAFKA_TRIAL_SEED it runs with that seed
 * only. All runs have to end within the time-out of the test.
 *
 * @param count a whole number above 0
 * @param program makes a simulation with the seed that it is given, and closes it
 * @throws what the program throws (rejects); the end of its message says which seed has failed and how to run only that
 * @throws IllegalArgumentException for other arguments; RangeError if KAFKA_TRIAL_SEED is not a valid seed
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { assertDelivered, forSeeds } from 'kafka-trial/assert';
 *
 * await forSeeds(100, async (seed) => {
 *   const sim = new Simulation({ seed, guarantees: 'all' });
 *   sim.faults.on('Produce').chance(1, 10).loseResponse().optional();
 *   const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 *   await sim.run(() => producer.send({ topic: 'payments', value: 'once' }).get());
 *   assertDelivered(sim.topic('payments'), ['once']);
 *   sim.close();
 * });
 * console.log('stored once with 100 seeds');
 * // prints: stored once with 100 seeds
 */
export async function forSeeds(
  count: number,
  program: (seed: number) => unknown,
  options: ForSeedsOptions = {},
): Promise<void> {
  checkArgument('forSeeds(count)', count, COUNT);
  checkArgument('forSeeds(count, program)', program, FUNCTION);
  checkOptions('forSeeds()', options, OPTIONS);
  const only = seedFromEnvironment();
  if (only !== undefined) return void (await program(only));
  const { firstSeed = 1 } = options;
  for (let index = 0; index < count; index++) {
    const seed = firstSeed + index;
    try {
      await program(seed);
    } catch (error) {
      const hint = `Replay it (seed ${seed}): run only this seed with ${SEED_VARIABLE}=${seed}`;
      if (error instanceof Error) addLine(error, `${failedSeed(index, count)}\n${hint}`);
      throw error;
    }
  }
}

/** `Seed 3 of 100 has failed; the 2 before it have passed.` @param index counted from 0 */
export function failedSeed(index: number, count: number): string {
  const failed = `Seed ${index + 1} of ${count} has failed`;
  if (index === 0) return `${failed}.`;
  return index === 1 ? `${failed}; the one before it has passed.` : `${failed}; the ${index} before it have passed.`;
}

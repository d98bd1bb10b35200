/**
 * The seed of a test: derived from its name, or taken from the environment variable KAFKA_TRIAL_SEED.
 */
import { checkArgument } from '../../checks/arguments.ts';
import { STRING } from '../../checks/value-type.ts';
import type { ClientVersionName } from '../../index.ts';
import { mix, TextHash } from '../../sim/text-hash.ts';
import { environment } from './environment.ts';

export const SEED_VARIABLE = 'KAFKA_TRIAL_SEED';
export const CLIENT_VERSION_VARIABLE = 'KAFKA_TRIAL_CLIENT_VERSION';

/**
 * Returns a seed for the test with this name. The same name always gives the same seed, an integer from 0 to 2^32 - 1.
 * If the environment variable KAFKA_TRIAL_SEED is set, its value is returned instead.
 *
 * @throws IllegalArgumentException unless `name` is a string, RangeError if KAFKA_TRIAL_SEED is not a valid seed
 *
 * @example
 * import { seedFrom } from 'kafka-trial/assert';
 *
 * console.log(seedFrom('an order survives a lost answer'));
 * // prints: 2681195811
 */
export function seedFrom(name: string): number {
  checkArgument('seedFrom(name)', name, STRING);
  return seedFromEnvironment() ?? hashed(name);
}

/** The value of KAFKA_TRIAL_CLIENT_VERSION, a version of the Java clients such as `4.3`; `undefined` if it is not set. */
export function clientVersionFromEnvironment(): ClientVersionName | undefined {
  const name = environment(CLIENT_VERSION_VARIABLE);
  return name === undefined || name === '' ? undefined : (name as ClientVersionName);
}

/** The value of KAFKA_TRIAL_SEED; `undefined` if it is not set. */
export function seedFromEnvironment(): number | undefined {
  const text = environment(SEED_VARIABLE);
  if (text === undefined || text === '') return undefined;
  const seed = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new RangeError(
    `${SEED_VARIABLE}=${text} is not a valid seed: it must be an integer between -(2^53 - 1) and 2^53 - 1.`,
  );
}

function hashed(name: string): number {
  const hash = new TextHash();
  hash.add(name);
  return mix(hash.first) >>> 0;
}

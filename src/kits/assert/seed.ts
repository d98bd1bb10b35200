/**
 * The seed of a test: its own, as long as its name is, and another one on demand.
 *
 * Owns: the environment variable KAFKA_TRIAL_SEED, and how a name becomes a seed.
 */
import { mix, TextHash } from '../../sim/text-hash.ts';
import { environment } from './environment.ts';

export const SEED_VARIABLE = 'KAFKA_TRIAL_SEED';

/**
 * A seed for what has this name: always the same one, below 2^32. If the environment holds KAFKA_TRIAL_SEED, that one.
 *
 * @throws RangeError if KAFKA_TRIAL_SEED is no seed
 */
export function seedFrom(name: string): number {
  return askedSeed() ?? hashed(name);
}

/** What KAFKA_TRIAL_SEED asks for; undefined if it is not set. */
export function askedSeed(): number | undefined {
  const asked = environment(SEED_VARIABLE);
  if (asked === undefined || asked === '') return undefined;
  const seed = Number(asked);
  if (/^-?\d+$/.test(asked) && Number.isSafeInteger(seed)) return seed;
  throw new RangeError(`${SEED_VARIABLE}=${asked} is no seed: give a whole number below 2^53 in size.`);
}

function hashed(name: string): number {
  const hash = new TextHash();
  hash.add(name);
  return mix(hash.first) >>> 0;
}

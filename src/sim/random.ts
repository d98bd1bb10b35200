/**
 * Chance from a seed: whole numbers and ratios, no floats.
 *
 * Owns: the streams. A fork depends on the seed and the names on the way to it, never on what was drawn before, so a
 * new draw in one place cannot shift another.
 * Refuses to know: what is decided with it.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { mix, TextHash } from './text-hash.ts';

export class RandomStream {
  /** Where the stream comes from: the seed, then the names of the forks. */
  private readonly origin: string;
  private readonly generator: RandomGenerator;

  private constructor(origin: string) {
    this.origin = origin;
    this.generator = xoroshiro128plusFromState(stateOf(origin));
  }

  /** @throws RangeError unless the seed is a safe integer */
  static fromSeed(seed: number): RandomStream {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a whole number below 2^53 in size: got ${seed}`);
    return new RandomStream(`${seed}`);
  }

  /** The stream of that name: the same for the same seed and name, however much was drawn from this one. */
  fork(name: string): RandomStream {
    return new RandomStream(`${this.origin}/${name.length}:${name}`);
  }

  /** A whole number from 0 to bound - 1, each as likely. */
  nextInt(bound: number): number {
    if (!(bound >= 1 && Number.isSafeInteger(bound))) {
      throw new RangeError(`nextInt(${bound}) has nothing to choose from: give a whole number of at least 1`);
    }
    return uniformInt(this.generator, 0, bound - 1);
  }

  /** A whole number from low to high, both included. */
  between(low: number, high: number): number {
    if (!(low <= high && Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
      throw new RangeError(
        `between(${low}, ${high}) has nothing to choose from: give two whole numbers, the lower first`,
      );
    }
    return uniformInt(this.generator, low, high);
  }

  /** True in `numerator` of `denominator` cases. */
  chance(numerator: number, denominator: number): boolean {
    return this.nextInt(denominator) < numerator;
  }

  /** One of the items, each as likely. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick([]) has nothing to choose from');
    return items[this.nextInt(items.length)] as T;
  }

  /** The items in a new order, each order as likely; the given array stays as it is. */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.nextInt(i + 1);
      const held = shuffled[i] as T;
      shuffled[i] = shuffled[j] as T;
      shuffled[j] = held;
    }
    return shuffled;
  }
}

function stateOf(origin: string): number[] {
  const hash = new TextHash();
  hash.add(origin);
  const { first, second } = hash;
  // The last word is odd: the generator would stand still on a state of zeros.
  return [mix(first), mix(second), mix(first ^ 0x5bd1e995), mix(second + 0x7f4a7c15) | 1];
}

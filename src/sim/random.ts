/**
 * Random numbers from a seed: whole numbers and ratios, no floats.
 *
 * Every concern draws from a stream of its own, forked by name. A fork depends on the seed and on the names, not on what was drawn
 * before, so an additional draw in one place does not change the numbers anywhere else.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { mix, TextHash } from './text-hash.ts';

/**
 * A stream of random numbers.
 *
 * @example
 * import { RandomStream } from 'kafka-trial/sim';
 *
 * const draws = (name) => {
 *   const random = RandomStream.fromSeed(7).fork(name);
 *   return [random.nextInt(100), random.nextInt(100)].join();
 * };
 * console.log(draws('network') === draws('network'), draws('network') === draws('faults'));
 * // prints: true false
 */
export class RandomStream {
  /** The seed and the names of the forks that lead to this stream. */
  private readonly origin: string;
  private readonly generator: RandomGenerator;

  private constructor(origin: string) {
    this.origin = origin;
    this.generator = xoroshiro128plusFromState(stateOf(origin));
  }

  /**
   * The root stream of a seed.
   *
   * @throws RangeError unless the seed is a safe integer
   */
  static fromSeed(seed: number): RandomStream {
    if (!Number.isSafeInteger(seed))
      throw new RangeError(`A seed must be a whole number between -2^53 and 2^53, but it is ${seed}`);
    return new RandomStream(`${seed}`);
  }

  /** Returns the stream of that name. It does not depend on what was drawn from this one. */
  fork(name: string): RandomStream {
    return new RandomStream(`${this.origin}/${name.length}:${name}`);
  }

  /**
   * Draws a whole number from 0 to bound - 1, all equally likely.
   *
   * @throws RangeError unless bound is a whole number of at least 1
   */
  nextInt(bound: number): number {
    if (!(bound >= 1 && Number.isSafeInteger(bound))) {
      throw new RangeError(`The bound of nextInt() must be a whole number of at least 1, but it is ${bound}`);
    }
    return uniformInt(this.generator, 0, bound - 1);
  }

  /**
   * Draws a whole number from low to high, both included, all equally likely.
   *
   * @throws RangeError unless both are whole numbers, and low is at most high
   */
  between(low: number, high: number): number {
    if (!(low <= high && Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
      throw new RangeError(
        `The bounds of between() must be whole numbers, the lower first, but they are ${low} and ${high}`,
      );
    }
    return uniformInt(this.generator, low, high);
  }

  /** Returns true with a probability of `numerator` / `denominator`. */
  chance(numerator: number, denominator: number): boolean {
    return this.nextInt(denominator) < numerator;
  }

  /**
   * Draws one of the items, all equally likely.
   *
   * @throws RangeError if there are no items
   */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick() needs at least one item');
    return items[this.nextInt(items.length)] as T;
  }

  /** Returns the items in a random order, all orders equally likely. The given array is not modified. */
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
  // The last word is odd, because the generator would return nothing but zeros from a state of zeros.
  return [mix(first), mix(second), mix(first ^ 0x5bd1e995), mix(second + 0x7f4a7c15) | 1];
}

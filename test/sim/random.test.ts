/** Covers: src/sim/random.ts, src/sim/text-hash.ts */
import { RandomStream } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

function draws(stream: RandomStream, count = 20): number[] {
  return Array.from({ length: count }, () => stream.nextInt(1_000_000));
}

describe('A random stream', () => {
  it('is equal for equal seeds, and different for different seeds', () => {
    expect(draws(RandomStream.fromSeed(7))).toEqual(draws(RandomStream.fromSeed(7)));
    expect(draws(RandomStream.fromSeed(7))).not.toEqual(draws(RandomStream.fromSeed(8)));
  });

  it('has forks that do not depend on what was drawn before', () => {
    const fresh = RandomStream.fromSeed(7);
    const used = RandomStream.fromSeed(7);
    draws(used);
    draws(used.fork('other'));
    expect(draws(used.fork('network'))).toEqual(draws(fresh.fork('network')));
  });

  it('has a different fork for every name, path and seed', () => {
    const root = RandomStream.fromSeed(1);
    const streams = [
      root,
      root.fork('a'),
      root.fork('b'),
      root.fork('a').fork('b'),
      root.fork('a/1:b'),
      RandomStream.fromSeed(2).fork('a'),
    ];
    expect(new Set(streams.map((stream) => draws(stream).join())).size).toBe(streams.length);
  });

  it('draws every number of a range, and no other', () => {
    const stream = RandomStream.fromSeed(3);
    const seen = new Set(Array.from({ length: 500 }, () => stream.between(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    const ints = new Set(Array.from({ length: 500 }, () => stream.nextInt(3)));
    expect([...ints].sort((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('returns true with about the given probability', () => {
    const stream = RandomStream.fromSeed(4);
    const hits = Array.from({ length: 4_000 }, () => stream.chance(1, 4)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(850);
    expect(hits).toBeLessThan(1_150);
  });

  it('shuffles without losing an item or modifying the array', () => {
    const items = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8]);
    const shuffled = RandomStream.fromSeed(5).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.sort((a, b) => a - b)).toEqual(items);
  });

  it('refuses to draw from an empty range', () => {
    const stream = RandomStream.fromSeed(6);
    expect(() => stream.nextInt(0)).toThrow(RangeError);
    expect(() => stream.between(2, 1)).toThrow(RangeError);
    expect(() => stream.pick([])).toThrow(RangeError);
    expect(() => RandomStream.fromSeed(0.5)).toThrow(RangeError);
  });
});

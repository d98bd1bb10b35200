/** Chance from a seed. */
import { RandomStream } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

function draws(stream: RandomStream, count = 20): number[] {
  return Array.from({ length: count }, () => stream.nextInt(1_000_000));
}

describe('A random stream', () => {
  it('is the same from the same seed, and another from another', () => {
    expect(draws(RandomStream.fromSeed(7))).toEqual(draws(RandomStream.fromSeed(7)));
    expect(draws(RandomStream.fromSeed(7))).not.toEqual(draws(RandomStream.fromSeed(8)));
  });

  it('forks the same stream however much was drawn before', () => {
    const fresh = RandomStream.fromSeed(7);
    const used = RandomStream.fromSeed(7);
    draws(used);
    draws(used.fork('other'));
    expect(draws(used.fork('network'))).toEqual(draws(fresh.fork('network')));
  });

  it('forks another stream for every name, path and seed', () => {
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

  it('reaches every number of its range and none outside', () => {
    const stream = RandomStream.fromSeed(3);
    const seen = new Set(Array.from({ length: 500 }, () => stream.between(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    const ints = new Set(Array.from({ length: 500 }, () => stream.nextInt(3)));
    expect([...ints].sort((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('takes chances in about the given ratio', () => {
    const stream = RandomStream.fromSeed(4);
    const hits = Array.from({ length: 4_000 }, () => stream.chance(1, 4)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(850);
    expect(hits).toBeLessThan(1_150);
  });

  it('shuffles without losing anything or touching what it was given', () => {
    const items = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8]);
    const shuffled = RandomStream.fromSeed(5).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.sort((a, b) => a - b)).toEqual(items);
  });

  it('refuses to choose from nothing', () => {
    const stream = RandomStream.fromSeed(6);
    expect(() => stream.nextInt(0)).toThrow(RangeError);
    expect(() => stream.between(2, 1)).toThrow(RangeError);
    expect(() => stream.pick([])).toThrow(RangeError);
    expect(() => RandomStream.fromSeed(0.5)).toThrow(RangeError);
  });
});

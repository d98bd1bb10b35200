import { describe, expect, it } from 'vitest';
import { RecallMap } from '../../../src/client/collections/recall-map.ts';

describe('A map that caches its last look-up', () => {
  it('returns what was set, and undefined for any other key', () => {
    const map = new RecallMap<number>();
    expect(map.get('')).toBeUndefined();
    map.set('a', 1);
    map.set('b', 2);
    expect([map.get('a'), map.get('a'), map.get('b'), map.get('c'), map.get('c')]).toEqual([
      1,
      1,
      2,
      undefined,
      undefined,
    ]);
  });

  it('returns a value that was set after a look-up without a result', () => {
    const map = new RecallMap<number>();
    expect(map.get('a')).toBeUndefined();
    map.set('a', 1);
    expect(map.get('a')).toBe(1);
    map.set('a', 2);
    expect(map.get('a')).toBe(2);
  });

  it('does not return a cached value that was deleted', () => {
    const map = new RecallMap<number>();
    map.set('a', 1);
    map.set('b', 2);
    map.delete('b');
    expect([map.get('b'), map.get('a')]).toEqual([undefined, 1]);
    map.clear();
    expect(map.get('a')).toBeUndefined();
    expect(map.keys()).toEqual([]);
  });

  it('lists keys and values in the order in which they were first set', () => {
    const map = new RecallMap<number>();
    map.set('b', 1);
    map.set('a', 2);
    map.set('b', 3);
    expect(map.keys()).toEqual(['b', 'a']);
    expect(map.values()).toEqual([3, 2]);
  });
});

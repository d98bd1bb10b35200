import { describe, expect, it } from 'vitest';
import { SharedList } from '../../../src/broker/state/shared-list.ts';

describe('A shared list', () => {
  it.each([0, 1, 31, 32, 33, 1_023, 1_024, 1_025, 40_000])('of %i items is like an array', (length) => {
    const items = Array.from({ length }, (_, i) => `item ${i}`);
    const list = SharedList.of(items);
    expect(list.length).toBe(length);
    expect(list.toArray()).toEqual(items);
    for (const index of [0, 31, 32, 1_023, 1_024, length - 1]) {
      if (index < 0 || index >= length) continue;
      expect(list.with(index, 'changed').toArray()).toEqual(items.with(index, 'changed'));
    }
  });

  it('never changes', () => {
    const versions = [SharedList.empty<number>()];
    for (let i = 0; i < 100; i++) versions.push((versions.at(-1) as SharedList<number>).push(i));
    const last = versions.at(-1) as SharedList<number>;
    last.with(50, -1);
    for (const [length, version] of versions.entries())
      expect(version.toArray()).toEqual(Array.from({ length }, (_, i) => i));
  });

  it('has one array, which is frozen', () => {
    const list = SharedList.of(['a', 'b']);
    expect(list.toArray()).toBe(list.toArray());
    expect(Object.isFrozen(list.toArray())).toBe(true);
  });
});

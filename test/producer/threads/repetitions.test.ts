import { describe, expect, it } from 'vitest';
import { Repetitions } from '../../../src/producer/threads/repetitions.ts';

describe('Repetitions', () => {
  it('are counted per instant of the clock', () => {
    let nowMs = 0;
    const repetitions = new Repetitions({ now: () => nowMs });
    expect([repetitions.again(), repetitions.again(), repetitions.again()]).toEqual([1, 2, 3]);
    nowMs = 1;
    expect([repetitions.again(), repetitions.again()]).toEqual([1, 2]);
  });

  it('are counted from 1 after a reset', () => {
    const repetitions = new Repetitions({ now: () => 0 });
    repetitions.again();
    repetitions.again();
    repetitions.reset();
    expect(repetitions.again()).toBe(1);
  });
});

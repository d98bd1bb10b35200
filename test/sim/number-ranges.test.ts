/** Numbers in lines of the trace. */
import { describe, expect, it } from 'vitest';
import { ranges } from '../../src/sim/number-ranges.ts';

describe('Numbers as ranges', () => {
  it.each([
    [[], '[]'],
    [[3], '[3]'],
    [[1, 2, 3, 7], '[1-3, 7]'],
    [[1, 3, 5, 7], '[1, 3, 5, 7]'],
    [[1, 3, 5, 7, 8, 11, 12], '[1, 3, 5, ..., 11-12]'],
  ])('%j is rendered as %s', (numbers, shown) => {
    expect(ranges(numbers)).toBe(shown);
  });
});

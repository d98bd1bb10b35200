import { describe, expect, it } from 'vitest';
import { logarithm, powerOfTwo } from '../../../src/client/java/java-math.ts';

describe('A logarithm', () => {
  it.each([
    [20, 2.995732273553991],
    [3, 1.0986122886681098],
    [2, Math.LN2],
    [1.5, 0.4054651081081644],
    [1_024, 6.931471805599453],
  ])('of %d is the double nearest to it', (x, nearest) => {
    expect(logarithm(x)).toBe(nearest);
  });
});

describe('A power of two', () => {
  it.each([
    [0, 1],
    [0.5, Math.SQRT2],
    [10, 1_024],
    // What Java makes of 5: its logarithm over that of 2, and back.
    [2.321928094887362, 4.999999999999999],
    [1 / 1_048_576, 1.0000006610368821],
  ])('to the power of %d is the double nearest to it', (x, nearest) => {
    expect(powerOfTwo(x)).toBe(nearest);
  });
});

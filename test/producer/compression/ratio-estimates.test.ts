import { describe, expect, it } from 'vitest';
import {
  compressionRatio,
  estimatedBytesWritten,
  RatioEstimates,
} from '../../../src/producer/compression/ratio-estimates.ts';
import { RECORD_BATCH_OVERHEAD } from '../../../src/protocol/records/record-size.ts';

const { fround } = Math;

describe('The expected ratio of a topic', () => {
  it('starts at 1, for each topic', () => {
    const ratios = new RatioEstimates();
    ratios.update('a', fround(0.5));
    expect([ratios.of('a'), ratios.of('b')]).toEqual([fround(1 - fround(0.005)), 1]);
  });

  it('falls by 0.005 at most, and not below the observed ratio', () => {
    const ratios = new RatioEstimates();
    ratios.update('t', fround(0.998));
    expect(ratios.of('t')).toBe(fround(0.998));
    ratios.update('t', fround(0.1));
    expect(ratios.of('t')).toBeCloseTo(0.993, 6);
  });

  it('rises by 0.05 at least, and at once to the observed ratio', () => {
    const ratios = new RatioEstimates();
    ratios.update('t', fround(1.01));
    expect(ratios.of('t')).toBe(fround(1 + fround(0.05)));
    ratios.update('t', 3);
    expect(ratios.of('t')).toBe(3);
  });

  it('stays the same when it was observed', () => {
    const ratios = new RatioEstimates();
    ratios.update('t', 1);
    expect(ratios.of('t')).toBe(1);
  });

  it('starts again after a batch that was too large: at 1, or at the ratio of that batch if it is higher', () => {
    const ratios = new RatioEstimates();
    for (let i = 0; i < 20; i++) ratios.update('t', fround(0.2));
    expect(ratios.of('t')).toBeCloseTo(0.9, 5);
    ratios.reset('t', fround(0.2));
    expect(ratios.of('t')).toBe(1);
    ratios.reset('t', 1.5);
    expect(ratios.of('t')).toBe(1.5);
  });
});

describe('The expected size of a batch', () => {
  const improved = fround(1 - fround(0.005));

  it.each([
    [0, 1, 0],
    [20, 1, 21], // 20.999… but for floats
    [100, 1, 104],
    [1_000, 1, 1_050],
    [16_436, 1, 17_257],
    [100, improved, 104],
    [1_000, improved, 1_044],
    [99, 0.5, 51],
  ])('is the result of Java’s float arithmetic: %i bytes at a ratio of %d', (uncompressed, ratio, expected) => {
    expect(estimatedBytesWritten(uncompressed, ratio)).toBe(RECORD_BATCH_OVERHEAD + expected);
  });

  it('is computed from ratios that are floats, too', () => {
    expect(compressionRatio(90, 891)).toBe(0.10101009905338287);
  });
});

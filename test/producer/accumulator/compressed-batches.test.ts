/**
 * Covers: src/producer/accumulator/batch-columns.ts, src/producer/accumulator/split-batch.ts,
 * src/producer/compression/ratio-estimates.ts
 */
import { describe, expect, it } from 'vitest';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { splitBatch } from '../../../src/producer/accumulator/split-batch.ts';
import { RatioEstimates } from '../../../src/producer/compression/ratio-estimates.ts';
import { append, openBatch, withSequence } from './open-batch.ts';

const CAPACITY = 1_000;
const { fround } = Math;

/** Appends records of 98 bytes until there is no room; they shrink to a tenth with gzip. */
function fill(batch: ProducerBatch): number {
  let count = 0;
  while (append(batch, { value: `r${count}`.padEnd(90, '.') }) >= 0) count++;
  return count;
}

function compressedBatch(ratios: RatioEstimates): ProducerBatch {
  return openBatch({ compression: 'gzip', capacity: CAPACITY, ratios });
}

describe('A compressed batch', () => {
  it('has less room than an uncompressed one at first, by the safety margin of 5 percent', () => {
    expect(fill(openBatch({ capacity: 1_180 }))).toBe(11);
    expect(fill(openBatch({ capacity: 1_180, compression: 'gzip' }))).toBe(10);
  });

  it('has room for more records the better earlier batches shrank, a little more each time', () => {
    const ratios = new RatioEstimates();
    const counts: number[] = [];
    for (let i = 0; i < 100; i++) {
      const batch = compressedBatch(ratios);
      counts.push(fill(batch));
      batch.close();
    }
    expect([counts[0], counts[50], counts[99]]).toEqual([9, 11, 17]);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('has an expected size while it is open, and the exact one once it is closed', () => {
    const batch = compressedBatch(new RatioEstimates());
    fill(batch);
    expect([batch.recordCount, batch.estimatedSizeInBytes, batch.compressionRatio]).toEqual([9, 61 + 935, 1]);
    batch.closeForAppends();
    expect([batch.isFull, batch.estimatedSizeInBytes]).toEqual([true, 61 + 935]);
    batch.close();
    expect(batch.estimatedSizeInBytes).toBe(61 + 90);
    expect(batch.records().sizeInBytes).toBe(61 + 90);
    expect(batch.compressionRatio).toBe(fround(90 / 891));
  });

  it('counts for the estimate each time it is sent, not only the first time', () => {
    const ratios = new RatioEstimates();
    const batch = compressedBatch(ratios);
    fill(batch);
    batch.close();
    batch.close();
    expect(ratios.of('t')).toBeCloseTo(0.99, 6);
  });

  it('has its expected size again from the reset of its sequence until it is sent again', () => {
    const batch = withSequence(compressedBatch(new RatioEstimates()), 0);
    fill(batch);
    batch.close();
    batch.resetProducerState({ producerId: 1000, producerEpoch: 1, baseSequence: 0, isTransactional: false });
    expect(batch.estimatedSizeInBytes).toBe(61 + 935);
    batch.close();
    expect(batch.estimatedSizeInBytes).toBe(61 + 90);
  });

  it('is split by the sizes at the new estimate, into parts that take no further record', () => {
    const ratios = new RatioEstimates();
    for (let i = 0; i < 100; i++) ratios.update('t', fround(0.1));
    const batch = compressedBatch(ratios);
    expect(fill(batch)).toBe(17);
    batch.close();
    ratios.reset('t', batch.compressionRatio);
    const parts = splitBatch(batch, CAPACITY, (capacity) =>
      openBatch({ compression: 'gzip', capacity, ratios, isSplitBatch: true }),
    );
    expect(parts.map(({ recordCount }) => recordCount)).toEqual([9, 8]);
    expect(append(parts[1] as ProducerBatch, { value: 'x' })).toBe(-1);
  });
});

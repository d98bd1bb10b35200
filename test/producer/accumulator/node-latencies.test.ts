import { describe, expect, it } from 'vitest';
import { NodeLatencies } from '../../../src/producer/accumulator/node-latencies.ts';

describe('A node', () => {
  it('is unavailable once it had batches ready for longer than the timeout without taking one', () => {
    const latencies = new NodeLatencies(100);
    latencies.update(0, 1_000, true);
    latencies.update(0, 1_100, false);
    expect(latencies.isUnavailable(0)).toBe(false);
    latencies.update(0, 1_101, false);
    expect(latencies.isUnavailable(0)).toBe(true);
  });

  it('is available again as soon as it takes a batch', () => {
    const latencies = new NodeLatencies(100);
    latencies.update(0, 1_000, true);
    latencies.update(0, 1_500, false);
    latencies.update(0, 1_600, true);
    expect(latencies.isUnavailable(0)).toBe(false);
  });

  it('counts from the first time it had batches ready, if it has never taken one', () => {
    const latencies = new NodeLatencies(100);
    latencies.update(0, 1_000, false);
    latencies.update(0, 1_101, false);
    expect(latencies.isUnavailable(0)).toBe(true);
  });

  it('is judged by its own times only', () => {
    const latencies = new NodeLatencies(100);
    latencies.update(0, 1_000, false);
    latencies.update(1, 1_000, true);
    latencies.update(0, 1_200, false);
    expect([0, 1, 2].map((node) => latencies.isUnavailable(node))).toEqual([true, false, false]);
  });

  it('is never unavailable without a timeout', () => {
    const latencies = new NodeLatencies(0);
    latencies.update(0, 1_000, false);
    latencies.update(0, 100_000, false);
    expect(latencies.isUnavailable(0)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { Meter, Samples } from '../../../src/producer/metrics/samples.ts';

const twoOf30Seconds = { count: 2, lengthMs: 30_000 };

describe('Samples', () => {
  it('have no average and no maximum before the first value', () => {
    const samples = new Samples(twoOf30Seconds);
    expect([samples.average(0), samples.maximum(0)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('have the average and the maximum of all values, also of negative ones', () => {
    const samples = new Samples(twoOf30Seconds);
    for (const value of [-5, -2, -8]) samples.record(value, 10);
    expect([samples.average(10), samples.maximum(10)]).toEqual([-5, -2]);
  });

  it('count a value as often as it was recorded', () => {
    const samples = new Samples(twoOf30Seconds);
    samples.record(10, 0);
    samples.record(0, 0, 4);
    expect([samples.average(0), samples.maximum(0)]).toEqual([2, 10]);
  });

  it('cover the current window and the one before it', () => {
    const samples = new Samples(twoOf30Seconds);
    samples.record(90, 0);
    samples.record(10, 30_000);
    samples.record(20, 59_999);
    expect([samples.average(59_999), samples.maximum(59_999)]).toEqual([40, 90]);
    samples.record(30, 60_000);
    expect([samples.average(60_000), samples.maximum(60_000)]).toEqual([20, 30]);
  });

  it('drop a window that is as old as all windows together, without a value that replaces it', () => {
    const samples = new Samples(twoOf30Seconds);
    samples.record(7, 1_000);
    expect(samples.average(60_999)).toBe(7);
    expect([samples.average(61_000), samples.maximum(61_000)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('extend a window beyond its time while no value is recorded', () => {
    const samples = new Samples(twoOf30Seconds);
    samples.record(1, 0);
    samples.record(3, 29_999);
    expect(samples.average(59_999)).toBe(2);
  });

  it('keep as many windows as are configured', () => {
    const samples = new Samples({ count: 3, lengthMs: 1_000 });
    for (const [value, atMs] of [
      [1, 0],
      [2, 1_000],
      [3, 2_000],
    ] as const) {
      samples.record(value, atMs);
    }
    expect(samples.average(2_999)).toBe(2);
    expect(samples.average(3_000)).toBe(2.5);
  });
});

describe('A rate', () => {
  it('without values is 0', () => {
    expect(new Meter(twoOf30Seconds).ratePerSecond(123)).toBe(0);
  });

  it('counts windows that have not begun yet as over, so that the first values do not give a far too high rate', () => {
    const meter = new Meter(twoOf30Seconds);
    meter.record(60, 0);
    expect(meter.ratePerSecond(0)).toBe(2);
    expect(meter.ratePerSecond(10_000)).toBe(60 / 40);
  });

  it('covers the time since the oldest window began, once that is longer', () => {
    const meter = new Meter(twoOf30Seconds);
    meter.record(60, 0);
    meter.record(40, 35_000);
    expect(meter.ratePerSecond(50_000)).toBe(2);
  });

  it('falls to 0 when its windows are over, while the total stays', () => {
    const meter = new Meter(twoOf30Seconds);
    meter.record(60, 0);
    expect([meter.ratePerSecond(60_000), meter.total]).toEqual([0, 60]);
  });

  it('with a single window covers at least a millisecond', () => {
    const meter = new Meter({ count: 1, lengthMs: 1_000 });
    meter.record(5, 0);
    expect(meter.ratePerSecond(0)).toBe(5_000);
  });
});

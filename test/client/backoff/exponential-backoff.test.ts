import { describe, expect, it } from 'vitest';
import { connectionJitter, ExponentialBackoff } from '../../../src/client/backoff/exponential-backoff.ts';
import { goldenTable } from '../../golden-tables.ts';

describe('An exponential backoff', () => {
  interface Row {
    initial: number;
    multiplier: number;
    max: number;
    backoffByAttempt: number[];
  }

  it.each(goldenTable<Row[]>('exponential_backoff'))('grows from $initial to at most $max ms as in Java', (row) => {
    const backoff = new ExponentialBackoff(row.initial, row.max, () => 1);
    expect(row.multiplier).toBe(2);
    expect(row.backoffByAttempt.map((_, attempt) => backoff.backoffMs(attempt))).toEqual(row.backoffByAttempt);
  });

  it.each([
    [200, 1_000, 999],
    [100, 300, 300],
    [10_000, 127_000, 127_000],
    [986, 5_574, 5_573],
    [255, 25_159, 25_158],
    [1_000, 1_001, 1_000],
    [100, 400, 400],
  ])('from %i ms ends at its limit of %i ms, or slightly below, as the JVM computes it', (initial, max, end) => {
    expect(new ExponentialBackoff(initial, max, () => 1).backoffMs(40)).toBe(end);
  });

  it('randomizes a delay by up to a fifth in both directions, but not one that cannot grow', () => {
    expect(
      new ExponentialBackoff(
        50,
        1000,
        connectionJitter(() => 0),
      ).backoffMs(0),
    ).toBe(40);
    expect(
      new ExponentialBackoff(
        50,
        1000,
        connectionJitter((bound) => bound - 1),
      ).backoffMs(9),
    ).toBe(1199);
    expect(
      new ExponentialBackoff(
        50,
        50,
        connectionJitter(() => 0),
      ).backoffMs(3),
    ).toBe(50);
  });
});

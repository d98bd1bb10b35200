import { describe, expect, it } from 'vitest';
import { connectionJitter, ExponentialBackoff } from '../../../src/producer/network/exponential-backoff.ts';

describe('the exponential backoff', () => {
  it.each([
    { initial: 50, max: 1000, delays: [50, 100, 200, 400, 800, 1000, 1000] },
    { initial: 10_000, max: 30_000, delays: [10_000, 20_000, 30_000, 30_000] },
    { initial: 1000, max: 500, delays: [1000, 1000] },
    { initial: 0, max: 1000, delays: [0, 0, 0] },
  ])('grows from $initial to at most $max ms as in Java', ({ initial, max, delays }) => {
    const backoff = new ExponentialBackoff(initial, max, () => 1);
    expect(delays.map((_, attempt) => backoff.backoffMs(attempt))).toEqual(delays);
  });

  it('spreads a delay by a fifth either way, but not one that cannot grow', () => {
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

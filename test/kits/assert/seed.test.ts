import { seedFrom } from 'kafka-trial/assert';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => void vi.unstubAllEnvs());

describe('The seed of a name', () => {
  it('is always the same, and another for another name', () => {
    expect(seedFrom('orders > survive')).toBe(seedFrom('orders > survive'));
    const seeds = new Set(Array.from({ length: 1_000 }, (_, i) => seedFrom(`test ${i}`)));
    expect(seeds.size).toBe(1_000);
    expect([...seeds].every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });

  it('does not change from version to version', () => {
    expect(seedFrom('orders > survive a lost answer')).toBe(2_513_513_719);
  });

  it('is what KAFKA_TRIAL_SEED says, if it says something', () => {
    vi.stubEnv('KAFKA_TRIAL_SEED', '42');
    expect(seedFrom('whatever')).toBe(42);
    vi.stubEnv('KAFKA_TRIAL_SEED', '');
    expect(seedFrom('whatever')).not.toBe(42);
  });

  it.each(['x', '1.5', '1e3', '9007199254740993', ' '])('is refused if KAFKA_TRIAL_SEED is %j', (asked) => {
    vi.stubEnv('KAFKA_TRIAL_SEED', asked);
    expect(() => seedFrom('whatever')).toThrow(`KAFKA_TRIAL_SEED=${asked} is no seed`);
  });
});

import { seedFrom } from 'kafka-trial/assert';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => void vi.unstubAllEnvs());

describe('The seed of a name', () => {
  it('is the same for the same name, and differs between names', () => {
    expect(seedFrom('orders > survive')).toBe(seedFrom('orders > survive'));
    const seeds = new Set(Array.from({ length: 1_000 }, (_, i) => seedFrom(`test ${i}`)));
    expect(seeds.size).toBe(1_000);
    expect([...seeds].every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });

  it('does not change from version to version', () => {
    expect(seedFrom('orders > survive a lost answer')).toBe(2_513_513_719);
  });

  it('is refused for a name that is not text', () => {
    expect(() => seedFrom(undefined as never)).toThrow('seedFrom(name): expected a string, got undefined');
  });

  it('is the value of KAFKA_TRIAL_SEED, if that is set', () => {
    vi.stubEnv('KAFKA_TRIAL_SEED', '42');
    expect(seedFrom('whatever')).toBe(42);
    vi.stubEnv('KAFKA_TRIAL_SEED', '');
    expect(seedFrom('whatever')).not.toBe(42);
  });

  it.each(['x', '1.5', '1e3', '9007199254740993', ' '])('is rejected if KAFKA_TRIAL_SEED is %j', (text) => {
    vi.stubEnv('KAFKA_TRIAL_SEED', text);
    expect(() => seedFrom('whatever')).toThrow(`KAFKA_TRIAL_SEED=${text} is not a valid seed`);
  });
});

import { Simulation } from 'kafka-trial';
import { forSeeds, seedFrom } from 'kafka-trial/assert';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => void vi.unstubAllEnvs());

async function errorOf(run: Promise<unknown>): Promise<Error> {
  return run.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );
}

describe('forSeeds()', () => {
  it('runs the program with one seed after the other', async () => {
    const seeds: number[] = [];
    await forSeeds(3, async (seed) => {
      seeds.push(seed);
      await Promise.resolve();
      seeds.push(-seed);
    });
    expect(seeds).toEqual([1, -1, 2, -2, 3, -3]);
  });

  it('begins with the first seed that it is given', async () => {
    const seeds: number[] = [];
    const firstSeed = seedFrom('a test');
    await forSeeds(2, (seed) => seeds.push(seed), { firstSeed });
    expect(seeds).toEqual([firstSeed, firstSeed + 1]);
  });

  it('stops at the first seed that fails, whose error says how to run only that', async () => {
    const seeds: number[] = [];
    const thrown = new RangeError('mine');
    const error = await errorOf(
      forSeeds(100, (seed) => {
        seeds.push(seed);
        if (seed === 3) throw thrown;
      }),
    );
    expect(error).toBe(thrown);
    expect(seeds).toEqual([1, 2, 3]);
    const message =
      'mine\nSeed 3 of 100 has failed; the 2 before it have passed.\nReplay it (seed 3): run only this seed with KAFKA_TRIAL_SEED=3';
    expect(error.message).toBe(message);
    expect(error.stack).toMatch(/^RangeError: mine\nSeed 3 of 100 .*\nReplay it .*\n +at /);
  });

  it.each([
    [1, 'Seed 1 of 4 has failed.'],
    [2, 'Seed 2 of 4 has failed; the one before it has passed.'],
  ])('says how many have passed before: seed %i', async (failing, text) => {
    const error = await errorOf(
      forSeeds(4, (seed) => {
        if (seed === failing) throw new Error('mine');
      }),
    );
    expect(error.message.split('\n')[1]).toBe(text);
  });

  it('adds its lines to what a simulation reports', async () => {
    const error = await errorOf(
      forSeeds(2, async (seed) => {
        const sim = new Simulation({ seed });
        sim.faults.on('Produce').loseResponse();
        await sim.run(() => {});
      }),
    );
    expect(error.message).toMatch(
      /^Seed 1, at 0 ms: a fault never fired\.[\s\S]*\nSeed 1 of 2 has failed\.\nReplay it \(seed 1\): /,
    );
  });

  it('passes on what is not an error, or cannot be changed', async () => {
    const frozen = Object.freeze(new Error('frozen'));
    for (const thrown of ['text', frozen]) {
      await expect(errorOf(forSeeds(2, () => Promise.reject(thrown)))).resolves.toBe(thrown);
    }
    expect(frozen.message).toBe('frozen');
  });

  it('runs only the seed in KAFKA_TRIAL_SEED', async () => {
    vi.stubEnv('KAFKA_TRIAL_SEED', '42');
    const seeds: number[] = [];
    await forSeeds(100, (seed) => seeds.push(seed));
    expect(seeds).toEqual([42]);
    vi.stubEnv('KAFKA_TRIAL_SEED', 'x');
    await expect(forSeeds(100, () => {})).rejects.toThrow('KAFKA_TRIAL_SEED=x is not a valid seed');
  });

  it('refuses other arguments', async () => {
    const refused = (...args: readonly unknown[]): Promise<Error> =>
      errorOf(forSeeds(...(args as [number, () => void])));
    expect((await refused(0, () => {})).message).toBe('forSeeds(count): expected a whole number above 0, got 0');
    expect((await refused(1.5, () => {})).message).toContain('a whole number above 0, got 1.5');
    expect((await refused(() => {})).message).toContain('forSeeds(count): expected a whole number above 0');
    expect((await refused(10)).message).toBe('forSeeds(count, program): expected a function, got undefined');
    expect((await refused(10, () => {}, { seed: 1 })).message).toContain("forSeeds(): there is no option 'seed'");
    expect((await refused(10, () => {}, { firstSeed: 'x' })).message).toContain("option 'firstSeed'");
  });
});

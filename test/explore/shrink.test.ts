/** shrink.ts: everything that can be left out of a case is left out. */
import { type Case, shrinkCase } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

const failing: Case = {
  seed: 1,
  cluster: {},
  producer: {},
  workload: Array.from({ length: 40 }, (_, i) => ({ do: 'send', topic: 't', value: `${i}` }) as const),
  plan: Array.from({ length: 9 }, (_, i) => ({ do: 'crash', broker: 1, atMs: 1_000 + i }) as const),
};
const values = ({ workload }: Case) => workload.map((step) => ('value' in step ? step.value : ''));
const timesMs = ({ plan }: Case) => plan.map((fault) => ('atMs' in fault ? fault.atMs : -1));

describe('Shrinking', () => {
  it('keeps only what is needed, and lowers its numbers', async () => {
    const shrunk = await shrinkCase(failing, async (smaller) => {
      const has = values(smaller);
      return has.includes('3') && has.includes('38') && timesMs(smaller).some((atMs) => atMs >= 700);
    });
    expect(values(shrunk)).toEqual(['3', '38']);
    expect(timesMs(shrunk)).toEqual([700]);
  });

  it('leaves out everything if nothing is needed', async () => {
    const shrunk = await shrinkCase(failing, () => Promise.resolve(true));
    expect(shrunk).toMatchObject({ workload: [], plan: [] });
  });

  it('returns the case itself if everything is needed', async () => {
    expect(await shrinkCase(failing, (smaller) => Promise.resolve(smaller === failing))).toBe(failing);
  });

  it('ends after the maximum number of attempts', async () => {
    let attempts = 0;
    await shrinkCase(failing, () => Promise.resolve(++attempts < 0), 10);
    expect(attempts).toBe(10);
  });
});

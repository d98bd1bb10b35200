/** Making a case small: nothing that can be left out stays. */
import { type Case, shrinkCase } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

const given: Case = {
  seed: 1,
  cluster: {},
  producer: {},
  workload: Array.from({ length: 40 }, (_, i) => ({ do: 'send', topic: 't', value: `${i}` }) as const),
  plan: Array.from({ length: 9 }, (_, i) => ({ do: 'crash', broker: 1, atMs: 1_000 + i }) as const),
};
const values = ({ workload }: Case) => workload.map((step) => ('value' in step ? step.value : ''));
const moments = ({ plan }: Case) => plan.map((fault) => ('atMs' in fault ? fault.atMs : -1));

describe('Shrinking', () => {
  it('keeps what is needed, however far apart, and lowers its numbers', async () => {
    const small = await shrinkCase(given, async (smaller) => {
      const has = values(smaller);
      return has.includes('3') && has.includes('38') && moments(smaller).some((atMs) => atMs >= 700);
    });
    expect(values(small)).toEqual(['3', '38']);
    expect(moments(small)).toEqual([700]);
  });

  it('leaves out everything if nothing is needed', async () => {
    const small = await shrinkCase(given, () => Promise.resolve(true));
    expect(small).toMatchObject({ workload: [], plan: [] });
  });

  it('returns the case itself if all is needed', async () => {
    expect(await shrinkCase(given, (smaller) => Promise.resolve(smaller === given))).toBe(given);
  });

  it('is over after so many tries', async () => {
    let tries = 0;
    await shrinkCase(given, () => Promise.resolve(++tries < 0), 10);
    expect(tries).toBe(10);
  });
});

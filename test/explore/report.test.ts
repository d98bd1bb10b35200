/** Joining reports: only what belongs together. */
import { mergeReports, type Report } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

const part = (index: number, more: Partial<Report> = {}): Report => ({
  explored: 'single',
  plan: 'swarm',
  seed: 1,
  shard: { index, count: 2 },
  histories: 10,
  tried: 5,
  fingerprint: index === 1 ? '00000000ffffffff' : '0f0000000000000f',
  pairs: ['a: b > c', `a: ${index} > d`],
  failures: [],
  ...more,
});

describe('Reports', () => {
  it('are joined in any order', () => {
    const merged = mergeReports([part(2), part(1)]);
    expect(merged).toEqual({
      ...part(1),
      shard: { index: 1, count: 1 },
      tried: 10,
      fingerprint: '0f000000fffffff0',
      pairs: ['a: 1 > d', 'a: 2 > d', 'a: b > c'],
    });
    expect(mergeReports([part(1), part(2)])).toEqual(merged);
  });

  it.each([
    [[], 'There is no report to merge.'],
    [[part(1)], 'Shard 2/2 is missing.'],
    [[part(1), part(2), part(2)], 'Shard 2/2 is there 2 times.'],
    [[part(1), part(2, { seed: 2 })], 'The reports are of different explorations: seed is 1 and 2.'],
    [[part(1), part(2, { plan: 'none' })], 'The reports are of different explorations: plan is swarm and none.'],
    [
      [part(1), part(2, { shard: { index: 2, count: 3 } })],
      'The reports are of different explorations: 2 shards and 3.',
    ],
  ])('are refused unless they belong together, %#', (reports, problem) => {
    expect(() => mergeReports(reports)).toThrow(problem);
  });
});

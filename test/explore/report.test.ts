/** report.ts: merging the reports of all shards of one exploration. */
import { mergeReports, type Report } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

const part = (index: number, more: Partial<Report> = {}): Report => ({
  program: 'single',
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
  it('are merged in any order', () => {
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

  it.each<[string, readonly Report[], string]>([
    ['none', [], 'There is no report to merge.'],
    ['no list', 5 as never, 'mergeReports(reports): expected a list of reports, got 5'],
    [
      'something else',
      [part(1), { tried: 5n } as never],
      'mergeReports(reports), reports[1]: expected a report of explore(), got an object with tried',
    ],
    ['a missing shard', [part(1)], 'The report of shard 2/2 is missing.'],
    ['a shard twice', [part(1), part(2), part(2)], 'The report of shard 2/2 occurs 2 times.'],
    ['seeds', [part(1), part(2, { seed: 2 })], 'The reports are of different explorations: seed is 1 and 2.'],
    [
      'plans',
      [part(1), part(2, { plan: 'none' })],
      'The reports are of different explorations: plan is swarm and none.',
    ],
    [
      'numbers of shards',
      [part(1), part(2, { shard: { index: 2, count: 3 } })],
      'The reports are of different explorations: one of 2 shards and one of 3.',
    ],
  ])('are rejected unless they belong together: %s', (_what, reports, problem) => {
    expect(() => mergeReports(reports)).toThrow(problem);
  });
});

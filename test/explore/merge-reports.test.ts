/** Covers: src/explore/merge-reports.ts, src/explore/report.ts. Merging the reports of the shards of one exploration. */
import { MergeError, mergeReports, type Origin, type Report } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

const origin: Origin = {
  package: '1.0.0',
  node: 'v22.0.0',
  code: 'c0de',
  command: 'kafka-trial explore shop.ts --all',
};

const part = (index: number, more: Partial<Report> = {}): Report => ({
  program: 'single',
  plan: 'swarm',
  seed: 1,
  clientVersion: '3.6.1',
  brokerVersion: '3.6.1',
  baseline: 'ba5e',
  shard: { index, count: 2 },
  end: 'finished',
  histories: 10,
  tried: 5,
  fingerprint: index === 1 ? '00000000ffffffff' : '0f0000000000000f',
  pairs: ['a: b > c', `a: ${index} > d`],
  failures: [],
  ...more,
});

const ofThree = (index: number, more: Partial<Report> = {}): Report =>
  part(index, { shard: { index, count: 3 }, origin, ...more });

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
    ['a shard twice', [part(1), part(2), part(2)], 'The report of shard 2/2 occurs 2 times.'],
  ])('are rejected: %s', (_what, reports, problem) => {
    expect(() => mergeReports(reports)).toThrow(problem);
  });

  it.each<[string, Partial<Report>, string]>([
    ['programs', { program: 'other' }, 'the program is single in that of shard 1/2 and other in that of shard 2/2'],
    ['seeds', { seed: 2 }, 'the seed is 1 in that of shard 1/2 and 2 in that of shard 2/2'],
    ['plans', { plan: 'none' }, 'the plan is swarm in that of shard 1/2 and none in that of shard 2/2'],
    [
      'numbers of shards',
      { shard: { index: 2, count: 3 } },
      'the number of shards is 2 in that of shard 1/2 and 3 in that of shard 2/3',
    ],
    ['clients', { clientVersion: '4.3.1' }, 'the version of the clients is 3.6.1 in that of shard 1/2 and 4.3.1 in'],
    ['brokers', { brokerVersion: '3.9.1' }, 'the version of the brokers is 3.6.1 in that of shard 1/2 and 3.9.1 in'],
    [
      'runs without faults',
      { baseline: 'd1ff' },
      'the hash of the run without faults is ba5e in that of shard 1/2 and',
    ],
    ['limits', { histories: 11 }, 'the number of histories is 10 in that of shard 1/2 and 11 in that of shard 2/2'],
    ['packages', { origin: { ...origin, package: '2.0.0' } }, 'the version of kafka-trial is 1.0.0 in'],
    ['versions of Node', { origin: { ...origin, node: 'v24.0.0' } }, 'the version of Node is v22.0.0 in'],
    ['code', { origin: { ...origin, code: 'c0d0' } }, "the hash of the program's code is c0de in"],
    [
      'options',
      { origin: { ...origin, command: 'kafka-trial explore shop.ts' } },
      'the command is kafka-trial explore',
    ],
  ])('of different %s are rejected, also if only some are merged', (_what, difference, problem) => {
    const first = part(1, difference.origin === undefined ? {} : { origin });
    for (const partial of [false, true]) {
      expect(() => mergeReports([first, part(2, difference)], { partial })).toThrow(
        `The reports are of different explorations: ${problem}`,
      );
    }
  });
});

describe('Shards that are missing or not finished', () => {
  it('are named with the commands that run them again', () => {
    expect(() => mergeReports([part(1)])).toThrow(
      /^1 of 2 shards is missing or not finished\.\nShard 2\/2 is missing\.$/,
    );
    const reports = [ofThree(2, { end: 'running', histories: null, tried: 1 }), ofThree(3, { end: 'interrupted' })];
    expect(() => mergeReports(reports)).toThrow(
      new MergeError(
        [
          '3 of 3 shards are missing or not finished.',
          'Shard 1/3 is missing. Run: kafka-trial explore shop.ts --all --shard 1/3 --report shard-1.json',
          'Shard 2/3 has not ended or was killed; its report has 1 history. Run: kafka-trial explore shop.ts --all --shard 2/3 --report shard-2.json',
          'Shard 3/3 was interrupted; its report has 5 histories. Run: kafka-trial explore shop.ts --all --shard 3/3 --report shard-3.json',
        ].join('\n'),
      ),
    );
  });

  it('are left out if only some are to be merged, and the report says so', () => {
    const reports = [ofThree(2, { end: 'running', histories: null, tried: 1 }), ofThree(1)];
    expect(mergeReports(reports, { partial: true })).toMatchObject({
      shard: { index: 1, count: 1 },
      end: 'running',
      unfinished: [2, 3],
      histories: 10,
      tried: 6,
    });
    expect(mergeReports([part(1), part(2)], { partial: true })).toEqual(mergeReports([part(1), part(2)]));
  });

  it('are not those that ended with a failure or at their time limit', () => {
    expect(mergeReports([part(1, { end: 'failed' }), part(2)]).end).toBe('failed');
    expect(mergeReports([part(1, { end: 'failed' }), part(2, { end: 'time is up' })]).end).toBe('time is up');
  });
});

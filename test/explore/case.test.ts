/** case.ts and workload.ts: cases and workloads are read from data, or rejected with the place. */
import { readCase, readWorkload } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

describe('A case', () => {
  it('is unchanged after a round trip through JSON', () => {
    const data = {
      seed: 3,
      cluster: { brokers: 2, topics: [{ name: 't', partitions: 2 }] },
      producer: { acks: '1' },
      workload: [{ do: 'send', topic: 't', value: 'v' }, { do: 'sleep', forMs: 1 }, { do: 'flush' }],
      plan: [{ do: 'crash', broker: 1, atMs: 5 }],
    };
    expect(readCase(JSON.parse(JSON.stringify(data)))).toEqual(data);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'case: expected an object, got null'],
    ['no seed', {}, 'case.seed: expected a whole number, got nothing'],
    ['producer', { seed: 1, producer: [] }, 'case.producer: expected an object of producer settings, got []'],
    ['cluster', { seed: 1, cluster: 3 }, 'case.cluster: expected an object, got 3'],
    ['brokers', { seed: 1, cluster: { brokers: 0 } }, 'case.cluster.brokers: expected a whole number above 0, got 0'],
    ['config', { seed: 1, cluster: { config: 1 } }, 'case.cluster.config: expected an object, got 1'],
    ['topics', { seed: 1, cluster: { topics: [{}] } }, 'case.cluster.topics[0].name: expected text, got nothing'],
    [
      'workload',
      { seed: 1, workload: [{ do: 'jump' }] },
      'case.workload[0].do: expected one of send, sleep, flush, got "jump"',
    ],
    ['plan', { seed: 1, plan: 4 }, 'plan: expected a list of faults, got 4'],
  ])('is rejected because of an invalid value: %s', (_what, data, problem) => {
    expect(() => readCase(data)).toThrow(problem);
  });
});

describe('A workload', () => {
  it.each<[string, unknown, string]>([
    ['not a list', {}, 'workload: expected a list of steps, got {}'],
    ['not a step', [1], 'workload[0]: expected a step, got 1'],
    ['a missing field', [{ do: 'send', topic: 't' }], 'workload[0].value: expected text, got nothing'],
    [
      'a negative time',
      [{ do: 'sleep', forMs: -1 }],
      'workload[0].forMs: expected a whole number of ms, 0 or more, got -1',
    ],
    [
      'an unknown field of a step without fields',
      [{ do: 'flush', now: true }],
      "workload[0].now: expected only fields of 'flush' (none), got true",
    ],
    ['an unknown field', [{ do: 'sleep', ms: 5 }], "workload[0].ms: expected only fields of 'sleep' (forMs), got 5"],
  ])('is rejected because of an invalid value: %s', (_what, data, problem) => {
    expect(() => readWorkload(data)).toThrow(problem);
  });
});

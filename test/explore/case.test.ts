/** Cases from files: read, or refused with the place. */
import { readCase, readWorkload } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';

describe('A case', () => {
  it('can be read back from its own text', () => {
    const given = {
      seed: 3,
      cluster: { brokers: 2, topics: [{ name: 't', partitions: 2 }] },
      producer: { acks: '1' },
      workload: [{ do: 'send', topic: 't', value: 'v' }, { do: 'sleep', forMs: 1 }, { do: 'flush' }],
      plan: [{ do: 'crash', broker: 1, atMs: 5 }],
    };
    expect(readCase(JSON.parse(JSON.stringify(given)))).toEqual(given);
  });

  it.each([
    [null, 'case: expected an object, got null'],
    [{}, 'case.seed: expected a whole number, got nothing'],
    [{ seed: 1, producer: [] }, "case.producer: expected an object of the producer's settings, got []"],
    [{ seed: 1, cluster: 3 }, 'case.cluster: expected an object, got 3'],
    [{ seed: 1, cluster: { brokers: 0 } }, 'case.cluster.brokers: expected a whole number above 0, got 0'],
    [{ seed: 1, cluster: { config: 1 } }, 'case.cluster.config: expected an object, got 1'],
    [
      { seed: 1, cluster: { topics: [{}] } },
      'case.cluster.topics: expected a list of topics, each with a name, got [{}]',
    ],
    [{ seed: 1, workload: [{ do: 'jump' }] }, 'case.workload[0].do: expected one of send, sleep, flush, got "jump"'],
    [{ seed: 1, plan: 4 }, 'plan: expected a list of faults, got 4'],
  ])('is refused with the place, %#', (data, problem) => {
    expect(() => readCase(data)).toThrow(problem);
  });
});

describe('A workload', () => {
  it.each([
    [{}, 'workload: expected a list of steps, got {}'],
    [[1], 'workload[0]: expected a step, got 1'],
    [[{ do: 'send', topic: 't' }], 'workload[0].value: expected text, got nothing'],
    [[{ do: 'sleep', forMs: -1 }], 'workload[0].forMs: expected a whole number of ms, 0 or more, got -1'],
    [[{ do: 'flush', now: true }], 'workload[0].now: expected nothing of that name, got true'],
  ])('is refused with the place, %#', (data, problem) => {
    expect(() => readWorkload(data)).toThrow(problem);
  });
});

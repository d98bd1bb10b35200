import { describe, expect, it } from 'vitest';
import { givenOffsets, type OffsetAndMetadata } from '../../../src/client/groups/offsets-to-commit.ts';
import type { TopicPartition } from '../../../src/protocol/cluster/topic-partition.ts';

const FULL = { offset: 7, leaderEpoch: 3, metadata: 'why' };

describe('Offsets to commit', () => {
  it.each([
    { form: 'by name', offsets: { 'a-b-0': 42, 't-1': FULL } },
    {
      form: 'by partition',
      offsets: new Map<TopicPartition, number | OffsetAndMetadata>([
        [{ topic: 'a-b', partition: 0 }, 42],
        [{ topic: 't', partition: 1 }, FULL],
      ]),
    },
    {
      form: 'by name in a map, as consumer.endOffsets() returns them',
      offsets: new Map<string, number | OffsetAndMetadata>([
        ['a-b-0', 42],
        ['t-1', FULL],
      ]),
    },
    {
      form: 'as pairs',
      offsets: [
        [{ topic: 'a-b', partition: 0 }, 42],
        ['t-1', FULL],
      ] as const,
    },
    {
      form: 'as a list',
      offsets: [
        { topic: 'a-b', partition: 0, offset: 42, leaderEpoch: null, metadata: null },
        { topic: 't', partition: 1, ...FULL },
      ],
    },
  ])('can be given $form', ({ offsets }) => {
    expect(givenOffsets('commit(offsets)', offsets)).toEqual([
      { topic: 'a-b', partition: 0, offset: 42, leaderEpoch: null, metadata: '' },
      { topic: 't', partition: 1, ...FULL },
    ]);
  });

  it('are the later ones of a partition that occurs twice', () => {
    const offsets = new Map<TopicPartition, number>([
      [{ topic: 't', partition: 0 }, 1],
      [{ topic: 't', partition: 0 }, 2],
    ]);
    expect(givenOffsets('commit(offsets)', offsets)).toMatchObject([{ topic: 't', partition: 0, offset: 2 }]);
  });

  it('cannot be negative', () => {
    expect(() => givenOffsets('commit(offsets)', { 't-0': -1 })).toThrow('Invalid negative offset');
    expect(() => givenOffsets('commit(offsets)', { 't-0': { offset: -1 } })).toThrow('Invalid negative offset');
  });

  it.each([
    [{ 't-0': Number.NaN }, 't-0: expected an offset, which is a whole number, 0 or more, or'],
    [{ 't-0': '5' }, 'or { offset, leaderEpoch, metadata }, got "5"'],
    [{ 't-0': 5n }, 'got 5n'],
    [{ 't-0': null }, 'got null'],
    [{ 't-0': { offset: 1.5 } }, "t-0, field 'offset': expected a whole number, 0 or more, got 1.5"],
    [{ 't-0': { leaderEpoch: 1 } }, "t-0, field 'offset': expected a whole number, 0 or more, got undefined"],
    [{ 't-0': { offset: 1, metadata: 5 } }, "t-0, field 'metadata': expected a string or null, got 5"],
    [{ 't-0': { offset: 1, epoch: 5 } }, "t-0: there is no field 'epoch'. Did you mean 'leaderEpoch'?"],
    [[{ topic: 't', offset: 5 }], "field 'partition': expected a whole number, got undefined"],
    [[{ topic: 't', partition: 0, offset: 5, value: 'v' }], "t-0: there is no field 'value'"],
    [new Map([[5, 5]]), 'expected a partition, { topic, partition }, got 5'],
    [null, "commit(offsets): expected offsets by partition, such as { 'payments-0': 42 }, got null"],
    ['t-0', 'got "t-0"'],
  ])('cannot be %o', (offsets, message) => {
    expect(() => givenOffsets('commit(offsets)', offsets as never)).toThrow(
      expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) }),
    );
  });

  it.each(['t', '-0', 't-', 't-x'])('cannot be those of %j', (place) => {
    expect(() => givenOffsets('commit(offsets)', { [place]: 1 })).toThrow(
      `'${place}' is not a partition: write topic-partition`,
    );
  });
});

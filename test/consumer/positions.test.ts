import { describe, expect, it } from 'vitest';
import type { ConsumerRecord } from '../../src/consumer/consumer-record.ts';
import { Positions } from '../../src/consumer/positions.ts';
import { IllegalStateException } from '../../src/protocol/errors/exceptions.ts';

const T0 = { topic: 't', partition: 0 };
const T1 = { topic: 't', partition: 1 };

function recordsOf(partition: number, ...offsets: number[]): ConsumerRecord<null, null>[] {
  return offsets.map((offset) => ({
    topic: 't',
    partition,
    offset,
    timestampMs: 0,
    timestampType: 'CreateTime',
    key: null,
    value: null,
    headers: [],
  }));
}

function assigned(): Positions<null, null> {
  const positions = new Positions<null, null>();
  positions.assign([T0, T1]);
  return positions;
}

describe('The positions of a consumer', () => {
  it('exist for assigned partitions only', () => {
    const positions = assigned();
    expect(positions.get(T1)).toMatchObject({ topic: 't', partition: 1, position: null, reset: null });
    expect(() => positions.get({ topic: 't', partition: 2 })).toThrow(
      new IllegalStateException('No current assignment for partition t-2'),
    );
  });

  it('are kept for partitions that stay assigned', () => {
    const positions = assigned();
    positions.move(T0, 5, null);
    positions.assign([T0, { topic: 'u', partition: 0 }]);
    expect([...positions.all()].map(({ topic, position }) => `${topic} ${position}`)).toEqual(['t 5', 'u null']);
  });

  it('are moved together with the place of the next fetch, and without what was fetched before', () => {
    const positions = assigned();
    const entry = positions.get(T0);
    entry.buffered.push(...recordsOf(0, 1, 2));
    entry.isRequestInFlight = true;
    entry.nextRequestMs = 100;
    positions.move(T0, 7, null);
    expect(entry).toEqual({
      ...T0,
      preferredReplica: null,
      isPaused: false,
      position: 7,
      offsetEpoch: null,
      fetchPosition: 7,
      reset: null,
      awaitsCommitted: false,
      generation: 1,
      isRequestInFlight: false,
      nextRequestMs: 0,
      buffered: [],
      epochs: [],
    });
    positions.move(T0, null, 'latest');
    expect(entry).toMatchObject({ position: null, fetchPosition: 0, reset: 'latest', generation: 2 });
  });
});

describe('Taking records', () => {
  it('empties one partition after the other, up to the limit', () => {
    const positions = assigned();
    Object.assign(positions.get(T0), { position: 0, fetchPosition: 10, buffered: recordsOf(0, 0, 1) });
    Object.assign(positions.get(T1), { position: 4, fetchPosition: 9, buffered: recordsOf(1, 4, 6, 8) });
    const offsets = (limit: number): string[] =>
      positions.take(limit).map((record) => `${record.partition}@${record.offset}`);
    expect(offsets(3)).toEqual(['0@0', '0@1', '1@4']);
    expect([positions.get(T0).position, positions.get(T1).position]).toEqual([10, 6]);
    expect(offsets(3)).toEqual(['1@6', '1@8']);
    expect(positions.get(T1).position).toBe(9);
    expect(offsets(3)).toEqual([]);
  });

  it('takes on the leader epoch of the last batch that was read', () => {
    const positions = assigned();
    const entry = positions.get(T0);
    const starts = [0, 4, 9].map((offset, epoch) => ({ offset, epoch }));
    Object.assign(entry, { position: 0, fetchPosition: 10, buffered: recordsOf(0, 1, 3, 5, 6), epochs: starts });
    const epochAfter = (limit: number): string => {
      positions.take(limit);
      return `${entry.position} in ${entry.offsetEpoch}`;
    };
    expect([epochAfter(1), epochAfter(1), epochAfter(1)]).toEqual(['3 in 0', '5 in 0', '6 in 1']);
    // The batch from 9 on has no visible records.
    expect(epochAfter(1)).toBe('10 in 2');
    positions.move(T0, 5, null);
    expect(entry.offsetEpoch).toBeNull();
  });
});

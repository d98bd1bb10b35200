/** Covers src/broker/replication/log-retention.ts and src/broker/log/retention.ts. */
import { describe, expect, it } from 'vitest';
import { EARLIEST_TIMESTAMP } from '../../../src/protocol/apis/list-offsets.ts';
import type { ListOffsetsResponse } from '../../../src/protocol/messages.ts';
import { batchOf, type Pump, SERVING_DELAY_MS, withTopic } from '../pump.ts';

const CHECK_MS = 10_000;
const config = { 'log.retention.check.interval.ms': CHECK_MS };

function startOf(pump: Pump, brokerId = 1): number | undefined {
  return pump.cluster.snapshot().replicas.find((replica) => replica.brokerId === brokerId)?.logStartOffset;
}

/** A batch whose records have the present time as timestamp. */
const freshBatch = (pump: Pump, values: readonly string[], producer?: { id: number; sequence: number }) =>
  batchOf(values, producer, { maxTimestampMs: pump.nowMs, timestampsMs: values.map(() => pump.nowMs) });

describe('Retention', () => {
  it('deletes a segment at the next check after its youngest record exceeds retention.ms', () => {
    const pump = withTopic({ 'retention.ms': '60000', 'segment.ms': '30000' }, { config });
    pump.produce(freshBatch(pump, ['a']));
    pump.advance(20_000);
    pump.produce(freshBatch(pump, ['b']));
    pump.advance(40_000);
    pump.produce(freshBatch(pump, ['c']));
    // b, written at 21 s, is too old after 81 s; the next check is at 90 s.
    pump.advance(28_999);
    expect(pump.values()).toEqual(['a', 'b', 'c']);
    pump.advance(1);
    expect(pump.values()).toEqual(['c']);
    expect([1, 2, 3].map((id) => startOf(pump, id))).toEqual([2, 2, 2]);
    expect(pump.events).toContain('log start moved');
  });

  it('also deletes the newest segment, and continues at the same offset', () => {
    const pump = withTopic({ 'retention.ms': '60000' }, { config });
    pump.produce(freshBatch(pump, ['a', 'b']));
    pump.advance(80_000);
    expect([startOf(pump), pump.values()]).toEqual([2, []]);
    expect(pump.produced(pump.produce(freshBatch(pump, ['c'])))).toMatchObject({ baseOffset: 2, logStartOffset: 2 });
    pump.advance(80_000);
    expect([startOf(pump), pump.values()]).toEqual([3, []]);
  });

  it('deletes the oldest segments while the log is larger than retention.bytes', () => {
    const pump = withTopic({ 'retention.bytes': '200', 'segment.bytes': '100' }, { config });
    for (const value of ['a', 'b', 'c', 'd']) pump.produce(batchOf([value]));
    // Four batches of 80 bytes, each a segment: one too many.
    pump.advance(CHECK_MS);
    expect(pump.values()).toEqual(['b', 'c', 'd']);
    pump.produce(batchOf(['e']));
    pump.advance(CHECK_MS);
    expect(pump.values()).toEqual(['c', 'd', 'e']);
  });

  it('never deletes what is not replicated', () => {
    const pump = withTopic({ 'retention.ms': '1000' }, { config });
    pump.hold(2);
    pump.produce(freshBatch(pump, ['a']), { acks: 1 });
    pump.produce(freshBatch(pump, ['b']), { acks: 1 });
    pump.advance(20_000);
    expect([startOf(pump), pump.numbers(1)]).toEqual([0, [2, 0]]);
    pump.release(2);
    pump.advance(20_000);
    expect(startOf(pump)).toBe(2);
  });

  it('keeps everything with retention.ms=-1, and with cleanup.policy=compact', () => {
    for (const configs of [{ 'retention.ms': '-1' }, { 'retention.ms': '1', 'cleanup.policy': 'compact' }]) {
      const pump = withTopic(configs, { config });
      pump.produce(batchOf(['a'], undefined, { keys: ['k'] }));
      pump.advance(86_400_000 * 30);
      expect(pump.values()).toEqual(['a']);
    }
  });

  it('causes no events before there is something to delete', () => {
    const pump = withTopic();
    pump.produce(freshBatch(pump, ['a']));
    pump.advance(60_000);
    const before = pump.steps;
    pump.advance(6 * 86_400_000);
    expect(pump.steps).toBe(before);
    pump.advance(86_400_000 + 300_000);
    expect(pump.values()).toEqual([]);
    const after = pump.steps;
    pump.advance(30 * 86_400_000);
    expect(pump.steps).toBe(after);
  });

  it('answers OFFSET_OUT_OF_RANGE to a reader of deleted records, and reports where the log begins', () => {
    const pump = withTopic({ 'retention.ms': '1000' }, { config });
    pump.produce(freshBatch(pump, ['a', 'b']));
    pump.advance(20_000);
    expect(pump.fetched(pump.fetch())?.partitions[0]?.error).toBe('OFFSET_OUT_OF_RANGE');
    const partitions = [{ topic: 't', partition: 0, currentLeaderEpoch: -1, timestampMs: EARLIEST_TIMESTAMP }];
    const request = { api: 'ListOffsets', replicaId: -1, isolationLevel: 'read_uncommitted', partitions } as const;
    expect((pump.ask<'ListOffsets'>(request) as ListOffsetsResponse).partitions[0]?.offset).toBe(2);
  });
});

describe('A producer whose records are all deleted', () => {
  it('is remembered: its next batch is accepted, a repeated one is a duplicate, a gap is refused', () => {
    const pump = withTopic({ 'retention.ms': '1000' }, { config });
    const first = freshBatch(pump, ['a'], { id: 7, sequence: 0 });
    pump.produce(first);
    pump.advance(20_000);
    expect(startOf(pump)).toBe(1);
    expect(pump.produced(pump.produce(first))).toMatchObject({ error: 'NONE', baseOffset: 0, logStartOffset: 1 });
    const gap = pump.produce(freshBatch(pump, ['c'], { id: 7, sequence: 2 }));
    expect(pump.produced(gap)?.error).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    const next = pump.produce(freshBatch(pump, ['b'], { id: 7, sequence: 1 }));
    expect(pump.produced(next)).toMatchObject({ error: 'NONE', baseOffset: 1 });
  });

  it('is also remembered by a replica that truncates its log', () => {
    const pump = withTopic({ 'retention.ms': '1000' }, { config });
    pump.produce(freshBatch(pump, ['a'], { id: 7, sequence: 0 }));
    pump.advance(20_000);
    pump.hold(2);
    pump.hold(3);
    pump.produce(freshBatch(pump, ['x']), { acks: 1 });
    pump.produce(freshBatch(pump, ['y']), { acks: 1 });
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.release(2);
    pump.release(3);
    pump.advance(9_000);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.events).toContain('log truncated');
    pump.advance(SERVING_DELAY_MS);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 1, nowMs));
    const gap = pump.produce(freshBatch(pump, ['c'], { id: 7, sequence: 5 }));
    expect(pump.produced(gap)?.error).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  it('is forgotten by age only, and may then begin with any sequence number', () => {
    const pump = withTopic({ 'retention.ms': '1000' }, { config: { ...config, 'producer.id.expiration.ms': 60_000 } });
    pump.produce(freshBatch(pump, ['a'], { id: 7, sequence: 0 }));
    pump.advance(700_000);
    const later = pump.produce(freshBatch(pump, ['c'], { id: 7, sequence: 5 }));
    expect(pump.produced(later)?.error).toBe('NONE');
  });
});

describe('Deleting records', () => {
  const remove = (pump: Pump, offset: number): void =>
    pump.do((cluster, nowMs) => cluster.deleteRecords('t', 0, offset, nowMs));

  it('moves the log start, also within a batch, and followers learn of it within replica.fetch.wait.max.ms', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a', 'b', 'c']));
    pump.advance(1_000);
    remove(pump, 2);
    expect(pump.values()).toEqual(['c']);
    expect([1, 2, 3].map((id) => startOf(pump, id))).toEqual([2, 0, 0]);
    pump.advance(500);
    expect([1, 2, 3].map((id) => startOf(pump, id))).toEqual([2, 2, 2]);
  });

  it('is possible up to the high watermark only', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a', 'b']));
    expect(() => remove(pump, 3)).toThrow('OFFSET_OUT_OF_RANGE');
    remove(pump, -1);
    expect(startOf(pump)).toBe(2);
  });

  it("makes a restarted follower begin where the leader's log begins", () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    pump.produce(batchOf(['b', 'c']));
    pump.produce(batchOf(['d']));
    pump.advance(1_000);
    remove(pump, 3);
    pump.do((cluster, nowMs) => cluster.restart(3, nowMs));
    expect([startOf(pump, 3), pump.numbers(3)[0], pump.partition().isr]).toEqual([3, 4, [1, 2, 3]]);
    expect(pump.events).toContain('log restarted');
  });

  it.each([
    ['comes back with a crash before the next checkpoint of log starts', 100, 'crash', 0],
    ['is kept by a crash after it', 60_100, 'crash', 1],
    ['is kept by a clean stop', 100, 'shutdown', 1],
  ] as const)('%s', (_, ms, how, start) => {
    const pump = withTopic({}, { config: { 'log.retention.ms': -1 } });
    pump.produce(batchOf(['a']));
    pump.produce(batchOf(['b']));
    remove(pump, 1);
    pump.advance(ms);
    pump.do((cluster, nowMs) => cluster[how](1, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(startOf(pump, 1)).toBe(start);
  });

  it('is refused without a leader and for compacted topics', () => {
    const compacted = withTopic({ 'cleanup.policy': 'compact' });
    expect(() => remove(compacted, 0)).toThrow('POLICY_VIOLATION');
    expect(() => compacted.cluster.deleteRecords('u', 0, 0, 0)).toThrow('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

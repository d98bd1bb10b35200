/** What acks=all waits for, and how such a wait may end. */
import { describe, expect, it } from 'vitest';
import { batchOf, withTopic } from '../pump.ts';

const MIN_TWO = { 'min.insync.replicas': '2' };
const QUICK_LAG = { config: { 'replica.lag.time.max.ms': 10_000 } };

describe('acks=all', () => {
  it('is refused before the append while too few replicas are in sync: NOT_ENOUGH_REPLICAS', () => {
    const pump = withTopic(MIN_TWO);
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('NOT_ENOUGH_REPLICAS');
    expect(pump.numbers(1)).toEqual([0, 0]);
    expect(pump.produced(pump.produce(batchOf(['b']), { acks: 1 }))?.error).toBe('NONE');
  });

  it('fails after the append when too few are left to wait for: NOT_ENOUGH_REPLICAS_AFTER_APPEND, and the record stays', () => {
    const pump = withTopic(MIN_TWO, QUICK_LAG);
    pump.hold(2);
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    pump.advance(10_001);
    expect(pump.partition().isr).toEqual([1]);
    expect(pump.produced(token)).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', baseOffset: -1 });
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('times out while the record may still be committed: REQUEST_TIMED_OUT', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { timeoutMs: 1_000 });
    pump.advance(1_000);
    expect(pump.produced(token)?.error).toBe('REQUEST_TIMED_OUT');
    expect(pump.values()).toEqual([]);
    pump.release(2);
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('waits no longer for a follower that is not in sync', () => {
    const pump = withTopic({}, QUICK_LAG);
    pump.hold(3);
    pump.produce(batchOf(['a']));
    pump.produce(batchOf(['b']));
    pump.advance(10_001);
    expect(pump.partition().isr).toEqual([1, 2]);
    expect(pump.produced(pump.produce(batchOf(['c'])))?.error).toBe('NONE');
  });

  it('is refused with NOT_LEADER_OR_FOLLOWER when the leadership moves during the wait', () => {
    const pump = withTopic();
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.produced(token)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  it('is refused with UNKNOWN_TOPIC_OR_PARTITION when the topic is deleted during the wait', () => {
    const pump = withTopic();
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    pump.ask({ api: 'DeleteTopics', topics: ['t'], timeoutMs: 1_000 });
    expect(pump.produced(token)?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(pump.produced(pump.produce(batchOf(['c'])))?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

describe('A leader', () => {
  it('fences a reader of an older epoch, and sends one of a later epoch away', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    const told = (currentLeaderEpoch: number, broker = 2) =>
      pump.fetched(pump.fetch({ currentLeaderEpoch }, { broker }))?.partitions[0]?.error;
    expect([told(0), told(1), told(2), told(1, 1)]).toEqual([
      'FENCED_LEADER_EPOCH',
      'NONE',
      'UNKNOWN_LEADER_EPOCH',
      'NOT_LEADER_OR_FOLLOWER',
    ]);
  });

  it('of an unclean election makes the others forget what it never had', () => {
    const pump = withTopic({ 'unclean.leader.election.enable': 'true' });
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    expect(pump.produced(pump.produce(batchOf(['lost'])))?.error).toBe('NONE');
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.advance(9_000);
    pump.do((cluster, nowMs) => cluster.restart(2, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [2] });
    pump.produce(batchOf(['b']), { broker: 2 });
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.events).toContain('log truncated');
    pump.advance(1_000);
    expect(pump.values()).toEqual(['a', 'b']);
    expect(pump.numbers(1)).toEqual([2, 2]);
  });
});

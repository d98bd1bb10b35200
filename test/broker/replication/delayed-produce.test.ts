/** Covers src/broker/replication/delayed-produce.ts: what acks=all waits for, and how the wait ends. */
import { describe, expect, it } from 'vitest';
import { BROKER_VERSIONS, type BrokerVersionName } from '../../../src/broker/versions/index.ts';
import type { ProduceResponse } from '../../../src/protocol/messages.ts';
import { batchOf, withTopic } from '../pump.ts';

const MIN_TWO = { 'min.insync.replicas': '2' };
const QUICK_LAG = { config: { 'replica.lag.time.max.ms': 10_000 } };

describe('acks=all', () => {
  it('is refused with NOT_ENOUGH_REPLICAS before the append if too few replicas are in sync', () => {
    const pump = withTopic(MIN_TWO);
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('NOT_ENOUGH_REPLICAS');
    expect(pump.numbers(1)).toEqual([0, 0]);
    expect(pump.produced(pump.produce(batchOf(['b']), { acks: 1 }))?.error).toBe('NONE');
  });

  it('fails with NOT_ENOUGH_REPLICAS_AFTER_APPEND if the in-sync replicas become too few, and the record stays', () => {
    const pump = withTopic(MIN_TWO, QUICK_LAG);
    pump.hold(2);
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    pump.advance(10_001);
    expect(pump.partition().isr).toEqual([1]);
    expect(pump.produced(token)).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', baseOffset: 1 });
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('waits for enough replicas since 3.7 if the in-sync replicas become too few, and so do readers of what acks=1 wrote', () => {
    const pump = withTopic(MIN_TWO, { ...QUICK_LAG, version: BROKER_VERSIONS['3.9'] });
    pump.hold(2);
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { timeoutMs: 60_000 });
    pump.advance(10_001);
    expect(pump.partition().isr).toEqual([1]);
    pump.produce(batchOf(['c']), { acks: 1 });
    expect(pump.produced(token)).toBeUndefined();
    expect(pump.values()).toEqual([]);
    pump.release(2);
    pump.advance(1_000);
    expect(pump.partition().isr).toEqual([1, 2]);
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 1 });
    expect(pump.values()).toEqual(['a', 'b', 'c']);
  });

  it('never needs more replicas than there are since 3.7', () => {
    const needsFour = { 'min.insync.replicas': '4' };
    const isTaken = (version: BrokerVersionName) => {
      const pump = withTopic(needsFour, { version: BROKER_VERSIONS[version] });
      return pump.produced(pump.produce(batchOf(['a'])))?.error;
    };
    expect([isTaken('3.6.1'), isTaken('3.9')]).toEqual(['NOT_ENOUGH_REPLICAS', 'NONE']);
  });

  it('fails with REQUEST_TIMED_OUT although the record may still be committed', () => {
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

  it('does not wait for a follower that is not in sync', () => {
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

  it.each([
    ['3.6.1', undefined, undefined],
    ['3.9', { leaderId: 2, leaderEpoch: 1 }, [2]],
    ['4.3', { leaderId: 2, leaderEpoch: 1 }, [2]],
  ] as const)('says with brokers of %s who leads then: %o', (version, currentLeader, named) => {
    const pump = withTopic({}, { version: BROKER_VERSIONS[version] });
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']));
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    const answer = pump.answers.get(token) as ProduceResponse;
    expect(answer.partitions[0]?.currentLeader).toEqual(currentLeader);
    expect(answer.nodeEndpoints?.map(({ id }) => id)).toEqual(named);
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
  it('refuses fetches with an older and with a later epoch', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    const errorFor = (currentLeaderEpoch: number, broker = 2, apiVersion = 11) =>
      pump.fetched(pump.fetch({ currentLeaderEpoch }, { broker, apiVersion }))?.partitions[0]?.error;
    expect([errorFor(0), errorFor(1), errorFor(2)]).toEqual(['FENCED_LEADER_EPOCH', 'NONE', 'UNKNOWN_LEADER_EPOCH']);
    // Followers serve consumers since version 11 (KIP-392).
    expect([errorFor(1, 1), errorFor(1, 1, 10)]).toEqual(['NONE', 'NOT_LEADER_OR_FOLLOWER']);
  });

  it('makes its followers truncate records that it does not have after an unclean election', () => {
    const pump = withTopic({ 'unclean.leader.election.enable': 'true' }, { mode: 'zookeeper' });
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    expect(pump.produced(pump.produce(batchOf(['lost'])))?.error).toBe('NONE');
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.advance(18_000);
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

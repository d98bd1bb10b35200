/** Covers src/broker/controller/log-directory-failure.ts, and brokers whose clocks are wrong. */
import { describe, expect, it } from 'vitest';
import type { BrokerVersion } from '../../../src/broker/versions/broker-version.ts';
import { V3_6_1 } from '../../../src/broker/versions/v3_6_1.ts';
import { V4_3 } from '../../../src/broker/versions/v4_3.ts';
import { batchOf, Pump, withTopic } from '../pump.ts';

const WITH_ZOOKEEPER = { mode: 'zookeeper', config: { 'log.dirs': '/data/1,/data/2' } } as const;

const failDisk = (pump: Pump, id: number): void => pump.do((cluster, nowMs) => cluster.failDisk(id, nowMs));

describe('One of several log directories that fails', () => {
  it('moves leaderships to in-sync replicas, and is answered with KAFKA_STORAGE_ERROR', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    pump.produce(batchOf(['a']));
    failDisk(pump, 1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(pump.cluster.isUp(1)).toBe(true);
    expect(pump.produced(pump.produce(batchOf(['b'])))?.error).toBe('KAFKA_STORAGE_ERROR');
    expect(pump.fetched(pump.fetch())?.partitions[0]?.error).toBe('KAFKA_STORAGE_ERROR');
    expect(pump.produced(pump.produce(batchOf(['b']), { broker: 2 }))).toMatchObject({ error: 'NONE', baseOffset: 1 });
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('ends waiting requests with KAFKA_STORAGE_ERROR', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const producer = pump.produce(batchOf(['b']));
    const reader = pump.fetch({}, { maxWaitMs: 5_000 });
    failDisk(pump, 1);
    expect(pump.produced(producer)?.error).toBe('KAFKA_STORAGE_ERROR');
    expect(pump.fetched(reader)?.partitions[0]?.error).toBe('KAFKA_STORAGE_ERROR');
  });

  it('removes a follower from the in-sync replicas, which it cannot rejoin by fetching', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    failDisk(pump, 3);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 1, isr: [1, 2] });
    const token = pump.produce(batchOf(['a']));
    pump.advance(60_000);
    expect(pump.produced(token)?.error).toBe('NONE');
    expect(pump.partition().isr).toEqual([1, 2]);
    expect(pump.numbers(3)).toEqual([0, 0]);
  });

  it('does not keep the broker from hosting new topics', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    failDisk(pump, 2);
    pump.do((cluster, nowMs) => cluster.createTopic('u', { partitions: 1, replicationFactor: 3 }, nowMs));
    expect(pump.partition('u')).toMatchObject({ leader: 2, isr: [2, 3, 1] });
    expect(pump.produced(pump.produce(batchOf(['a']), { topic: 'u', broker: 2 }))?.error).toBe('NONE');
  });

  it('is replaced by an empty one when the broker restarts, and filled by replication', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    pump.produce(batchOf(['a', 'b']));
    failDisk(pump, 1);
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.events).toContain('log directory replaced');
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    expect(pump.numbers(1)[0]).toBe(2);
  });

  it('loses records that no other replica has: the last in-sync replica leads with an empty log', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    pump.produce(batchOf(['a']));
    failDisk(pump, 1);
    expect(pump.partition()).toMatchObject({ leader: -1, isr: [1] });
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 1, isr: [1] });
    expect(pump.values()).toEqual([]);
  });

  it('in KRaft mode is not reported to the controller: the broker keeps its leaderships until it stops', () => {
    const pump = withTopic({}, { ...WITH_ZOOKEEPER, mode: 'kraft' });
    failDisk(pump, 1);
    pump.advance(60_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('KAFKA_STORAGE_ERROR');
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [2, 3] });
  });

  it('is not the last one until all have failed', () => {
    const pump = withTopic({}, WITH_ZOOKEEPER);
    failDisk(pump, 1);
    expect(pump.cluster.isUp(1)).toBe(true);
    failDisk(pump, 1);
    expect(pump.cluster.isUp(1)).toBe(false);
  });
});

describe('The only log directory that fails', () => {
  it.each([
    ['kraft', 9_000],
    ['zookeeper', 18_000],
  ] as const)(
    'in %s mode halts the broker, which the cluster notices after its session of %i ms',
    (mode, sessionMs) => {
      const pump = withTopic({}, { mode });
      pump.produce(batchOf(['a']));
      failDisk(pump, 1);
      expect(pump.cluster.isUp(1)).toBe(false);
      pump.advance(sessionMs - 1);
      expect(pump.partition().leader).toBe(1);
      pump.advance(1);
      expect(pump.partition()).toMatchObject({ leader: 2, isr: [2, 3] });
      expect(pump.values()).toEqual(['a']);
    },
  );

  it('is replaced by an empty one when the broker restarts, and filled by replication', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a', 'b']));
    failDisk(pump, 1);
    pump.advance(9_000);
    pump.hold(1);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.numbers(1)).toEqual([0, 0]);
    pump.release(1);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.numbers(1)[0]).toBe(2);
  });

  it('takes the records with it that no other replica has', () => {
    const pump = withTopic();
    for (const id of [2, 3]) pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));
    pump.produce(batchOf(['a']));
    failDisk(pump, 1);
    pump.advance(9_000);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 1, isr: [1] });
    expect(pump.values()).toEqual([]);
  });
});

describe('A broker that starts with an empty disk before a controller has noticed that it was gone', () => {
  /** Broker 1, the leader, has two records and loses them. The followers, which have them, do not fetch yet. */
  const emptyLeader = (): Pump => {
    const pump = withTopic({}, { mode: 'zookeeper' });
    for (const value of ['a', 'b']) pump.produce(batchOf([value]));
    pump.do((cluster) => cluster.stopController());
    failDisk(pump, 1);
    pump.advance(18_000);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    pump.do((cluster, nowMs) => cluster.startController(nowMs));
    return pump;
  };
  const TIME_OF_THEIR_FETCHES_MS = 30_000;
  const MAX_LAG_MS = 30_000;

  it('goes on leading in the same epoch, in ZooKeeper mode, and its followers remove their records', () => {
    const pump = emptyLeader();
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    pump.advance(TIME_OF_THEIR_FETCHES_MS);
    expect([pump.numbers(1), pump.numbers(2), pump.numbers(3)]).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('takes the records of its followers for its own if they have the same offsets and epoch', () => {
    const pump = emptyLeader();
    const token = pump.produce(batchOf(['c']));
    pump.advance(TIME_OF_THEIR_FETCHES_MS);
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(pump.values()).toEqual(['c']);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.values()).toEqual(['a']);
  });

  it('is not followed any more if its first batch is longer than the logs of its followers', () => {
    const pump = emptyLeader();
    pump.produce(batchOf(['c', 'd', 'e']));
    pump.advance(TIME_OF_THEIR_FETCHES_MS + MAX_LAG_MS);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
    pump.produce(batchOf(['f']));
    expect([pump.numbers(1)[0], pump.numbers(2)[0], pump.numbers(3)[0]]).toEqual([4, 2, 2]);
    expect(pump.events.filter((event) => event === 'replication failed')).toHaveLength(2);
  });

  it('is still in sync as a follower, in ZooKeeper mode, and may become the leader', () => {
    const pump = withTopic({}, { mode: 'zookeeper' });
    pump.produce(batchOf(['a']));
    pump.do((cluster) => cluster.stopController());
    failDisk(pump, 2);
    pump.advance(18_000);
    pump.hold(2);
    pump.do((cluster, nowMs) => cluster.restart(2, nowMs));
    pump.do((cluster, nowMs) => cluster.startController(nowMs));
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    expect(pump.numbers(2)).toEqual([0, 0]);
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 2 });
    expect(pump.values()).toEqual([]);
  });

  it('goes on leading in the same epoch as the only broker and controller, in KRaft mode', () => {
    const pump = new Pump({ brokers: 1, config: { 'process.roles': 'broker,controller' } });
    pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 1 }, nowMs));
    pump.produce(batchOf(['a']));
    failDisk(pump, 1);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    pump.advance(12_700);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
    expect(pump.values()).toEqual([]);
  });
});

describe('A leader that starts with an empty disk when a KRaft controller has heard from no broker', () => {
  /** Broker 1, the leader, comes back first, then the two others, which were in sync and have the record. */
  const allRestarted = (version: BrokerVersion): Pump => {
    const pump = withTopic({}, { version });
    pump.produce(batchOf(['a']));
    pump.do((cluster) => cluster.stopController());
    failDisk(pump, 1);
    for (const id of [2, 3]) pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
    pump.do((cluster, nowMs) => cluster.startController(nowMs));
    pump.advance(10_000);
    for (const id of [1, 2, 3]) pump.do((cluster, nowMs) => cluster.restart(id, nowMs));
    pump.advance(10_000);
    return pump;
  };

  it('leads in brokers of 3.6.1, and the record is lost (KAFKA-18106)', () => {
    const pump = allRestarted(V3_6_1);
    expect(pump.partition()).toMatchObject({ leader: 1, leaderEpoch: 0 });
    expect(pump.values()).toEqual([]);
  });

  it('has left the in-sync replicas in brokers of 4.3, and gets the record from another one', () => {
    const pump = allRestarted(V4_3);
    expect(pump.partition()).toMatchObject({ leader: 3, isr: [1, 2, 3] });
    expect([pump.numbers(1), pump.numbers(2), pump.numbers(3)]).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(pump.values()).toEqual(['a']);
  });
});

describe('A broker whose clock is wrong', () => {
  it('sets append times by its clock, which its followers keep', () => {
    const pump = withTopic({ 'message.timestamp.type': 'LogAppendTime' });
    pump.cluster.skewClock(1, -400);
    expect(pump.produced(pump.produce(batchOf(['a'])))?.logAppendTimeMs).toBe(600);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.produced(pump.produce(batchOf(['b']), { broker: 2 }))?.logAppendTimeMs).toBe(1_000);
    pump.advance(1_000);
    expect([...pump.cluster.readRecords('t')].map(({ timestampMs }) => timestampMs)).toEqual([600, 1_000]);
  });

  it('refuses correct timestamps', () => {
    const pump = withTopic({ 'message.timestamp.before.max.ms': '1000' });
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('NONE');
    pump.cluster.skewClock(1, 5_000);
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('INVALID_TIMESTAMP');
  });

  it('deletes records too early, on that broker only', () => {
    const pump = withTopic({ 'retention.ms': '3600000' }, { config: { 'log.retention.check.interval.ms': 10_000 } });
    pump.cluster.skewClock(3, 86_400_000);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 3, nowMs));
    pump.produce(batchOf(['a']), { broker: 3 });
    pump.advance(3_700_000);
    expect(pump.values()).toEqual([]);
  });
});

/**
 * Covers src/broker/replication: follow.ts, serve-followers.ts, serve-consumers.ts, high-watermark.ts, in-sync.ts and leadership.ts, and
 * src/broker/controller: broker-lifecycle.ts, broker-registration.ts and election.ts.
 */
import { describe, expect, it } from 'vitest';
import { batchOf, type Pump, SERVING_DELAY_MS, withTopic } from '../pump.ts';

describe('Replication', () => {
  it('makes a record visible to consumers once all in-sync replicas have it', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    pump.produce(batchOf(['b']));
    expect(pump.numbers(1)).toEqual([2, 0]);
    expect(pump.values()).toEqual([]);
    pump.release(2);
    expect(pump.numbers(1)).toEqual([2, 2]);
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('sends followers the high watermark with the next data, or after replica.fetch.wait.max.ms', () => {
    const pump = withTopic();
    pump.advance(1_000);
    pump.produce(batchOf(['a']));
    expect(pump.numbers(1)).toEqual([1, 1]);
    expect(pump.numbers(2)).toEqual([1, 0]);
    pump.produce(batchOf(['b']));
    expect(pump.numbers(2)).toEqual([2, 1]);
    pump.advance(500);
    expect([2, 3].map((id) => pump.numbers(id))).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  it('shares batches between replicas instead of copying them', () => {
    const pump = withTopic();
    const batch = batchOf(['a']);
    pump.produce(batch);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    const answer = pump.fetched(pump.fetch({}, { broker: 2 }));
    expect(answer?.partitions[0]?.records[0]?.batch).toBe(batch);
  });

  it('causes no event in an idle hour', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    pump.advance(60_000);
    const before = pump.steps;
    pump.advance(3_600_000);
    expect(pump.steps).toBe(before);
    expect(pump.produced(pump.produce(batchOf(['b'])))?.error).toBe('NONE');
    expect(pump.partition().isr).toEqual([1, 2, 3]);
  });

  it('removes a follower from the in-sync replicas after replica.lag.time.max.ms, and adds it when it has caught up', () => {
    const pump = withTopic();
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { timeoutMs: 60_000 });
    pump.advance(30_000);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.partition()).toMatchObject({ isr: [1, 2], leaderEpoch: 0 });
    expect(pump.produced(token)?.error).toBe('NONE');
    // The fetch timed out as well: the next one is sent after replica.fetch.backoff.ms.
    pump.advance(1_000);
    pump.release(3);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
  });

  it('removes a dead follower before its session expires as soon as there is a record that it lacks', () => {
    const pump = withTopic({}, { config: { 'replica.lag.time.max.ms': 5_000, 'broker.session.timeout.ms': 9_000 } });
    pump.do((cluster, nowMs) => cluster.crash(3, nowMs));
    pump.advance(8_000);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    const token = pump.produce(batchOf(['a']));
    pump.advance(0);
    expect(pump.partition().isr).toEqual([1, 2]);
    expect(pump.produced(token)?.error).toBe('NONE');
  });

  it('fetches again after replica.fetch.backoff.ms if a connection is lost', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.replicaFetchFailed(2, 1, nowMs));
    const token = pump.produce(batchOf(['a']));
    pump.advance(999);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('NONE');
  });

  it('closes the connection of a lost fetch after request.timeout.ms, and fetches again after replica.fetch.backoff.ms', () => {
    const pump = withTopic({}, { config: { 'replica.lag.time.max.ms': 10_000, 'request.timeout.ms': 15_000 } });
    pump.hold(3);
    pump.produce(batchOf(['a']));
    pump.produce(batchOf(['b']));
    pump.lose(3);
    pump.advance(14_999);
    expect(pump.abandoned).toBe(0);
    pump.advance(1);
    expect(pump.abandoned).toBe(1);
    pump.advance(999);
    expect(pump.partition().isr).toEqual([1, 2]);
    pump.advance(1);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.numbers(3)[0]).toBe(2);
  });

  it('closes the connection request.timeout.ms after a wait has ended if the answer is lost', () => {
    const pump = withTopic({}, { config: { 'replica.lag.time.max.ms': 60_000, 'request.timeout.ms': 15_000 } });
    pump.advance(100_000);
    pump.lostResponses.add('Fetch');
    pump.produce(batchOf(['a']));
    pump.lostResponses.clear();
    pump.advance(14_999);
    expect(pump.abandoned).toBe(0);
    pump.advance(1);
    expect(pump.abandoned).toBe(2);
    pump.advance(1_000);
    expect([2, 3].map((id) => pump.numbers(id)[0])).toEqual([1, 1]);
  });
});

describe('A follower that gains another partition of a leader', () => {
  /** Creates the topic `u` and produces to its partition that broker 1 leads; returns the token. */
  function produceToAnother(pump: Pump): number {
    pump.do((cluster, nowMs) => cluster.createTopic('u', { partitions: 3, replicationFactor: 3 }, nowMs));
    const partition = [0, 1, 2].find((index) => pump.partition('u', index).leader === 1) as number;
    return pump.produce(batchOf(['a']), { topic: 'u', partition });
  }

  it.each(['kraft', 'zookeeper'] as const)(
    'in %s mode asks for it in its next fetch, not in the waiting one',
    (mode) => {
      const pump = withTopic({}, { mode });
      pump.advance(1_200);
      const token = produceToAnother(pump);
      pump.advance(299);
      expect(pump.produced(token)).toBeUndefined();
      pump.advance(1);
      expect(pump.produced(token)?.error).toBe('NONE');
    },
  );

  it('asks for it sooner if there is data for the waiting fetch', () => {
    const pump = withTopic();
    pump.advance(1_200);
    const token = produceToAnother(pump);
    pump.produce(batchOf(['b']), { topic: 't' });
    expect(pump.produced(token)?.error).toBe('NONE');
  });

  it('asks for it sooner if the leader ceases to lead a partition of the waiting fetch', () => {
    const pump = withTopic();
    pump.advance(1_200);
    const token = produceToAnother(pump);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.produced(token)?.error).toBe('NONE');
  });

  it('asks for it even if its fetch had not arrived when it gained the partition', () => {
    const pump = withTopic();
    pump.advance(1_200);
    pump.hold(2);
    pump.hold(3);
    pump.produce(batchOf(['b']));
    pump.advance(100);
    const token = produceToAnother(pump);
    pump.release(2);
    pump.release(3);
    pump.advance(399);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('NONE');
  });

  it('asks for all partitions of one instant in the same fetch', () => {
    const pump = withTopic();
    expect(pump.produced(produceToAnother(pump))?.error).toBe('NONE');
  });
});

describe('A follower whose leader has got another epoch', () => {
  it('pauses for replica.fetch.backoff.ms, since the waiting fetch with the old epoch is refused', () => {
    const pump = withTopic({}, { mode: 'zookeeper' });
    pump.advance(1_200);
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 1, isr: [1, 2] });
    const token = pump.produce(batchOf(['a']));
    pump.advance(999);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('NONE');
  });
});

describe('A consumer that waits for data', () => {
  it('is answered when the high watermark moves, not when the batch is appended', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.fetch({}, { maxWaitMs: 500 });
    pump.produce(batchOf(['b']));
    expect(pump.fetched(token)).toBeUndefined();
    pump.release(2);
    expect(pump.fetched(token)?.partitions[0]).toMatchObject({ highWatermark: 1, records: [{ baseOffset: 0 }] });
  });

  it('is answered with less than minBytes when maxWaitMs is over', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    const token = pump.fetch({}, { maxWaitMs: 500, minBytes: 1_000 });
    pump.advance(499);
    expect(pump.fetched(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.fetched(token)?.partitions[0]?.records).toHaveLength(1);
  });

  it('is answered when the leader changes, unless a follower may serve it and it does not know the old epoch', () => {
    const pump = withTopic();
    const old = pump.fetch({}, { maxWaitMs: 5_000, apiVersion: 10 });
    const fenced = pump.fetch({ currentLeaderEpoch: 0 }, { maxWaitMs: 5_000 });
    const waiting = pump.fetch({}, { maxWaitMs: 5_000 });
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    expect(pump.fetched(old)?.partitions[0]?.error).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(pump.fetched(fenced)?.partitions[0]?.error).toBe('FENCED_LEADER_EPOCH');
    expect(pump.fetched(waiting)).toBeUndefined();
    pump.produce(batchOf(['a']), { broker: 2 });
    pump.advance(500);
    expect(pump.fetched(waiting)?.partitions[0]?.records).toHaveLength(1);
  });
});

describe('Brokers that stop and restart', () => {
  it('are not waited for after their shutdown', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.shutdown(2, nowMs));
    const token = pump.produce(batchOf(['b']));
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 1 });
  });

  it('keep their leaderships for broker.session.timeout.ms after a crash; then an in-sync replica leads', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.advance(8_999);
    expect(pump.partition()).toMatchObject({ leader: 1, leaderEpoch: 0 });
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(pump.produced(pump.produce(batchOf(['b']), { broker: 2 }))).toMatchObject({ error: 'NONE', baseOffset: 1 });
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('hand their leaderships over at once when they shut down', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(pump.cluster.isUp(1)).toBe(false);
    expect(pump.cluster.snapshot().controllerId).toBe(2);
  });

  it('truncate what the new leader does not have when they restart, and become in sync again', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']), { acks: 1 });
    pump.hold(2);
    pump.hold(3);
    // No fetch arrives from here on, so these records exist on broker 1 only.
    pump.produce(batchOf(['b']), { acks: 1 });
    pump.produce(batchOf(['lost 1', 'lost 2']), { acks: 1 });
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.release(2);
    pump.release(3);
    pump.advance(9_000);
    const token = pump.produce(batchOf(['c']), { broker: 2 });
    expect(pump.produced(token)?.error).toBe('NONE');
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.events).toContain('log truncated');
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    pump.advance(1_000);
    expect([1, 2, 3].map((id) => pump.numbers(id))).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    expect(pump.values()).toEqual(['a', 'b', 'c']);
  });

  it('become in sync again after they led an epoch without records', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    for (const id of [1, 2]) {
      pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
      pump.advance(9_000);
      pump.do((cluster, nowMs) => cluster.restart(id, nowMs));
    }
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 2, isr: [1, 2, 3] });
  });

  it('leave a partition without a leader while the last in-sync replica is down', () => {
    const pump = withTopic();
    for (const id of [2, 3, 1]) {
      pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
      pump.advance(9_000);
    }
    expect(pump.partition()).toMatchObject({ leader: -1, isr: [1] });
    pump.do((cluster, nowMs) => cluster.restart(2, nowMs));
    expect(pump.partition().leader).toBe(-1);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 1, isr: [1] });
    pump.advance(SERVING_DELAY_MS);
    expect(pump.partition()).toMatchObject({ leader: 1, isr: [1, 2] });
  });

  it.each([
    ['kraft', { leader: -1, isr: [1] }],
    ['zookeeper', { leader: 2, isr: [2] }],
  ] as const)('in %s mode become %j after unclean.leader.election.enable', (mode, expected) => {
    const pump = withTopic({ 'unclean.leader.election.enable': 'true' }, { mode });
    for (const id of [2, 3, 1]) {
      pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
      pump.advance(18_000);
    }
    pump.do((cluster, nowMs) => cluster.restart(2, nowMs));
    expect(pump.partition()).toMatchObject(expected);
  });

  it('do not answer requests that waited at them when they crashed', () => {
    const pump = withTopic();
    pump.hold(2);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { timeoutMs: 100 });
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.advance(60_000);
    expect(pump.answers.has(token)).toBe(false);
  });
});

/** Covers src/broker/controller: preferred-leaders.ts, reassignment.ts, more-partitions.ts and move-leader.ts. */
import { describe, expect, it } from 'vitest';
import type { BrokerConfigInput } from '../../../src/broker/index.ts';
import { batchOf, Pump, withTopic } from '../pump.ts';

describe('A preferred leader with ZooKeeper', () => {
  const withZooKeeper = (): Pump => withTopic({}, { mode: 'zookeeper' });
  /** Broker 1 stops and starts again. */
  const lose = (pump: Pump): void => {
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
  };

  it('leads again 5 s after the controller began, and then at the checks every leader.imbalance.check.interval.seconds', () => {
    const pump = withZooKeeper();
    pump.advance(2_000);
    lose(pump);
    pump.advance(2_999);
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    pump.advance(1);
    expect(pump.partition().leader).toBe(1);
    pump.advance(200_000);
    lose(pump);
    pump.advance(99_999);
    expect(pump.partition().leader).toBe(2);
    pump.advance(1);
    expect(pump.partition().leader).toBe(1);
  });

  it('leads again 5 s after another controller has begun', () => {
    const pump = withZooKeeper();
    pump.advance(10_000);
    lose(pump);
    pump.do((cluster, nowMs) => cluster.shutdown(3, nowMs));
    pump.advance(4_999);
    expect(pump.partition().leader).toBe(2);
    pump.advance(1);
    expect(pump.partition().leader).toBe(1);
  });

  it('gets nothing back until it misses more than leader.imbalance.per.broker.percentage of its partitions', () => {
    const config = { 'leader.imbalance.per.broker.percentage': 50 };
    const pump = new Pump({ mode: 'zookeeper', config });
    pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 6, replicationFactor: 3 }, nowMs));
    const ofBroker1 = [0, 1, 2, 3, 4, 5].filter((partition) => pump.partition('t', partition).leader === 1);
    expect(ofBroker1).toHaveLength(2);
    const leaders = (): number[] => ofBroker1.map((partition) => pump.partition('t', partition).leader);
    const move = (partition: number): void => pump.do((cluster, nowMs) => cluster.setLeader('t', partition, 2, nowMs));
    move(ofBroker1[0] as number);
    pump.advance(1_000_000);
    expect(leaders()).toEqual([2, 1]);
    move(ofBroker1[1] as number);
    pump.advance(300_000);
    expect(leaders()).toEqual([1, 1]);
  });
});

describe('A preferred leader', () => {
  it('leads again leader.imbalance.check.interval.seconds after it ceased to lead', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    pump.advance(100_000);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    pump.advance(199_999);
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    pump.advance(1);
    expect(pump.partition()).toMatchObject({ leader: 1, leaderEpoch: 2 });
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('NONE');
  });

  it.each(['kraft', 'zookeeper'] as const)(
    'is not checked for once all lead again in %s mode: there are no events',
    (mode) => {
      const pump = new Pump({ mode });
      pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 6, replicationFactor: 3 }, nowMs));
      const leaders = (): number[] => [0, 1, 2, 3, 4, 5].map((partition) => pump.partition('t', partition).leader);
      const preferred = leaders();
      pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
      pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
      pump.advance(400_000);
      expect(leaders()).toEqual(preferred);
      const before = pump.steps;
      pump.advance(3_600_000);
      expect(pump.steps).toBe(before);
    },
  );

  it('is not checked for while it is down, so that there are no events', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    // The last check for lost fetches is over by then.
    pump.advance(60_000);
    const before = pump.steps;
    pump.advance(3_600_000);
    expect(pump.steps).toBe(before);
  });

  it('does not lead again automatically with auto.leader.rebalance.enable=false', () => {
    const config: BrokerConfigInput = { 'auto.leader.rebalance.enable': false };
    const pump = withTopic({}, { config });
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    pump.advance(3_600_000);
    expect(pump.partition().leader).toBe(2);
    pump.do((cluster, nowMs) => cluster.electPreferredLeader('t', 0, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 1, leaderEpoch: 2 });
  });

  it('cannot be elected while it is not in sync', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(() => pump.cluster.electPreferredLeader('t', 0, pump.nowMs)).toThrow(
      'Broker 1 cannot lead t-0: its in-sync replicas are [2, 3].',
    );
  });
});

/** A cluster of four brokers, with `t-0` on brokers 1, 2 and 3. */
function withFourBrokers(): Pump {
  const pump = new Pump({ brokers: 4, mode: 'kraft' });
  pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 3 }, nowMs));
  return pump;
}

describe('A reassignment', () => {
  const replicasOf = (pump: Pump): readonly number[] | undefined => pump.cluster.topics[0]?.partitions[0]?.replicas;

  it('copies the log to the new replica, and only then removes the old one', () => {
    const pump = withFourBrokers();
    pump.produce(batchOf(['a']));
    pump.hold(4);
    pump.do((cluster, nowMs) => cluster.reassign('t', 0, [1, 2, 4], nowMs));
    expect(replicasOf(pump)).toEqual([1, 2, 4, 3]);
    expect(pump.produced(pump.produce(batchOf(['b'])))?.error).toBe('NONE');
    pump.release(4);
    expect(replicasOf(pump)).toEqual([1, 2, 4]);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 1, isr: [1, 2, 4] });
    expect(pump.numbers(4)[0]).toBe(2);
    expect(() => pump.numbers(3)).toThrow('no replica');
    // The fetch of the other replica is answered with FENCED_LEADER_EPOCH, so it pauses for replica.fetch.backoff.ms.
    const token = pump.produce(batchOf(['c']));
    pump.advance(1_000);
    expect(pump.produced(token)?.error).toBe('NONE');
    expect(pump.produced(pump.produce(batchOf(['d']), { broker: 3 }))?.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  it('moves the leadership to a new replica if the leader is removed', () => {
    const pump = withFourBrokers();
    pump.produce(batchOf(['a']));
    pump.hold(4);
    pump.produce(batchOf(['b']));
    pump.do((cluster, nowMs) => cluster.reassign('t', 0, [4, 3], nowMs));
    expect(pump.partition().leader).toBe(1);
    pump.release(4);
    expect(pump.partition()).toEqual({ leader: 4, leaderEpoch: 1, isr: [4, 3] });
    expect(pump.produced(pump.produce(batchOf(['c']), { broker: 4 }))).toMatchObject({ error: 'NONE', baseOffset: 2 });
    expect(pump.values()).toEqual(['a', 'b', 'c']);
  });

  it('ends requests that wait at a removed leader', () => {
    const pump = withFourBrokers();
    pump.hold(4);
    pump.do((cluster, nowMs) => cluster.reassign('t', 0, [4], nowMs));
    const reader = pump.fetch({}, { maxWaitMs: 5_000 });
    pump.release(4);
    expect(pump.fetched(reader)?.partitions[0]?.error).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(pump.partition()).toEqual({ leader: 4, leaderEpoch: 1, isr: [4] });
  });

  it('waits for a new replica whose broker is down', () => {
    const pump = withFourBrokers();
    pump.do((cluster, nowMs) => cluster.crash(4, nowMs));
    pump.do((cluster, nowMs) => cluster.reassign('t', 0, [1, 4], nowMs));
    pump.advance(60_000);
    expect(replicasOf(pump)).toEqual([1, 4, 2, 3]);
    pump.do((cluster, nowMs) => cluster.restart(4, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 1, isr: [1, 4] });
  });

  it('may change only the order, and with it the preferred leader', () => {
    const pump = withFourBrokers();
    pump.do((cluster, nowMs) => cluster.reassign('t', 0, [2, 1, 3], nowMs));
    expect(replicasOf(pump)).toEqual([2, 1, 3]);
    expect(pump.partition()).toMatchObject({ leader: 1, leaderEpoch: 0 });
    pump.do((cluster, nowMs) => cluster.electPreferredLeader('t', 0, nowMs));
    expect(pump.partition()).toMatchObject({ leader: 2, leaderEpoch: 1 });
  });

  it('rejects unknown brokers, duplicates and an empty list', () => {
    const { cluster, nowMs } = withFourBrokers();
    expect(() => cluster.reassign('t', 0, [1, 9], nowMs)).toThrow('there is no broker 9');
    expect(() => cluster.reassign('t', 0, [1, 1], nowMs)).toThrow('a broker holds a partition once');
    expect(() => cluster.reassign('t', 0, [], nowMs)).toThrow('at least one replica');
    expect(() => cluster.reassign('t', 1, [1], nowMs)).toThrow('there is no such partition');
  });
});

describe('Adding partitions', () => {
  it('elects leaders at once, and existing records stay where they are', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    pump.do((cluster, nowMs) => cluster.addPartitions('t', 3, nowMs));
    expect(pump.partition('t', 1)).toEqual({ leader: 2, leaderEpoch: 0, isr: [2, 3, 1] });
    const token = pump.produce(batchOf(['b']), { partition: 2, broker: 3 });
    expect(pump.produced(token)).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it("is refused in Kafka's words if the topic has as many partitions already", () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.addPartitions('t', 2, nowMs));
    const grow = (topic: string, total: number) => () => pump.cluster.addPartitions(topic, total, pump.nowMs);
    expect(grow('t', 2)).toThrow('Topic already has 2 partition(s).');
    expect(grow('t', 1)).toThrow('The topic t currently has 2 partition(s); 1 would not be an increase.');
    expect(grow('u', 3)).toThrow("The topic 'u' does not exist.");
  });
});

/** Covers src/broker/controller: membership-zookeeper.ts and take-over-partitions.ts. */
import { describe, expect, it } from 'vitest';
import { batchOf, Pump, withTopic } from '../pump.ts';

const ZOOKEEPER = { mode: 'zookeeper' } as const;
const crash = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
const restart = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.restart(id, nowMs));
const shutdown = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));

/** A topic with one replica, on broker 1. */
function withSingleReplica(brokers: number): Pump {
  const pump = new Pump({ ...ZOOKEEPER, brokers });
  pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 1 }, nowMs));
  pump.produce(batchOf(['a']));
  return pump;
}

describe('A broker that crashes, in ZooKeeper mode', () => {
  it('keeps its leaderships until its session ends', () => {
    const pump = withTopic({}, ZOOKEEPER);
    crash(pump);
    pump.advance(17_999);
    expect(pump.partition().leader).toBe(1);
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('cannot start before', () => {
    const pump = withTopic({}, ZOOKEEPER);
    crash(pump);
    restart(pump);
    pump.advance(17_999);
    expect(pump.produced(pump.produce(batchOf(['a'])))).toBeUndefined();
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
  });

  it('leads partitions of which it has the only replica two epochs later', () => {
    const pump = withSingleReplica(3);
    crash(pump);
    pump.advance(18_000);
    expect(pump.partition()).toEqual({ leader: -1, leaderEpoch: 1, isr: [1] });
    restart(pump);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 2, isr: [1] });
  });
});

describe('The controller, in ZooKeeper mode', () => {
  it('is the live broker with the highest id', () => {
    const pump = withTopic({}, ZOOKEEPER);
    expect(pump.controllerId).toBe(3);
    shutdown(pump, 3);
    expect(pump.controllerId).toBe(2);
    restart(pump, 3);
    expect(pump.controllerId).toBe(2);
  });

  it('is missed until its session ends: nothing changes in the meantime', () => {
    const pump = withTopic({}, ZOOKEEPER);
    crash(pump, 3);
    pump.advance(1_000);
    shutdown(pump, 1);
    pump.advance(16_999);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    pump.advance(1);
    expect(pump.controllerId).toBe(2);
    // Each of the two raises the epoch, and so does the election.
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 3, isr: [2] });
  });

  it('raises the leader epoch twice when it takes over after a crash of the leader', () => {
    const pump = withTopic({}, ZOOKEEPER);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 3, nowMs));
    crash(pump, 3);
    pump.advance(18_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 3, isr: [1, 2] });
  });

  it('goes on if it is connected to ZooKeeper again before its session ends', () => {
    const pump = withTopic({}, ZOOKEEPER);
    pump.do((cluster, nowMs) => cluster.disconnectFromController(3, nowMs));
    pump.advance(10_000);
    shutdown(pump, 1);
    expect(pump.partition().leader).toBe(1);
    pump.do((cluster, nowMs) => cluster.reconnectToController(3, nowMs));
    expect(pump.controllerId).toBe(3);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 2, isr: [2, 3] });
  });

  it('is another one if it is disconnected for longer; then it is registered again', () => {
    const pump = withTopic({}, ZOOKEEPER);
    pump.do((cluster, nowMs) => cluster.disconnectFromController(3, nowMs));
    pump.advance(18_000);
    expect(pump.controllerId).toBe(2);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 1, isr: [1, 2] });
    pump.do((cluster, nowMs) => cluster.reconnectToController(3, nowMs));
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 1, isr: [1, 2, 3] });
    expect(pump.controllerId).toBe(2);
  });

  it('is missed while a fault prevents it; sessions end all the same', () => {
    const pump = withTopic({}, ZOOKEEPER);
    pump.do((cluster) => cluster.stopController());
    crash(pump, 1);
    pump.advance(60_000);
    expect(pump.partition().leader).toBe(1);
    pump.do((cluster, nowMs) => cluster.startController(nowMs));
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 2, isr: [2, 3] });
  });
});

describe('The last broker, in ZooKeeper mode', () => {
  it.each([
    ['shut down', shutdown, 0],
    ['crashed', crash, 18_000],
  ] as const)('leads with the same epoch after it was %s, since no controller has noticed', (_, stop, laterMs) => {
    const pump = withSingleReplica(1);
    stop(pump);
    pump.advance(laterMs);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
    restart(pump);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
    expect(pump.produced(pump.produce(batchOf(['b'])))?.error).toBe('NONE');
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('is missed by the next controller if another broker starts first', () => {
    const pump = withTopic({}, ZOOKEEPER);
    for (const id of [2, 3, 1]) shutdown(pump, id);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 2, isr: [1] });
    restart(pump, 2);
    expect(pump.partition()).toEqual({ leader: -1, leaderEpoch: 3, isr: [1] });
    restart(pump, 1);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 4, isr: [1, 2] });
  });
});

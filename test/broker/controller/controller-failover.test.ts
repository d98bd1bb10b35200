/** Covers src/broker/controller/controller-failover.ts and controller-activity.ts. */
import { describe, expect, it } from 'vitest';
import type { ClusterOptions } from '../../../src/broker/index.ts';
import type { CreateTopicsRequest, MetadataResponse } from '../../../src/protocol/messages.ts';
import { batchOf, type Pump, SERVING_DELAY_MS, withTopic } from '../pump.ts';

const stop = (pump: Pump): void => pump.do((cluster) => cluster.stopController());
const start = (pump: Pump): void => pump.do((cluster, nowMs) => cluster.startController(nowMs));
const crash = (pump: Pump, id: number): void => pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
const restart = (pump: Pump, id: number): void => pump.do((cluster, nowMs) => cluster.restart(id, nowMs));

/** A cluster whose controller has just stopped. */
function withoutController(options: Partial<ClusterOptions> = {}): Pump {
  const pump = withTopic({}, options);
  pump.produce(batchOf(['a']));
  stop(pump);
  return pump;
}

describe('A cluster without a controller', () => {
  it('serves its clients as before as long as no broker fails', () => {
    const pump = withoutController();
    pump.advance(120_000);
    expect(pump.produced(pump.produce(batchOf(['b'])))?.error).toBe('NONE');
    expect(pump.values()).toEqual(['a', 'b']);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
  });

  it('keeps a dead leader; the new controller measures its session from its own start', () => {
    const pump = withoutController();
    crash(pump, 1);
    pump.advance(60_000);
    expect(pump.partition().leader).toBe(1);
    start(pump);
    pump.advance(8_999);
    expect(pump.partition().leader).toBe(1);
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('does not count the time that a crashed broker was silent before: its session begins with the new controller', () => {
    const pump = withTopic();
    crash(pump, 1);
    stop(pump);
    pump.advance(3_000);
    start(pump);
    pump.advance(8_999);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('cannot remove a dead follower from the in-sync replicas, so that acks=all waits', () => {
    const pump = withoutController();
    crash(pump, 3);
    const token = pump.produce(batchOf(['b']), { timeoutMs: 120_000 });
    pump.advance(60_000);
    expect(pump.produced(token)).toBeUndefined();
    start(pump);
    expect(pump.produced(token)?.error).toBe('NONE');
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2] });
  });

  it('does not register a restarted broker until there is a controller', () => {
    const pump = withoutController();
    crash(pump, 1);
    restart(pump, 1);
    pump.advance(60_000);
    const token = pump.produce(batchOf(['b']));
    start(pump);
    pump.advance(9_000);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(3_700 + SERVING_DELAY_MS);
    expect(pump.produced(token)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
    pump.advance(1_000);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.produced(pump.produce(batchOf(['b']), { broker: 2 }))?.error).toBe('NONE');
  });

  const createTopic: CreateTopicsRequest = {
    api: 'CreateTopics',
    topics: [{ name: 'u', numPartitions: 1, replicationFactor: 3, configs: {} }],
    timeoutMs: 100_000,
    validateOnly: false,
  };

  it('in KRaft mode forwards requests once there is a controller, and gives up after a minute', () => {
    const pump = withoutController();
    const late = pump.send(createTopic, 2);
    pump.advance(59_999);
    const inTime = pump.send(createTopic, 2);
    expect(pump.answers.has(late)).toBe(false);
    pump.advance(1);
    expect(pump.answers.get(late)).toMatchObject({ topics: [{ error: 'REQUEST_TIMED_OUT' }] });
    start(pump);
    pump.advance(5);
    expect(pump.answers.get(inTime)).toMatchObject({ topics: [{ error: 'NONE' }] });
  });

  it('in ZooKeeper mode does not create or delete topics', () => {
    const pump = withoutController({ mode: 'zookeeper' });
    const created = pump.ask<'CreateTopics'>(createTopic, pump.controllerId);
    expect(created).toMatchObject({ topics: [{ error: 'NOT_CONTROLLER' }] });
    const deleted = pump.ask<'DeleteTopics'>({ api: 'DeleteTopics', topics: ['t'], timeoutMs: 1_000 });
    expect(deleted).toMatchObject({ topics: [{ error: 'NOT_CONTROLLER' }] });
    const asked = { api: 'Metadata', topics: ['v'], allowAutoTopicCreation: true } as const;
    const { topics } = pump.ask<'Metadata'>(asked) as MetadataResponse;
    expect(topics[0]?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('elects the leaders of a new topic once there is a controller', () => {
    const pump = withTopic();
    pump.ask<'Metadata'>({ api: 'Metadata', topics: ['u'], allowAutoTopicCreation: true });
    stop(pump);
    pump.advance(1_000);
    expect(pump.partition('u').leader).toBe(-1);
    start(pump);
    expect(pump.partition('u').leader).toBeGreaterThan(0);
  });

  it('learns of a failed log directory once there is a controller', () => {
    const pump = withoutController({ mode: 'zookeeper', config: { 'log.dirs': '/data/1,/data/2' } });
    pump.do((cluster, nowMs) => cluster.failDisk(1, nowMs));
    expect(pump.partition().leader).toBe(1);
    start(pump);
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [2, 3] });
  });

  it('keeps a broker disconnected that was disconnected before', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.disconnectFromController(1, nowMs));
    stop(pump);
    pump.advance(60_000);
    start(pump);
    expect(pump.partition().leader).toBe(1);
    pump.advance(9_000);
    expect(pump.partition()).toMatchObject({ leader: 2, isr: [2, 3] });
    pump.do((cluster, nowMs) => cluster.reconnectToController(1, nowMs));
    pump.advance(1_000);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
  });

  it('registers a broker again whose session had expired, and that reconnected while there was no controller', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.disconnectFromController(3, nowMs));
    pump.advance(9_000);
    expect(pump.partition().isr).toEqual([1, 2]);
    stop(pump);
    pump.do((cluster, nowMs) => cluster.reconnectToController(3, nowMs));
    pump.advance(5_000);
    start(pump);
    pump.advance(2_000);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
  });
});

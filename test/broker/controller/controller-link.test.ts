/** Covers src/broker/controller/controller-link.ts and catch-up.ts. */
import { describe, expect, it } from 'vitest';
import type { MetadataResponse } from '../../../src/protocol/messages.ts';
import { batchOf, type Pump, SERVING_DELAY_MS, withTopic } from '../pump.ts';

const disconnect = (pump: Pump, id = 1): void =>
  pump.do((cluster, nowMs) => cluster.disconnectFromController(id, nowMs));
const reconnect = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.reconnectToController(id, nowMs));

function leaderAccordingTo(pump: Pump, broker: number): number | undefined {
  const request = { api: 'Metadata', topics: ['t'], allowAutoTopicCreation: false } as const;
  const { topics } = pump.ask<'Metadata'>(request, broker) as MetadataResponse;
  return topics[0]?.partitions[0]?.leader;
}

describe('A leader that is disconnected from the controller', () => {
  it('keeps its leadership and replicates until its session expires', () => {
    const pump = withTopic();
    disconnect(pump);
    pump.advance(8_999);
    expect(pump.produced(pump.produce(batchOf(['a'])))?.error).toBe('NONE');
    expect(pump.partition()).toMatchObject({ leader: 1, leaderEpoch: 0 });
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('still names itself as leader in Metadata, and accepts appends', () => {
    const pump = withTopic();
    disconnect(pump);
    pump.advance(9_000);
    expect(leaderAccordingTo(pump, 1)).toBe(1);
    expect(leaderAccordingTo(pump, 2)).toBe(2);
    expect(pump.produced(pump.produce(batchOf(['zombie']), { acks: 1 }))?.error).toBe('NONE');
    expect(pump.produced(pump.produce(batchOf(['real']), { acks: 1, broker: 2 }))?.error).toBe('NONE');
    expect(pump.values()).toEqual(['real']);
  });

  it('cannot shrink its in-sync replicas, so that acks=all times out', () => {
    const pump = withTopic({ 'min.insync.replicas': '2' }, { config: { 'replica.lag.time.max.ms': 10_000 } });
    disconnect(pump);
    pump.advance(9_000);
    const token = pump.produce(batchOf(['zombie']), { timeoutMs: 30_000 });
    pump.advance(29_999);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('REQUEST_TIMED_OUT');
    expect(pump.partition().isr).toEqual([2, 3]);
  });

  it('truncates what it accepted once it is reconnected', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    disconnect(pump);
    pump.advance(9_000);
    pump.produce(batchOf(['lost']), { acks: 1 });
    const waiting = pump.produce(batchOf(['lost too']));
    pump.produce(batchOf(['b']), { broker: 2 });
    reconnect(pump);
    expect(pump.produced(waiting)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(pump.events).toContain('log truncated');
    pump.advance(1_000);
    expect([1, 2, 3].map((id) => pump.numbers(id))).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
    expect(leaderAccordingTo(pump, 1)).toBe(2);
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('adds caught-up followers to its in-sync replicas once it is reconnected', () => {
    const pump = withTopic();
    pump.do((cluster, nowMs) => cluster.crash(3, nowMs));
    pump.advance(9_000);
    disconnect(pump);
    pump.do((cluster, nowMs) => cluster.restart(3, nowMs));
    pump.advance(2_000);
    expect(pump.partition().isr).toEqual([1, 2]);
    reconnect(pump);
    pump.advance(1_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
  });

  it.each([
    { mode: 'kraft', timeoutMs: 9_000, leaderEpoch: 0, fetched: [1, 1], why: 'it is fenced' },
    { mode: 'zookeeper', timeoutMs: 18_000, leaderEpoch: 1, fetched: [0, 0], why: 'the leader has a later epoch' },
  ] as const)('cannot rejoin the in-sync replicas as a follower: in $mode mode $why', (example) => {
    const { mode, timeoutMs, leaderEpoch, fetched } = example;
    const pump = withTopic({}, { mode });
    disconnect(pump, 3);
    pump.advance(timeoutMs);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch, isr: [1, 2] });
    const token = pump.produce(batchOf(['a']));
    pump.advance(5_000);
    expect(pump.produced(token)?.error).toBe('NONE');
    expect(pump.partition().isr).toEqual([1, 2]);
    expect(pump.numbers(3)).toEqual(fetched);
    reconnect(pump, 3);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.numbers(3)[0]).toBe(1);
  });

  it('keeps its leadership if it reconnects before its session expires', () => {
    const pump = withTopic();
    disconnect(pump);
    pump.advance(8_000);
    reconnect(pump);
    pump.advance(60_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
  });

  it('shrinks its in-sync replicas as soon as it is reconnected', () => {
    const pump = withTopic({}, { config: { 'broker.session.timeout.ms': 100_000 } });
    disconnect(pump);
    pump.hold(3);
    pump.produce(batchOf(['a']));
    const token = pump.produce(batchOf(['b']), { timeoutMs: 90_000 });
    pump.advance(60_000);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.produced(token)).toBeUndefined();
    reconnect(pump);
    expect(pump.partition().isr).toEqual([1, 2]);
    expect(pump.produced(token)?.error).toBe('NONE');
  });

  it('does not hand over its leadership when it shuts down', () => {
    const pump = withTopic();
    disconnect(pump);
    pump.do((cluster, nowMs) => cluster.shutdown(1, nowMs));
    expect(pump.partition().leader).toBe(1);
    pump.advance(9_000);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('serves nothing after a restart until it is reconnected', () => {
    const pump = withTopic();
    pump.produce(batchOf(['a']));
    disconnect(pump);
    pump.do((cluster, nowMs) => cluster.crash(1, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    pump.advance(20_000);
    const token = pump.produce(batchOf(['b']));
    expect(pump.produced(token)).toBeUndefined();
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    reconnect(pump);
    pump.advance(SERVING_DELAY_MS);
    expect(pump.produced(token)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(pump.partition().isr).toEqual([1, 2, 3]);
  });
});

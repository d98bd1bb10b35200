/** Covers src/broker/controller: membership-kraft.ts, memberships.ts, membership.ts, broker-start.ts and combined-quorum.ts. */
import { describe, expect, it } from 'vitest';
import type { ClusterOptions } from '../../../src/broker/index.ts';
import { batchOf, Pump, SERVING_DELAY_MS, withTopic } from '../pump.ts';

const crash = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.crash(id, nowMs));
const restart = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.restart(id, nowMs));
const shutdown = (pump: Pump, id = 1): void => pump.do((cluster, nowMs) => cluster.shutdown(id, nowMs));

function singleReplica(options: Partial<ClusterOptions>): Pump {
  const pump = new Pump(options);
  pump.do((cluster, nowMs) => cluster.createTopic('t', { partitions: 1, replicationFactor: 1 }, nowMs));
  pump.produce(batchOf(['a']));
  return pump;
}

describe('A broker that restarts after a crash, in KRaft mode', () => {
  it('is registered when the session of its predecessor has ended, and not before', () => {
    const pump = withTopic();
    crash(pump);
    pump.advance(100);
    restart(pump);
    pump.advance(8_899);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    // It has tried after 0, 100, 300, 700, 1500, 3100 and 6300 ms. The next time is after 12700 ms.
    pump.advance(3_799);
    expect(pump.partition().isr).toEqual([2, 3]);
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
  });

  it('is registered at once if that session has ended', () => {
    const pump = withTopic();
    crash(pump);
    pump.advance(9_000);
    restart(pump);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [1, 2, 3] });
  });

  it('works on the requests that arrive in the meantime once it is registered, unless it crashes again', () => {
    const pump = withTopic({}, { config: { 'broker.session.timeout.ms': 100 } });
    crash(pump);
    restart(pump);
    const token = pump.produce(batchOf(['a']));
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(100 + SERVING_DELAY_MS - 1);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
    crash(pump);
    restart(pump);
    const lost = pump.produce(batchOf(['a']));
    crash(pump);
    pump.advance(100);
    restart(pump);
    expect(pump.produced(lost)).toBeUndefined();
  });

  it('leads partitions of which it has the only replica in a new epoch', () => {
    const pump = singleReplica({ brokers: 1 });
    crash(pump);
    pump.advance(9_000);
    expect(pump.partition()).toEqual({ leader: -1, leaderEpoch: 1, isr: [1] });
    restart(pump);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 2, isr: [1] });
    expect(pump.values()).toEqual(['a']);
  });
});

const COMBINED = { config: { 'process.roles': 'broker,controller' } } as const;

describe('A broker that is the only controller, too', () => {
  it('keeps its leaderships and their epoch over a crash, since nothing has noticed it', () => {
    const pump = singleReplica({ brokers: 1, ...COMBINED });
    crash(pump);
    pump.advance(60_000);
    restart(pump);
    // The new controller counts on the predecessor for the time of a session.
    pump.advance(12_699);
    expect(pump.produced(pump.produce(batchOf(['b'])))).toBeUndefined();
    pump.advance(1 + SERVING_DELAY_MS);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
    expect(pump.values()).toEqual(['a', 'b']);
  });

  it('hands its leaderships over when it shuts down', () => {
    const pump = singleReplica({ brokers: 1, ...COMBINED });
    shutdown(pump);
    expect(pump.partition()).toMatchObject({ leader: -1, leaderEpoch: 1 });
    restart(pump);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 2, isr: [1] });
  });
});

describe('Brokers that are the controllers, too', () => {
  it('elect another controller when the active one crashes, which measures the sessions from then on', () => {
    const pump = withTopic({}, COMBINED);
    crash(pump);
    pump.advance(2_000 + 8_999);
    expect(pump.partition().leader).toBe(1);
    pump.advance(1);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
  });

  it('have a controller all the time if the active one is shut down, or another broker crashes', () => {
    const pump = withTopic({}, COMBINED);
    shutdown(pump);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    restart(pump);
    expect(pump.partition().isr).toEqual([1, 2, 3]);
    crash(pump, 3);
    pump.advance(9_000);
    expect(pump.partition()).toEqual({ leader: 2, leaderEpoch: 1, isr: [1, 2] });
  });

  it('have no controller without a majority of them', () => {
    const pump = withTopic({}, COMBINED);
    crash(pump, 3);
    crash(pump, 2);
    pump.advance(60_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    restart(pump, 2);
    pump.advance(1_000 + 9_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1] });
    pump.advance(3_700);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2] });
  });
});

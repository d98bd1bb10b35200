/** Covers src/broker/coordinators/groups: group-metadata-manager.ts, group-records.ts and offset-expiry.ts. */
import { describe, expect, it } from 'vitest';
import type { Pump } from '../../pump.ts';
import { assignments, coordinatorOf, described, GROUP, stabilize, TestMember, withGroups } from './test-member.ts';

function offsets(pump: Pump): number[] {
  return pump.cluster.committedOffsets(GROUP).map(({ offset }) => offset);
}

describe('The next coordinator', () => {
  it('goes on with the last stable generation, its static members and its offsets, and begins sessions again', () => {
    const pump = withGroups();
    const [a, b] = [new TestMember(pump, 'a', { groupInstanceId: 'i' }), new TestMember(pump, 'b')];
    stabilize([a]);
    expect(a.commit(7)).toBe('NONE');
    pump.advance(9_000);
    b.join();
    const first = coordinatorOf(pump);
    pump.do((cluster, nowMs) => cluster.shutdown(first, nowMs));
    expect(b.joined()).toMatchObject({ error: 'NOT_COORDINATOR', memberId: b.memberId });
    pump.advance(1);
    expect(coordinatorOf(pump)).not.toBe(first);
    expect(assignments(pump)).toEqual({ i: 'for a' });
    b.join();
    expect(b.joined()?.error).toBe('UNKNOWN_MEMBER_ID');
    pump.advance(9_998);
    expect(a.heartbeat()).toBe('NONE');
    pump.advance(10_001);
    expect(described(pump)).toMatchObject({ groupState: 'Empty', protocolType: 'consumer' });
    expect(offsets(pump)).toEqual([7]);
  });

  it('answers as a coordinator that loads until it has read the log', () => {
    const pump = withGroups();
    const a = new TestMember(pump, 'a');
    stabilize([a]);
    pump.do((cluster, nowMs) => cluster.shutdown(coordinatorOf(pump), nowMs));
    expect(a.heartbeat()).toBe('NONE');
    expect(a.commit(1)).toBe('COORDINATOR_LOAD_IN_PROGRESS');
    a.sync();
    expect(pump.ask<'ListGroups'>({ api: 'ListGroups', statesFilter: [] }, coordinatorOf(pump)).groups).toEqual([]);
    expect(described(pump)).toMatchObject({ error: 'COORDINATOR_LOAD_IN_PROGRESS', groupState: '' });
    pump.advance(1);
    expect(a.synced()?.error).toBe('REBALANCE_IN_PROGRESS');
    expect(a.commit(1)).toBe('NONE');
  });

  it('has forgotten a rebalance that was not complete, but not that the group became empty', () => {
    const pump = withGroups();
    const a = new TestMember(pump, 'a');
    stabilize([a]);
    a.leave();
    pump.do((cluster, nowMs) => cluster.crash(coordinatorOf(pump), nowMs));
    pump.advance(10_000);
    expect(described(pump)).toMatchObject({ groupState: 'Empty', members: [] });
    const b = new TestMember(pump, 'b');
    b.join();
    expect(b.joined()).toMatchObject({ error: 'NONE', generationId: 3 });
  });
});

describe('Offsets', () => {
  it('of a group without members expire with offsets.retention.minutes, and the group goes with them', () => {
    const pump = withGroups({ 'offsets.retention.minutes': 1, 'offsets.retention.check.interval.ms': 10_000 });
    const a = new TestMember(pump, 'a');
    stabilize([a]);
    a.commit(7);
    pump.advance(9_000);
    a.leave();
    pump.advance(59_999);
    expect(offsets(pump)).toEqual([7]);
    pump.advance(10_000);
    expect(offsets(pump)).toEqual([]);
    expect(described(pump).groupState).toBe('Dead');
    expect(pump.events.filter((name) => name === 'member removed')).toHaveLength(1);
  });

  it('are removed when their topic is deleted', () => {
    const pump = withGroups();
    const a = new TestMember(pump, 'a');
    a.commit(7, { memberId: '', generationId: -1 });
    pump.ask<'DeleteTopics'>({ api: 'DeleteTopics', topics: ['payments'], timeoutMs: 1_000 }, pump.controllerId);
    expect(offsets(pump)).toEqual([]);
  });

  it('cause no more wakes once there is no group', () => {
    const pump = withGroups({ 'offsets.retention.minutes': 1 });
    const a = new TestMember(pump, 'a');
    a.commit(7, { memberId: '', generationId: -1 });
    pump.advance(660_000);
    const { steps } = pump;
    pump.advance(3_600_000);
    expect(pump.steps - steps).toBeLessThan(10);
    expect(offsets(pump)).toEqual([]);
  });
});

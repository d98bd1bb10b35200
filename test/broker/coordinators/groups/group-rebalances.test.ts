/**
 * Covers src/broker/coordinators/groups: group-rebalances.ts, member-joins.ts, group-coordinator.ts and member-checks.ts, and
 * requests/or-server-error.ts. Most of their rules are checked by the recorded scenarios of test/conformance/broker.
 */
import { describe, expect, it } from 'vitest';
import type { Pump } from '../../pump.ts';
import {
  assignments,
  coordinatorOf,
  described,
  GROUP,
  stabilize,
  synchronize,
  TestMember,
  withGroups,
} from './test-member.ts';

/** A client gets a member id, with a session timeout of 6 s, and does not use it. */
function requestMemberId(pump: Pump): string {
  const request = {
    api: 'JoinGroup',
    groupId: GROUP,
    sessionTimeoutMs: 6_000,
    rebalanceTimeoutMs: 6_000,
    memberId: '',
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: new Uint8Array(0) }],
    reason: null,
  } as const;
  return pump.ask<'JoinGroup'>(request, coordinatorOf(pump)).memberId;
}

describe('A group of three consumers', () => {
  it('goes on with two when one crashes: noticed after its session, rebalanced as soon as the others have joined again', () => {
    const pump = withGroups();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => new TestMember(pump, name)) as [TestMember, TestMember, TestMember];
    stabilize([a]);
    for (const joining of [b, c]) {
      joining.join();
      for (const member of [a, b]) if (member !== joining && member.generationId > 0) member.join();
      if (joining === c) b.joined();
      synchronize(joining === b ? [a, b] : [a, b, c]);
    }
    expect(assignments(pump)).toEqual({ a: 'for a', b: 'for b', c: 'for c' });
    const crashedMs = pump.nowMs;

    // The others send heartbeats every 3 s, as consumers do.
    const noticed: number[] = [];
    while (noticed.length === 0) {
      pump.advance(3_000);
      for (const member of [a, b]) {
        if (member.heartbeat() === 'REBALANCE_IN_PROGRESS') noticed.push(pump.nowMs - crashedMs);
      }
    }
    expect(noticed).toEqual([12_000, 12_000]);
    expect(described(pump)).toMatchObject({ groupState: 'PreparingRebalance', members: [{}, {}] });

    a.join();
    expect(a.joined()).toBeUndefined();
    b.join();
    synchronize([a, b]);
    expect(described(pump).groupState).toBe('Stable');
    expect(assignments(pump)).toEqual({ a: 'for a', b: 'for b' });
    expect(a.generationId).toBe(4);
    expect(c.heartbeat()).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('The first rebalance', () => {
  it('waits for group.initial.rebalance.delay.ms, and again when further members have joined', () => {
    const pump = withGroups({ 'group.initial.rebalance.delay.ms': 3_000 });
    const [a, b] = [new TestMember(pump, 'a'), new TestMember(pump, 'b')];
    a.join();
    pump.advance(2_000);
    b.join();
    pump.advance(3_999);
    expect(a.joined()).toBeUndefined();
    pump.advance(1);
    expect(a.joined()).toMatchObject({ error: 'NONE', generationId: 1, members: [{}, {}] });
    expect(b.joined()).toMatchObject({ error: 'NONE', members: [] });
  });
});

describe('A rebalance', () => {
  it('waits for a member that only has its id until the session timeout is over', () => {
    const pump = withGroups();
    const [a, b] = [new TestMember(pump, 'a'), new TestMember(pump, 'b')];
    stabilize([a]);
    requestMemberId(pump);
    b.join();
    a.join();
    pump.advance(5_999);
    expect(b.joined()).toBeUndefined();
    pump.advance(1);
    expect(b.joined()).toMatchObject({ error: 'NONE', generationId: 2 });
  });

  it('keeps a static member that has not joined, and drops a dynamic one', () => {
    const pump = withGroups();
    const [a, b] = [new TestMember(pump, 'a', { groupInstanceId: 'i' }), new TestMember(pump, 'b')];
    a.sessionTimeoutMs = 60_000;
    stabilize([a]);
    b.join();
    a.join();
    synchronize([a, b]);
    const c = new TestMember(pump, 'c');
    c.join();
    pump.advance(30_000);
    expect(c.joined()).toMatchObject({ error: 'NONE', generationId: 3 });
    expect(described(pump).members.map(({ clientId }) => clientId)).toEqual(['a', 'c']);
  });

  it('ends with the session of a static member, also if that has no time at all to join', () => {
    const pump = withGroups();
    const a = new TestMember(pump, 'a', { groupInstanceId: 'i' });
    stabilize([a]);
    const restarted = new TestMember(pump, 'a', { groupInstanceId: 'i', rebalanceTimeoutMs: 0 });
    restarted.join();
    expect(restarted.joined()).toMatchObject({ error: 'NONE', generationId: 1, skipAssignment: true });
    const b = new TestMember(pump, 'b', { rebalanceTimeoutMs: 0 });
    b.join();
    b.leave();
    expect(b.joined()?.error).toBe('UNKNOWN_MEMBER_ID');
    pump.advance(9_999);
    expect(described(pump)).toMatchObject({ groupState: 'PreparingRebalance', members: [{ clientId: 'a' }] });
    pump.advance(1);
    expect(described(pump).groupState).toBe('Empty');
  });

  it('drops a new member that has waited for five minutes', () => {
    const pump = withGroups({ 'group.max.session.timeout.ms': 900_000 });
    const patient = { sessionTimeoutMs: 800_000, rebalanceTimeoutMs: 600_000 };
    const [a, b] = [new TestMember(pump, 'a', patient), new TestMember(pump, 'b', patient)];
    stabilize([a]);
    b.join();
    pump.advance(299_999);
    expect(b.joined()).toBeUndefined();
    pump.advance(1);
    expect(b.joined()).toMatchObject({ error: 'UNKNOWN_MEMBER_ID', memberId: '' });
  });
});

describe('A group', () => {
  it('has room for group.max.size members', () => {
    const pump = withGroups({ 'group.max.size': 1 });
    const [a, b] = [new TestMember(pump, 'a'), new TestMember(pump, 'b')];
    stabilize([a]);
    b.join();
    expect(b.joined()).toMatchObject({ error: 'GROUP_MAX_SIZE_REACHED', memberId: '' });
    expect(a.heartbeat()).toBe('NONE');
  });

  it.each([5_999, 1_800_001])('refuses a session timeout of %d ms', (sessionTimeoutMs) => {
    const pump = withGroups();
    const member = new TestMember(pump, 'a', { sessionTimeoutMs });
    member.join();
    expect(member.joined()?.error).toBe('INVALID_SESSION_TIMEOUT');
  });

  it('hangs if the last to join ends a rebalance in which the metadata of one member cannot be read, as in Kafka', () => {
    const pump = withGroups();
    const readable = [{ name: 'range', metadata: Uint8Array.of(0, 0, 0, 0, 0, 0, 255, 255, 255, 255) }];
    const unreadable = [{ name: 'range', metadata: new TextEncoder().encode('longer than that') }];
    const a = new TestMember(pump, 'a', { protocols: readable });
    const b = new TestMember(pump, 'b', { protocols: unreadable });
    stabilize([a]);
    b.join();
    a.join();
    expect(a.joined()?.error).toBe('UNKNOWN_SERVER_ERROR');
    pump.advance(60_000);
    expect(b.joined()).toBeUndefined();
    expect(described(pump)).toMatchObject({ groupState: 'PreparingRebalance', authorizedOperations: 328 });
    b.leave();
    expect(b.joined()?.error).toBe('UNKNOWN_MEMBER_ID');
    expect(a.joined()?.error).toBe('UNKNOWN_SERVER_ERROR');
  });

  it('answers UNKNOWN_SERVER_ERROR to a static member with an id that was handed out to a dynamic one, as Kafka', () => {
    const pump = withGroups();
    const a = new TestMember(pump, 'a', { memberId: requestMemberId(pump), groupInstanceId: 'i' });
    a.join();
    expect(a.joined()?.error).toBe('UNKNOWN_SERVER_ERROR');
  });
});

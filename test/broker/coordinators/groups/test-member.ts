/**
 * A member of a group for tests: it sends the coordinator the requests of a consumer, one at a time.
 */
import type { ErrorName } from '../../../../src/protocol/errors/errors.ts';
import type {
  DescribedGroup,
  JoinGroupRequest,
  JoinGroupResponse,
  OffsetCommitRequest,
  SyncGroupResponse,
} from '../../../../src/protocol/messages.ts';
import { Pump } from '../../pump.ts';

export const GROUP = 'billing';

/**
 * A cluster of three brokers with the topic `payments` (two partitions) and `__consumer_offsets`. Fetches of followers wait for a
 * millisecond at most, so that they soon ask for partitions that have got another leader.
 */
export function withGroups(config: Record<string, string | number | boolean> = {}): Pump {
  const pump = new Pump({
    config: { 'replica.fetch.wait.max.ms': 1, 'group.initial.rebalance.delay.ms': 0, ...config },
  });
  pump.do((cluster, nowMs) => cluster.createTopic('payments', { partitions: 2, replicationFactor: 3 }, nowMs));
  pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'group', key: GROUP });
  pump.advance(5);
  return pump;
}

/** The id of the group's coordinator. */
export function coordinatorOf(pump: Pump): number {
  const request = { api: 'FindCoordinator', keyType: 'group', key: GROUP } as const;
  const up = [1, 2, 3].find((id) => pump.cluster.isUp(id));
  return pump.ask<'FindCoordinator'>(request, up).node?.id ?? 0;
}

export function described(pump: Pump): DescribedGroup {
  const request = { api: 'DescribeGroups', groups: [GROUP], includeAuthorizedOperations: true } as const;
  return pump.ask<'DescribeGroups'>(request, coordinatorOf(pump)).groups[0] as DescribedGroup;
}

/** The members of the group, each with its assignment, by group instance id or else client id. */
export function assignments(pump: Pump): Record<string, string> {
  const { members } = described(pump);
  return Object.fromEntries(
    members.map(({ clientId, groupInstanceId, memberAssignment }) => [
      groupInstanceId ?? clientId,
      new TextDecoder().decode(memberAssignment),
    ]),
  );
}

export class TestMember {
  readonly pump: Pump;
  readonly name: string;
  memberId = '';
  generationId = -1;
  groupInstanceId: string | null = null;
  sessionTimeoutMs = 10_000;
  rebalanceTimeoutMs = 30_000;
  protocols: JoinGroupRequest['protocols'] = [{ name: 'range', metadata: new Uint8Array(0) }];
  private joining: number | undefined;
  private syncing: number | undefined;

  constructor(pump: Pump, name: string, more: Partial<TestMember> = {}) {
    this.pump = pump;
    this.name = name;
    Object.assign(this, more);
  }

  /** Sends JoinGroup, a second time with the member id if that is required. */
  join(broker: number = coordinatorOf(this.pump)): void {
    const { memberId, groupInstanceId, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = this;
    const timeouts = { sessionTimeoutMs, rebalanceTimeoutMs };
    const common = { protocolType: 'consumer', reason: null, memberId, groupInstanceId, protocols } as const;
    const request = { api: 'JoinGroup', groupId: GROUP, ...timeouts, ...common } as const;
    this.joining = this.pump.send(request, broker, true, this.name, 9);
    const answer = this.joined();
    if (answer?.error !== 'MEMBER_ID_REQUIRED') return;
    this.memberId = answer.memberId;
    this.join(broker);
  }

  /** The answer to the last JoinGroup; undefined while it waits. */
  joined(): JoinGroupResponse | undefined {
    this.pump.advance(0);
    const answer = this.pump.answers.get(this.joining) as JoinGroupResponse | undefined;
    if (answer?.error === 'NONE') {
      this.memberId = answer.memberId;
      this.generationId = answer.generationId;
    }
    return answer;
  }

  /** Sends SyncGroup. @param given what the leader assigns, by member id */
  sync(given: Record<string, string> = {}, broker: number = coordinatorOf(this.pump)): void {
    const { memberId, generationId, groupInstanceId } = this;
    const assigned = Object.entries(given).map(([id, text]) => ({
      memberId: id,
      assignment: new TextEncoder().encode(text),
    }));
    const member = { memberId, generationId, groupInstanceId, protocolType: 'consumer', protocolName: 'range' };
    this.syncing = this.pump.send(
      { api: 'SyncGroup', groupId: GROUP, ...member, assignments: assigned },
      broker,
      true,
      this.name,
      5,
    );
  }

  synced(): SyncGroupResponse | undefined {
    this.pump.advance(0);
    return this.pump.answers.get(this.syncing) as SyncGroupResponse | undefined;
  }

  heartbeat(): ErrorName {
    const { memberId, generationId, groupInstanceId } = this;
    const request = { api: 'Heartbeat', groupId: GROUP, memberId, generationId, groupInstanceId } as const;
    return this.pump.ask<'Heartbeat'>(request, coordinatorOf(this.pump)).error;
  }

  leave(): void {
    const { memberId } = this;
    const members = [{ memberId, groupInstanceId: null, reason: null }];
    this.pump.ask<'LeaveGroup'>({ api: 'LeaveGroup', groupId: GROUP, members }, coordinatorOf(this.pump), 5);
  }

  commit(committedOffset: number, more: Partial<OffsetCommitRequest> = {}): ErrorName | undefined {
    const { memberId, generationId, groupInstanceId } = this;
    const offset = { topic: 'payments', partition: 0, committedOffset };
    const partitions = [{ ...offset, committedLeaderEpoch: -1, committedMetadata: null }];
    const sender = { groupId: GROUP, memberId, generationId, groupInstanceId, retentionTimeMs: -1 };
    const request = { api: 'OffsetCommit', ...sender, partitions, ...more } as const;
    return this.pump.ask<'OffsetCommit'>(request, coordinatorOf(this.pump)).partitions[0]?.error;
  }
}

/** Lets all members join, and the leader assign each its name. */
export function stabilize(members: readonly TestMember[]): void {
  for (const member of members) member.join();
  synchronize(members);
}

/** All members have joined: the leader assigns each its name. */
export function synchronize(members: readonly TestMember[]): void {
  const leaderId = members[0]?.joined()?.leader;
  for (const member of members) member.joined();
  const given = Object.fromEntries(members.map(({ memberId, name }) => [memberId, `for ${name}`]));
  for (const member of members) member.sync(member.memberId === leaderId ? given : {});
}

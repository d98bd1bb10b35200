/**
 * JoinGroup at the coordinator (GroupCoordinator.handleJoinGroup): new members, static members that return, and members that join
 * again.
 */
import type { JoinGroupRequest } from '../../../protocol/messages.ts';
import type { BrokerConfig } from '../../config/broker-config.ts';
import { drawUuid } from '../../state/random-uuid.ts';
import { CoordinatorException } from './coordinator-exception.ts';
import { rulesOf } from './coordinator-rules.ts';
import { type Group, joinFailed } from './group.ts';
import { GroupMember, type JoinCallback } from './group-member.ts';
import type { GroupMetadataManager } from './group-metadata-manager.ts';
import type { GroupRebalances } from './group-rebalances.ts';
import { refusalOfMember } from './member-checks.ts';

export interface JoinCall extends Omit<JoinGroupRequest, 'api'> {
  readonly clientId: string;
  /** A dynamic member without an id gets one, with which it has to join (KIP-394). */
  readonly requiresKnownMemberId: boolean;
  /** The client knows that the leader need not assign partitions (KIP-814). */
  readonly supportsSkippingAssignment: boolean;
}

export interface JoinParts {
  readonly config: BrokerConfig;
  readonly manager: GroupMetadataManager;
  readonly rebalances: GroupRebalances;
  /** A whole number from 0 to bound - 1. */
  readonly nextInt: (bound: number) => number;
}

export class MemberJoins {
  private readonly parts: JoinParts;

  constructor(parts: JoinParts) {
    this.parts = parts;
  }

  allowsSessionTimeout({ sessionTimeoutMs }: JoinCall): boolean {
    const { groupMinSessionTimeoutMs, groupMaxSessionTimeoutMs } = this.parts.config;
    return sessionTimeoutMs >= groupMinSessionTimeoutMs && sessionTimeoutMs <= groupMaxSessionTimeoutMs;
  }

  /** @throws CoordinatorException */
  join(call: JoinCall, whenDone: JoinCallback): void {
    const { manager, rebalances } = this.parts;
    const { groupId, memberId } = call;
    if (!this.allowsSessionTimeout(call)) {
      whenDone(joinFailed(memberId, 'INVALID_SESSION_TIMEOUT'));
      return;
    }
    const found = manager.find(groupId);
    const known = found.error === 'NONE' ? found.group : undefined;
    // Only a client without a member id creates a group.
    const group = known ?? (memberId === '' ? manager.add(groupId) : undefined);
    if (group === undefined) {
      whenDone(joinFailed(memberId, 'UNKNOWN_MEMBER_ID'));
      return;
    }
    if (!this.hasRoomFor(group, memberId)) {
      group.remove(memberId);
      whenDone(joinFailed('', 'GROUP_MAX_SIZE_REACHED'));
    } else if (!group.supports(call.protocolType, call.protocols)) {
      whenDone(joinFailed(memberId, 'INCONSISTENT_GROUP_PROTOCOL'));
    } else if (memberId === '') this.joinWithoutId(group, call, whenDone);
    else this.joinWithId(group, call, whenDone);
    if (group.is('PreparingRebalance')) rebalances.tryComplete(group);
    const isStored = known !== undefined || group.generationId > 0;
    if (!isStored && rulesOf(this.parts.config).storesNewGroups) manager.storeNewGroup(group);
  }

  private hasRoomFor(group: Group, memberId: string): boolean {
    const { groupMaxSize } = this.parts.config;
    if (group.is('Empty', 'Dead')) return true;
    if (!group.is('PreparingRebalance')) return group.members.has(memberId) || group.members.size < groupMaxSize;
    // The last ones to join again are those for which there is no room.
    const joined = group.members.size - group.notJoined().length;
    return group.members.get(memberId)?.awaitingJoin !== undefined || joined < groupMaxSize;
  }

  // --- New members -----------------------------------------------------------------------------------------------------

  private joinWithoutId(group: Group, call: JoinCall, whenDone: JoinCallback): void {
    const { groupInstanceId, clientId, requiresKnownMemberId, sessionTimeoutMs } = call;
    const newMemberId = `${groupInstanceId ?? clientId}-${drawUuid(this.parts.nextInt)}`;
    const oldMemberId = groupInstanceId === null ? undefined : group.staticMemberId(groupInstanceId);
    if (oldMemberId !== undefined) this.replaceStaticMember(group, call, { oldMemberId, newMemberId }, whenDone);
    else if (groupInstanceId === null && requiresKnownMemberId) {
      this.parts.rebalances.expectPendingMember(group, newMemberId, sessionTimeoutMs);
      whenDone(joinFailed(newMemberId, 'MEMBER_ID_REQUIRED'));
    } else this.addMember(group, { ...call, memberId: newMemberId }, whenDone);
  }

  private addMember(group: Group, call: JoinCall, whenDone: JoinCallback): void {
    const member = new GroupMember(call);
    group.add(member, whenDone);
    this.parts.rebalances.memberAdded(group, member, `${member.memberId} joins`);
  }

  /** A static member has started again: it keeps its place in the group under a new id. */
  private replaceStaticMember(
    group: Group,
    call: JoinCall,
    { oldMemberId, newMemberId }: { oldMemberId: string; newMemberId: string },
    whenDone: JoinCallback,
  ): void {
    const { rebalances, manager } = this.parts;
    const oldLeader = group.leader ?? '';
    const groupInstanceId = call.groupInstanceId as string;
    const member = group.replaceStaticMember(groupInstanceId, oldMemberId, newMemberId);
    rebalances.heardFrom(group, member);
    const { rebalanceTimeoutMs, sessionTimeoutMs } = member;
    update(member, call, whenDone);
    if (group.is('CompletingRebalance')) {
      // The leader may know the member by its old id already.
      rebalances.prepare(group, `the static member ${groupInstanceId} has returned`);
      return;
    }
    if (!group.is('Stable')) return;
    if (group.selectProtocol(rulesOf(this.parts.config)) !== group.protocolName) {
      rebalances.maybePrepare(group, `the static member ${groupInstanceId} has returned with other protocols`);
      return;
    }
    // Nothing changes but the id, which the next coordinator has to know.
    const assignment = new Map([...group.members.values()].map((one) => [one.memberId, one.assignment]));
    manager.storeGroup(group, assignment, (error) => {
      if (error !== 'NONE') {
        const { generationId, protocolType, protocolName } = group;
        update(member, { protocols: member.protocols, rebalanceTimeoutMs, sessionTimeoutMs }, undefined);
        rebalances.heardFrom(group, group.replaceStaticMember(groupInstanceId, newMemberId, oldMemberId));
        whenDone({ ...joinFailed('', error), generationId, protocolType, protocolName, leader: oldLeader });
        return;
      }
      const skipAssignment = call.supportsSkippingAssignment && group.isLeader(newMemberId);
      const joined = { ...group.joined(newMemberId), skipAssignment };
      // A client that does not know skipAssignment takes another member for the leader, and assigns nothing.
      group.answerJoin(
        member,
        call.supportsSkippingAssignment ? joined : { ...joined, leader: oldLeader, members: [] },
      );
    });
  }

  // --- Members and ids that were handed out -----------------------------------------------------------------------------

  private joinWithId(group: Group, call: JoinCall, whenDone: JoinCallback): void {
    const { memberId, groupInstanceId, protocols } = call;
    if (group.pendingMembers.has(memberId)) {
      if (groupInstanceId !== null) {
        throw new CoordinatorException(`The id ${memberId} was not handed out to a static member`);
      }
      this.addMember(group, call, whenDone);
      return;
    }
    const refusal = refusalOfMember(group, memberId, groupInstanceId);
    if (refusal !== undefined) {
      whenDone(joinFailed(memberId, refusal));
      return;
    }
    const member = group.member(memberId);
    const isUnchanged = member.matches(protocols);
    switch (group.state) {
      case 'PreparingRebalance':
        this.joinAgain(group, member, call, whenDone);
        return;
      case 'CompletingRebalance':
        // The member may not have received the answer to its first JoinGroup.
        if (isUnchanged) whenDone(group.joined(memberId));
        else this.joinAgain(group, member, call, whenDone);
        return;
      case 'Stable':
        // Something that the assignment depends on may have changed for the leader.
        if (isUnchanged && !group.isLeader(memberId)) whenDone(group.joined(memberId));
        else this.joinAgain(group, member, call, whenDone);
        return;
      default:
        whenDone(joinFailed(memberId, 'UNKNOWN_MEMBER_ID'));
    }
  }

  private joinAgain(group: Group, member: GroupMember, call: JoinCall, whenDone: JoinCallback): void {
    update(member, call, whenDone);
    this.parts.rebalances.maybePrepare(group, `${member.memberId} joins again`);
  }
}

type Joined = Pick<JoinCall, 'protocols' | 'rebalanceTimeoutMs' | 'sessionTimeoutMs'>;

/** A JoinGroup of the member that still waits is never answered. */
function update(
  member: GroupMember,
  { protocols, rebalanceTimeoutMs, sessionTimeoutMs }: Joined,
  awaitingJoin: JoinCallback | undefined,
): void {
  member.protocols = protocols;
  member.rebalanceTimeoutMs = rebalanceTimeoutMs;
  member.sessionTimeoutMs = sessionTimeoutMs;
  member.awaitingJoin = awaitingJoin;
}

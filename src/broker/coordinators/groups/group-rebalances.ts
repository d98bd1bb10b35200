/**
 * The rebalances of groups, and the timeouts by which members have to join, to sync and to be heard from (GroupCoordinator,
 * DelayedJoin, InitialDelayedJoin, DelayedSync, DelayedHeartbeat).
 */
import type { BrokerConfig } from '../../config/broker-config.ts';
import type { Effects } from '../../state/effects.ts';
import type { Scheduler } from '../../state/scheduler.ts';
import type { Timers } from '../../state/timers.ts';
import { catching } from './coordinator-exception.ts';
import { rulesOf } from './coordinator-rules.ts';
import { type Group, joinFailed, syncFailed } from './group.ts';
import { type GroupMember, NO_BYTES, type SyncResult } from './group-member.ts';
import type { GroupMetadataManager } from './group-metadata-manager.ts';

/** How long a new member that waits for its first answer stays, in ms (GroupCoordinator.NewMemberJoinTimeoutMs). */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60_000;

const NO_ASSIGNMENT: ReadonlyMap<string, Uint8Array> = new Map();

export interface RebalanceParts {
  readonly config: BrokerConfig;
  readonly effects: Effects;
  readonly scheduler: Scheduler;
  readonly timers: Timers;
}

export class GroupRebalances {
  private readonly parts: RebalanceParts;
  private readonly manager: () => GroupMetadataManager;

  /** @param manager of the same broker, which in turn reports to these rebalances what it loads */
  constructor(parts: RebalanceParts, manager: () => GroupMetadataManager) {
    this.parts = parts;
    this.manager = manager;
  }

  // --- Members come and go ---------------------------------------------------------------------------------------------

  /** A new member has joined the group: the others have to join again. */
  memberAdded(group: Group, member: GroupMember, reason: string): void {
    member.isNew = true;
    if (group.is('PreparingRebalance') && group.generationId === 0) group.hasNewMember = true;
    this.expectHeartbeat(group, member, NEW_MEMBER_JOIN_TIMEOUT_MS);
    this.maybePrepare(group, reason);
  }

  /** Removes a member. A JoinGroup of the member that waits fails, so that the client joins again if it is alive. */
  removeMember(group: Group, member: GroupMember, reason: string): void {
    this.takeOut(group, member, reason);
    this.membersLeft(group, reason);
  }

  /** As `removeMember`, but the others hear of it only with the call of `membersLeft` that has to follow. */
  takeOut(group: Group, member: GroupMember, reason: string): void {
    group.answerJoin(member, joinFailed('', 'UNKNOWN_MEMBER_ID'));
    group.remove(member.memberId);
    this.parts.timers.stop(member.session);
    this.parts.effects.event('member removed', { group: group.groupId, memberId: member.memberId, reason });
  }

  membersLeft(group: Group, reason: string): void {
    if (group.is('PreparingRebalance')) this.tryComplete(group);
    else this.maybePrepare(group, reason);
  }

  /** Waits for a member id that was handed out to be used. */
  expectPendingMember(group: Group, memberId: string, timeoutMs: number): void {
    group.pendingMembers.add(memberId);
    this.parts.timers.start(timeoutMs, () => {
      if (!group.is('Dead') && group.pendingMembers.has(memberId)) {
        catching(() => this.removePendingMember(group, memberId));
      }
    });
  }

  removePendingMember(group: Group, memberId: string): void {
    group.remove(memberId);
    if (group.is('PreparingRebalance')) this.tryComplete(group);
  }

  // --- Heartbeats ------------------------------------------------------------------------------------------------------

  /** The member is alive: its session begins again. */
  heardFrom(group: Group, member: GroupMember): void {
    this.expectHeartbeat(group, member, member.sessionTimeoutMs);
  }

  private expectHeartbeat(group: Group, member: GroupMember, timeoutMs: number): void {
    const { timers } = this.parts;
    timers.stop(member.session);
    member.session = undefined;
    if (member.isOwedAnAnswer) return;
    const { memberId } = member;
    member.session = timers.start(timeoutMs, () => {
      if (group.is('Dead') || group.members.get(memberId) !== member || member.isOwedAnAnswer) return;
      catching(() => this.removeMember(group, member, 'its session has expired'));
    });
  }

  // --- Joining ---------------------------------------------------------------------------------------------------------

  maybePrepare(group: Group, reason: string): void {
    if (group.canRebalance) this.prepare(group, reason);
  }

  /** All members have to join again, within the largest of their rebalance timeouts. */
  prepare(group: Group, reason: string): void {
    const { config, effects, scheduler } = this.parts;
    // Members that wait for their assignment get an error, and join again.
    if (group.is('CompletingRebalance')) this.failAssignment(group, 'REBALANCE_IN_PROGRESS');
    this.stopExpectingSyncs(group);
    const isFirst = group.is('Empty');
    group.transitionTo('PreparingRebalance', scheduler.nowMs);
    const { groupId, generationId } = group;
    effects.event('group rebalances', { group: groupId, generation: generationId, reason });
    if (!isFirst) {
      this.expectJoins(group);
      return;
    }
    const delayMs = config.groupInitialRebalanceDelayMs;
    this.delayFirstRebalance(group, delayMs, Math.max(group.rebalanceTimeoutMs - delayMs, 0));
  }

  /** Completes the rebalance if all have joined. */
  tryComplete(group: Group): void {
    if (group.expectedJoins?.isInitial !== false || !group.haveAllJoined) return;
    this.parts.timers.stop(group.expectedJoins.timer);
    this.completeJoins(group);
  }

  private expectJoins(group: Group): void {
    if (group.haveAllJoined) {
      this.completeJoins(group);
      return;
    }
    // Not 0: with such a timeout a rebalance that only waits for static members would begin again and again at one time.
    const timeoutMs = Math.max(group.rebalanceTimeoutMs, 1);
    const timer = this.parts.timers.start(timeoutMs, () => catching(() => this.completeJoins(group)));
    group.expectedJoins = { isInitial: false, timer };
  }

  /**
   * The first members of a group often start at the same time. Its first rebalance waits for group.initial.rebalance.delay.ms, and again
   * as long as further members join, up to the rebalance timeout.
   */
  private delayFirstRebalance(group: Group, delayMs: number, remainingMs: number): void {
    const { config, timers } = this.parts;
    const timer = timers.start(delayMs, () => {
      if (!group.hasNewMember || remainingMs === 0) {
        catching(() => this.completeJoins(group));
        return;
      }
      group.hasNewMember = false;
      const nextMs = Math.min(config.groupInitialRebalanceDelayMs, remainingMs);
      this.delayFirstRebalance(group, nextMs, Math.max(remainingMs - delayMs, 0));
    });
    group.expectedJoins = { isInitial: true, timer };
  }

  /** All have joined, or the time is over: the next generation begins with those that have, and with static members. */
  private completeJoins(group: Group): void {
    group.expectedJoins = undefined;
    for (const member of group.notJoined()) {
      if (!member.isStatic) this.drop(group, member, 'it has not joined in time');
    }
    if (group.is('Dead')) return;
    if (!group.electJoinedLeader() && group.members.size > 0) {
      // Only static members are left. The rebalance goes on until their sessions have expired.
      this.expectJoins(group);
      return;
    }
    group.beginGeneration(this.parts.scheduler.nowMs, rulesOf(this.parts.config));
    const { groupId, generationId: generation } = group;
    if (group.is('Empty')) {
      this.parts.effects.event('group is empty', { group: groupId, generation });
      this.manager().storeGroup(group, NO_ASSIGNMENT, () => {});
      return;
    }
    const { protocolName: protocol, leader, members } = group;
    this.parts.effects.event('group generation', {
      group: groupId,
      generation,
      protocol,
      leader,
      members: members.size,
    });
    for (const member of members.values()) {
      group.answerJoin(member, group.joined(member.memberId));
      this.heardFrom(group, member);
      member.isNew = false;
      group.pendingSyncs.add(member.memberId);
    }
    this.expectSyncs(group);
  }

  private drop(group: Group, member: GroupMember, reason: string): void {
    group.remove(member.memberId);
    this.parts.timers.stop(member.session);
    this.parts.effects.event('member removed', { group: group.groupId, memberId: member.memberId, reason });
  }

  // --- Synchronizing ---------------------------------------------------------------------------------------------------

  /** The member has sent SyncGroup. */
  synced(group: Group, memberId: string): void {
    group.pendingSyncs.delete(memberId);
    if (group.pendingSyncs.size === 0) this.stopExpectingSyncs(group);
  }

  private expectSyncs(group: Group): void {
    const { generationId } = group;
    const timer = this.parts.timers.start(group.rebalanceTimeoutMs, () => {
      if (generationId !== group.generationId || !group.is('CompletingRebalance', 'Stable')) return;
      const reason = 'it has not synchronized in time';
      // A static member that was replaced is still expected under its old id, as in Kafka.
      for (const memberId of group.pendingSyncs) {
        const member = group.members.get(memberId);
        if (member !== undefined) this.drop(group, member, reason);
      }
      catching(() => this.prepare(group, 'members have not synchronized in time'));
    });
    group.expectedSyncs = timer;
  }

  private stopExpectingSyncs(group: Group): void {
    group.pendingSyncs.clear();
    this.parts.timers.stop(group.expectedSyncs);
    group.expectedSyncs = undefined;
  }

  /** Every member gets its part of the assignment. */
  assign(group: Group, assignment: ReadonlyMap<string, Uint8Array>): void {
    for (const member of group.members.values()) member.assignment = assignment.get(member.memberId) ?? NO_BYTES;
    const { protocolType, protocolName } = group;
    this.answerSyncs(group, ({ assignment: part }) => ({
      error: 'NONE',
      protocolType,
      protocolName,
      assignment: part,
    }));
    group.transitionTo('Stable', this.parts.scheduler.nowMs);
  }

  /** No member has an assignment; those that wait for it get the error. */
  failAssignment(group: Group, error: SyncResult['error']): void {
    for (const member of group.members.values()) member.assignment = NO_BYTES;
    this.answerSyncs(group, () => syncFailed(error));
  }

  private answerSyncs(group: Group, result: (member: GroupMember) => SyncResult): void {
    for (const member of group.members.values()) {
      if (group.answerSync(member, result(member))) this.heardFrom(group, member);
    }
  }

  // --- Coordinators come and go ----------------------------------------------------------------------------------------

  /** The group has been loaded: the sessions of its members begin. */
  loaded(group: Group): void {
    if (group.members.size > this.parts.config.groupMaxSize) {
      catching(() => this.prepare(group, 'the group is larger than group.max.size'));
    }
    for (const member of group.members.values()) this.heardFrom(group, member);
  }

  /** Another broker coordinates the group: all that wait are told so. */
  unloaded(group: Group): void {
    const wasPreparing = group.is('PreparingRebalance');
    group.transitionTo('Dead', this.parts.scheduler.nowMs);
    for (const member of group.members.values()) {
      if (wasPreparing) group.answerJoin(member, joinFailed(member.memberId, 'NOT_COORDINATOR'));
      else group.answerSync(member, syncFailed('NOT_COORDINATOR'));
    }
    this.stopExpectingSyncs(group);
  }
}

/**
 * What a group coordinator does on request (GroupCoordinator): the checks in the order of 3.6.1, which later versions have kept, and what follows. Every call ends by
 * calling `whenDone`, at once or later.
 *
 * Requests and their versions are in handlers/. JoinGroup is in member-joins.ts, rebalances and timeouts in group-rebalances.ts, the
 * log in group-metadata-manager.ts.
 */
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { LeaveGroupResponse, LeavingMember, SyncGroupRequest } from '../../../protocol/messages.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import type { Verification } from '../../log/log-transactions.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import { Timers } from '../../state/timers.ts';
import { type CoordinatorRules, rulesOf } from './coordinator-rules.ts';
import { CONSUMER_PROTOCOL_TYPE, type Group, joinFailed, syncFailed } from './group.ts';
import { type JoinCallback, NO_BYTES, type SyncCallback } from './group-member.ts';
import { GroupMetadataManager } from './group-metadata-manager.ts';
import type { OffsetCommit } from './group-offsets.ts';
import { GroupRebalances } from './group-rebalances.ts';
import { refusalOfCommit, refusalOfMember, refusalOfSender, type SenderOfRequest } from './member-checks.ts';
import { type JoinCall, MemberJoins } from './member-joins.ts';

/** A commit of offsets, in a transaction if there is a producer. */
export interface CommitCall extends SenderOfRequest {
  readonly groupId: string;
  readonly producer: ProducerIdAndEpoch | undefined;
  /** What the producer's transaction was verified with; undefined if it was not. */
  readonly verification: Verification | undefined;
  readonly commits: readonly OffsetCommit[];
}

type LeaveResult = Pick<LeaveGroupResponse, 'error' | 'members'>;

/** The reason of a client that gives none. */
const LEFT = 'it has left the group';

export class GroupCoordinator {
  readonly rules: CoordinatorRules;
  private readonly manager: GroupMetadataManager;
  private readonly rebalances: GroupRebalances;
  private readonly joins: MemberJoins;

  constructor(replicas: ReplicaManager, nextInt: (bound: number) => number) {
    const { config, effects, scheduler } = replicas.replication;
    this.rules = rulesOf(config);
    const timers = new Timers(scheduler);
    replicas.broker.keepInMemory(timers);
    this.rebalances = new GroupRebalances({ config, effects, scheduler, timers }, () => this.manager);
    this.manager = new GroupMetadataManager(replicas, timers, this.rebalances);
    this.joins = new MemberJoins({ config, manager: this.manager, rebalances: this.rebalances, nextInt });
  }

  // --- Membership ------------------------------------------------------------------------------------------------------

  /** @throws CoordinatorException */
  join(call: JoinCall, whenDone: JoinCallback): void {
    const isTimeoutFirst = this.rules.checksSessionTimeoutFirst && call.groupId !== '';
    const refusal =
      isTimeoutFirst && !this.joins.allowsSessionTimeout(call)
        ? 'INVALID_SESSION_TIMEOUT'
        : this.refusalOf(call.groupId);
    if (refusal === undefined) this.joins.join(call, whenDone);
    else whenDone(joinFailed(call.memberId, refusal));
  }

  /** @throws CoordinatorException */
  sync(call: Omit<SyncGroupRequest, 'api'>, whenDone: SyncCallback): void {
    const refusal = this.refusalOf(call.groupId);
    // A rebalance that was under way is lost: the member has to join again. Old clients do not know COORDINATOR_LOAD_IN_PROGRESS here.
    const error = refusal === 'COORDINATOR_LOAD_IN_PROGRESS' ? 'REBALANCE_IN_PROGRESS' : refusal;
    const group = error === undefined ? this.group(call.groupId) : undefined;
    if (group === undefined) whenDone(syncFailed(error ?? 'UNKNOWN_MEMBER_ID'));
    else this.syncIn(group, call, whenDone);
  }

  private syncIn(group: Group, call: Omit<SyncGroupRequest, 'api'>, whenDone: SyncCallback): void {
    const refusal = refusalOfSender(group, call) ?? refusalOfProtocol(group, call);
    if (refusal !== undefined || group.is('Empty', 'PreparingRebalance')) {
      const stateError = group.is('Empty') ? 'UNKNOWN_MEMBER_ID' : 'REBALANCE_IN_PROGRESS';
      whenDone(syncFailed(refusal ?? stateError));
      return;
    }
    const { memberId } = call;
    const member = group.member(memberId);
    if (group.is('Stable')) {
      this.rebalances.synced(group, memberId);
      const { protocolType, protocolName } = group;
      whenDone({ error: 'NONE', protocolType, protocolName, assignment: member.assignment });
      this.rebalances.heardFrom(group, member);
      return;
    }
    member.awaitingSync = whenDone;
    this.rebalances.synced(group, memberId);
    if (group.isLeader(memberId)) this.storeAssignment(group, call);
  }

  /** The generation is complete once its assignment is in the log. Members that the leader left out have an empty one. */
  private storeAssignment(group: Group, { assignments, memberId }: Pick<SyncGroupRequest, 'assignments' | 'memberId'>) {
    const given = new Map(assignments.map((one) => [one.memberId, one.assignment]));
    const assignment = new Map([...group.members.keys()].map((id) => [id, given.get(id) ?? NO_BYTES]));
    const { generationId } = group;
    this.manager.storeGroup(group, assignment, (error) => {
      // Another rebalance may have begun in the meantime.
      if (!group.is('CompletingRebalance') || generationId !== group.generationId) return;
      if (error === 'NONE') {
        this.rebalances.assign(group, assignment);
        return;
      }
      this.rebalances.failAssignment(group, error);
      this.rebalances.maybePrepare(group, `the assignment of ${memberId} could not be stored: ${error}`);
    });
  }

  heartbeat(call: SenderOfRequest & { readonly groupId: string }): ErrorName {
    const refusal = this.refusalOf(call.groupId);
    if (refusal !== undefined) return refusal === 'COORDINATOR_LOAD_IN_PROGRESS' ? 'NONE' : refusal;
    const group = this.group(call.groupId);
    if (group === undefined) return 'UNKNOWN_MEMBER_ID';
    const refusalOfMembership = refusalOfSender(group, call);
    if (refusalOfMembership !== undefined) return refusalOfMembership;
    if (group.is('Empty')) return 'UNKNOWN_MEMBER_ID';
    this.rebalances.heardFrom(group, group.member(call.memberId));
    return group.is('PreparingRebalance') ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  /** @throws CoordinatorException */
  leave(groupId: string, leaving: readonly LeavingMember[]): LeaveResult {
    const refusal = this.refusalOf(groupId);
    if (refusal !== undefined) return { error: refusal, members: [] };
    const group = this.group(groupId);
    const members = leaving.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      error: group === undefined ? ('UNKNOWN_MEMBER_ID' as const) : this.leaveFrom(group, member),
    }));
    if (group !== undefined && this.rules.leaveTogether && members.some(({ error }) => error === 'NONE')) {
      this.rebalances.membersLeft(group, leaving[0]?.reason ?? LEFT);
    }
    return { error: 'NONE', members };
  }

  private leaveFrom(group: Group, { memberId, groupInstanceId, reason }: LeavingMember): ErrorName {
    if (group.pendingMembers.has(memberId)) {
      if (this.rules.leaveTogether) group.remove(memberId);
      else this.rebalances.removePendingMember(group, memberId);
      return 'NONE';
    }
    // An administrator removes a static member without knowing its member id.
    const isNamed = memberId !== '';
    const leavingId = isNamed || groupInstanceId === null ? memberId : (group.staticMemberId(groupInstanceId) ?? '');
    const refusal = refusalOfMember(group, leavingId, isNamed ? groupInstanceId : null);
    if (refusal !== undefined) return refusal;
    if (this.rules.leaveTogether) this.rebalances.takeOut(group, group.member(leavingId), reason ?? LEFT);
    else this.rebalances.removeMember(group, group.member(leavingId), reason ?? LEFT);
    return 'NONE';
  }

  // --- Offsets ---------------------------------------------------------------------------------------------------------

  /** In Kafka 3 a group exists once there are offsets for it, even if its transaction does not turn out to be theirs. */
  expectOffsetsInTransaction(groupId: string): void {
    if (this.rules.createsGroupOfMember && this.group(groupId) === undefined) this.manager.add(groupId);
  }

  /** @param whenDone gets an error for each commit, in their order */
  commit(
    { groupId, producer, verification, commits, ...sender }: CommitCall,
    whenDone: (errors: readonly ErrorName[]) => void,
  ): void {
    const refuse = (error: ErrorName): void => whenDone(commits.map(() => error));
    const isTransactional = producer !== undefined;
    // Clients without a group use the empty id.
    const refusal = this.refusalOf(groupId, isTransactional ? undefined : 'may be empty');
    if (refusal !== undefined) {
      refuse(refusal);
      return;
    }
    const createsGroup = sender.generationId < 0 || (isTransactional && this.rules.createsGroupOfMember);
    const group = this.group(groupId) ?? (createsGroup ? this.manager.add(groupId) : undefined);
    if (group === undefined) {
      refuse('ILLEGAL_GENERATION');
      return;
    }
    const refusalOfMembership = refusalOfCommit(group, sender, isTransactional);
    if (refusalOfMembership !== undefined) {
      refuse(refusalOfMembership);
      return;
    }
    if (!isTransactional && group.is('CompletingRebalance')) {
      refuse('REBALANCE_IN_PROGRESS');
      return;
    }
    if (!isTransactional && !group.is('Empty')) this.rebalances.heardFrom(group, group.member(sender.memberId));
    this.manager.storeOffsets(group, commits, producer && { ...producer, verification }, (error) =>
      whenDone(commits.map((one) => (this.manager.hasShortMetadata(one) ? error : 'OFFSET_METADATA_TOO_LARGE'))),
    );
  }

  /** The group whose offsets are read, with an error if they cannot be. */
  readOffsets(groupId: string): { readonly error: ErrorName; readonly group: Group | undefined } {
    const refusal = this.refusalOf(groupId, 'may be empty');
    return refusal === undefined ? { error: 'NONE', group: this.group(groupId) } : { error: refusal, group: undefined };
  }

  /** The marker of a producer's transaction has been written to a partition of `__consumer_offsets`. */
  transactionCompleted(partition: number, producerId: number, isCommitted: boolean): void {
    this.manager.transactionCompleted(partition, producerId, isCommitted);
  }

  // --- Administration --------------------------------------------------------------------------------------------------

  /** Groups in the order in which they are described. */
  inOrderOfDescription(groupIds: readonly string[]): readonly string[] {
    return this.rules.inOrderOfDescription(groupIds, (groupId) => this.manager.partitionFor(groupId));
  }

  /** The group, with an error if the broker does not know of it. */
  describe(groupId: string): { readonly error: ErrorName; readonly group: Group | undefined } {
    return this.readOffsets(groupId);
  }

  /** All groups that the broker coordinates; some may be missing if it is still loading. */
  list(): { readonly groups: readonly Group[]; readonly isLoading: boolean } {
    return { groups: this.manager.all(), isLoading: this.manager.isLoading };
  }

  /** Deletes groups that have no members; returns an error for each, in their order. */
  deleteGroups(groupIds: readonly string[]): ErrorName[] {
    const deleted: Group[] = [];
    const errors = groupIds.map((groupId) => {
      const refusal = this.refusalOf(groupId, 'may be empty');
      if (refusal !== undefined) return refusal;
      const group = this.group(groupId);
      if (group === undefined) return 'GROUP_ID_NOT_FOUND';
      if (!group.is('Empty')) return 'NON_EMPTY_GROUP';
      deleted.push(group);
      return 'NONE';
    });
    this.manager.deleteGroups(deleted);
    return errors;
  }

  /** Deletes offsets of topics that no member is subscribed to. @returns an error for each, in their order, or one for all */
  deleteOffsets(groupId: string, partitions: readonly TopicPartition[]): ErrorName | readonly ErrorName[] {
    const refusal = this.refusalOf(groupId);
    if (refusal !== undefined) return refusal;
    const group = this.group(groupId);
    if (group === undefined) return 'GROUP_ID_NOT_FOUND';
    const hasMembers = !group.is('Empty');
    if (hasMembers && group.protocolType !== CONSUMER_PROTOCOL_TYPE) return 'NON_EMPTY_GROUP';
    const isKept = ({ topic }: TopicPartition): boolean => hasMembers && group.isSubscribedTo(topic);
    const removed = partitions.filter((partition) => !isKept(partition));
    if (removed.length > 0 && this.rules.deletesGroupWithOffsets) {
      this.manager.cleanUp([group], ({ offsets }) => offsets.remove(removed));
    } else if (removed.length > 0) this.manager.removeOffsets(group, removed);
    return partitions.map((partition) => (isKept(partition) ? 'GROUP_SUBSCRIBED_TO_TOPIC' : 'NONE'));
  }

  /** Topics or partitions do not exist any more. */
  partitionsDeleted(partitions: readonly TopicPartition[]): void {
    this.manager.partitionsDeleted(partitions);
  }

  /** Why nothing can be said about a group; undefined if it can. */
  refusalOf(groupId: string, emptyId?: 'may be empty'): ErrorName | undefined {
    if (groupId === '' && emptyId === undefined) return 'INVALID_GROUP_ID';
    const { error } = this.manager.find(groupId);
    return error === 'NONE' ? undefined : error;
  }

  // --- Inside ----------------------------------------------------------------------------------------------------------

  private group(groupId: string): Group | undefined {
    const found = this.manager.find(groupId);
    return found.error === 'NONE' ? found.group : undefined;
  }
}

/** SyncGroup from version 5 on says which protocol the member has in mind. */
function refusalOfProtocol(
  group: Group,
  { protocolType, protocolName }: Pick<SyncGroupRequest, 'protocolType' | 'protocolName'>,
): ErrorName | undefined {
  const isOther =
    (protocolType !== null && protocolType !== group.protocolType) ||
    (protocolName !== null && protocolName !== group.protocolName);
  return isOther ? 'INCONSISTENT_GROUP_PROTOCOL' : undefined;
}

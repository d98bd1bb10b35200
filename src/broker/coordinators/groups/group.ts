/**
 * A group at its coordinator: its members, its leader and its generation (GroupMetadata).
 */

import type { GroupProtocol, JoinGroupMember } from '../../../protocol/messages.ts';
import type { Timer } from '../../state/timers.ts';
import { CoordinatorException } from './coordinator-exception.ts';
import { type GroupMember, type JoinCallback, type JoinResult, NO_BYTES, type SyncResult } from './group-member.ts';
import { type ExpiryRule, GroupOffsets, type OffsetCommit } from './group-offsets.ts';
import { type GroupState, VALID_PREVIOUS_STATES } from './group-state.ts';
import { subscribedTopics } from './subscribed-topics.ts';

/** The protocol type of consumers, whose metadata the coordinator can read. */
export const CONSUMER_PROTOCOL_TYPE = 'consumer';

const NO_TOPICS: ReadonlySet<string> = new Set();

/** How a group chooses its protocol. */
export interface ProtocolRules {
  /** The choice with the most votes. */
  readonly mostVoted: (votes: readonly string[]) => string;
}

export class Group {
  readonly groupId: string;
  /** Increases with every rebalance, also with one that leaves the group empty. */
  generationId = 0;
  /** That of the first member; `null` until there has been one. */
  protocolType: string | null = null;
  /** That of the present generation; `null` if the group is empty. */
  protocolName: string | null = null;
  /** The member that assigns partitions; undefined if and only if there are no members. */
  leader: string | undefined;
  /** What members of protocol type `consumer` are subscribed to; undefined if it is not known. */
  subscribedTopics: ReadonlySet<string> | undefined;
  /** When the group came into its state; `null` if its log does not say. */
  stateSinceMs: number | null;
  readonly offsets: GroupOffsets;
  /** By member id, in the order in which they have joined. */
  readonly members: Map<string, GroupMember> = new Map();
  /** Member ids that were handed out and have not joined. A rebalance waits for them. */
  readonly pendingMembers: Set<string> = new Set();
  /** Members that have not sent SyncGroup in this generation. */
  readonly pendingSyncs: Set<string> = new Set();
  /** The time until which members are expected to join; undefined if no rebalance waits for any. */
  expectedJoins: { readonly isInitial: boolean; readonly timer: Timer } | undefined;
  /** The time until which members are expected to sync. */
  expectedSyncs: Timer | undefined;
  /** A member has joined since the first rebalance of the group began, which is therefore delayed further. */
  hasNewMember = false;
  private currentState: GroupState = 'Empty';
  /** The member ids of static members, by group instance id. */
  private readonly staticMembers = new Map<string, string>();

  constructor(groupId: string, nowMs: number, offsets: GroupOffsets = new GroupOffsets()) {
    this.groupId = groupId;
    this.stateSinceMs = nowMs;
    this.offsets = offsets;
  }

  // --- State -----------------------------------------------------------------------------------------------------------

  get state(): GroupState {
    return this.currentState;
  }

  is(...states: readonly GroupState[]): boolean {
    return states.includes(this.currentState);
  }

  get canRebalance(): boolean {
    return VALID_PREVIOUS_STATES.PreparingRebalance.includes(this.currentState);
  }

  transitionTo(state: GroupState, nowMs: number): void {
    if (!VALID_PREVIOUS_STATES[state].includes(this.currentState)) {
      throw new CoordinatorException(`Group ${this.groupId} cannot change from ${this.currentState} to ${state}`);
    }
    this.currentState = state;
    this.stateSinceMs = nowMs;
  }

  /** Sets the state in which the group was when its last record was written. */
  restoreState(state: 'Empty' | 'Stable', sinceMs: number | null): void {
    this.currentState = state;
    this.stateSinceMs = sinceMs;
  }

  // --- Members ---------------------------------------------------------------------------------------------------------

  /** @throws CoordinatorException if there is no such member */
  member(memberId: string): GroupMember {
    const member = this.members.get(memberId);
    if (member === undefined) throw new CoordinatorException(`Group ${this.groupId} has no member ${memberId}`);
    return member;
  }

  isLeader(memberId: string): boolean {
    return this.leader === memberId;
  }

  /** The member id that a static member has now. */
  staticMemberId(groupInstanceId: string): string | undefined {
    return this.staticMembers.get(groupInstanceId);
  }

  add(member: GroupMember, awaitingJoin?: JoinCallback): void {
    if (member.groupInstanceId !== null) this.staticMembers.set(member.groupInstanceId, member.memberId);
    if (this.members.size === 0) this.protocolType = member.protocolType;
    this.leader ??= member.memberId;
    this.members.set(member.memberId, member);
    member.awaitingJoin = awaitingJoin;
    this.pendingMembers.delete(member.memberId);
  }

  /** Removes a member, or a member id that was handed out. If it was the leader's, another member leads. */
  remove(memberId: string): void {
    const { groupInstanceId } = this.members.get(memberId) ?? { groupInstanceId: null };
    this.members.delete(memberId);
    if (groupInstanceId !== null) this.staticMembers.delete(groupInstanceId);
    if (this.isLeader(memberId)) this.leader = this.members.keys().next().value;
    this.pendingMembers.delete(memberId);
    this.pendingSyncs.delete(memberId);
  }

  /** Gives a static member a new id. Requests that wait under the old id are answered with FENCED_INSTANCE_ID. */
  replaceStaticMember(groupInstanceId: string, oldMemberId: string, newMemberId: string): GroupMember {
    const member = this.member(oldMemberId);
    this.members.delete(oldMemberId);
    this.answerJoin(member, joinFailed(oldMemberId, 'FENCED_INSTANCE_ID'));
    this.answerSync(member, syncFailed('FENCED_INSTANCE_ID'));
    member.memberId = newMemberId;
    this.members.set(newMemberId, member);
    if (this.isLeader(oldMemberId)) this.leader = newMemberId;
    this.staticMembers.set(groupInstanceId, newMemberId);
    return member;
  }

  get haveAllJoined(): boolean {
    return this.pendingMembers.size === 0 && this.notJoined().length === 0;
  }

  notJoined(): GroupMember[] {
    return [...this.members.values()].filter(({ awaitingJoin }) => awaitingJoin === undefined);
  }

  /** How long members have to join again: the largest of their timeouts. */
  get rebalanceTimeoutMs(): number {
    return Math.max(0, ...[...this.members.values()].map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs));
  }

  /** Another member leads if the leader has not joined. Returns false if no member has, or if there are no members. */
  electJoinedLeader(): boolean {
    if (this.leader === undefined) return false;
    if (this.member(this.leader).awaitingJoin !== undefined) return true;
    const joined = [...this.members.values()].find(({ awaitingJoin }) => awaitingJoin !== undefined);
    if (joined !== undefined) this.leader = joined.memberId;
    return joined !== undefined;
  }

  // --- Generations and protocols ---------------------------------------------------------------------------------------

  /** @throws CoordinatorException if the members have no protocol in common, or the metadata of one cannot be read */
  beginGeneration(nowMs: number, rules: ProtocolRules): void {
    const isEmpty = this.members.size === 0;
    this.generationId++;
    this.protocolName = isEmpty ? null : this.selectProtocol(rules);
    this.subscribedTopics = this.readSubscribedTopics();
    this.transitionTo(isEmpty ? 'Empty' : 'CompletingRebalance', nowMs);
    this.pendingSyncs.clear();
  }

  /** The protocol that most members prefer of those that all support. */
  selectProtocol({ mostVoted }: ProtocolRules): string {
    const members = [...this.members.values()];
    const names = new Set(members.flatMap(({ protocols }) => protocols.map(({ name }) => name)));
    const candidates = new Set([...names].filter((name) => this.isSupportedByAll(name)));
    return mostVoted(members.map((member) => member.vote(candidates)));
  }

  /** Whether a member with these protocols can join. */
  supports(protocolType: string, protocols: readonly GroupProtocol[]): boolean {
    if (this.is('Empty')) return protocolType !== '' && protocols.length > 0;
    return this.protocolType === protocolType && protocols.some(({ name }) => this.isSupportedByAll(name));
  }

  private isSupportedByAll(protocol: string): boolean {
    let supporters = 0;
    for (const { protocols } of this.members.values()) {
      for (const { name } of protocols) if (name === protocol) supporters++;
    }
    return supporters === this.members.size;
  }

  /** Whether a member may be subscribed to the topic. */
  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics?.has(topic) ?? true;
  }

  readSubscribedTopics(): ReadonlySet<string> | undefined {
    const { protocolType, protocolName, members } = this;
    if (protocolType !== CONSUMER_PROTOCOL_TYPE) return undefined;
    if (members.size === 0) return NO_TOPICS;
    if (protocolName === null) return undefined;
    const topics = new Set<string>();
    for (const member of members.values()) {
      const ofMember = subscribedTopics(member.metadata(protocolName));
      if (ofMember === undefined) return undefined;
      for (const topic of ofMember) topics.add(topic);
    }
    return topics;
  }

  /** What the leader is told of the members. */
  joinedMembers(): JoinGroupMember[] {
    const { protocolName } = this;
    if (protocolName === null || this.is('Dead', 'PreparingRebalance')) {
      throw new CoordinatorException(`Cannot obtain member metadata for group in state ${this.currentState}`);
    }
    return [...this.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      metadata: member.metadata(protocolName),
    }));
  }

  // --- Answers ---------------------------------------------------------------------------------------------------------

  /** The answer to a member that belongs to the present generation. */
  joined(memberId: string): JoinResult {
    const { generationId, protocolType, protocolName } = this;
    return {
      error: 'NONE',
      generationId,
      protocolType,
      protocolName,
      leader: this.leader ?? '',
      skipAssignment: false,
      memberId,
      members: this.isLeader(memberId) ? this.joinedMembers() : [],
    };
  }

  answerJoin(member: GroupMember, result: JoinResult): void {
    const { awaitingJoin } = member;
    member.awaitingJoin = undefined;
    awaitingJoin?.(result);
  }

  /** Returns whether a SyncGroup waited. */
  answerSync(member: GroupMember, result: SyncResult): boolean {
    const { awaitingSync } = member;
    member.awaitingSync = undefined;
    awaitingSync?.(result);
    return awaitingSync !== undefined;
  }

  // --- Offsets ---------------------------------------------------------------------------------------------------------

  removeExpiredOffsets(nowMs: number, retentionMs: number): OffsetCommit[] {
    const rule = this.expiryRule();
    return rule === undefined ? [] : this.offsets.removeExpired(rule, nowMs, retentionMs);
  }

  /** Undefined while no offset expires. */
  private expiryRule(): ExpiryRule | undefined {
    const sinceCommit = ({ commitTimestampMs }: OffsetCommit): number => commitTimestampMs;
    if (this.protocolType === null) return { since: sinceCommit, subscribedTopics: NO_TOPICS };
    if (this.is('Empty')) {
      return { since: (commit) => this.stateSinceMs ?? sinceCommit(commit), subscribedTopics: NO_TOPICS };
    }
    const { subscribedTopics: topics } = this;
    return this.protocolType === CONSUMER_PROTOCOL_TYPE && topics !== undefined && this.is('Stable')
      ? { since: sinceCommit, subscribedTopics: topics }
      : undefined;
  }
}

/** The answer to a JoinGroup that fails. */
export function joinFailed(memberId: string, error: JoinResult['error']): JoinResult {
  return {
    error,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  };
}

/** The answer to a SyncGroup that fails. */
export function syncFailed(error: SyncResult['error']): SyncResult {
  return { error, protocolType: null, protocolName: null, assignment: NO_BYTES };
}

/**
 * Groups and their offsets as the log of a partition of `__consumer_offsets` keeps them, and the groups of one partition in memory
 * (GroupMetadataManager). A record without a value removes what its key names.
 */
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { CoordinatorLogFormat, LoggedMarker, LoggedRecord } from '../log/coordinator-log.ts';
import type { CoordinatorState } from '../log/coordinator-runtime.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../log/coordinator-topic.ts';
import { Group } from './group.ts';
import { GroupMember } from './group-member.ts';
import { GroupOffsets, type OffsetCommit } from './group-offsets.ts';

export interface OffsetRecord {
  readonly kind: 'offset';
  readonly groupId: string;
  readonly partition: TopicPartition;
  readonly commit: OffsetCommit | null;
}

export interface GroupRecord {
  readonly kind: 'group';
  readonly groupId: string;
  readonly group: StoredGroup | null;
}

/** A generation of a group. Only those are written in which all members have their assignments, or in which there are none. */
export interface StoredGroup {
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly generationId: number;
  readonly leader: string | undefined;
  readonly stateSinceMs: number | null;
  readonly members: readonly StoredMember[];
}

interface StoredMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  /** The metadata for the protocol that was chosen. As text of one character for each byte. */
  readonly subscription: string;
  /** In the same form. */
  readonly assignment: string;
}

type Key = { readonly groupId: string } & Partial<TopicPartition>;

export const GROUP_LOG: CoordinatorLogFormat<OffsetRecord | GroupRecord> = {
  topic: CONSUMER_OFFSETS_TOPIC,
  encode: (record) => {
    const { groupId } = record;
    const key: Key = record.kind === 'group' ? { groupId } : { groupId, ...record.partition };
    const value = record.kind === 'group' ? record.group : record.commit;
    return { key: JSON.stringify(key), value: value === null ? null : JSON.stringify(value) };
  },
  decode: ({ key, value }) => {
    const { groupId, topic, partition } = JSON.parse(key) as Key;
    const stored = value === null ? null : (JSON.parse(value) as unknown);
    return topic === undefined || partition === undefined
      ? { kind: 'group', groupId, group: stored as StoredGroup | null }
      : { kind: 'offset', groupId, partition: { topic, partition }, commit: stored as OffsetCommit | null };
  },
  clientErrors: {
    UNKNOWN_TOPIC_OR_PARTITION: 'COORDINATOR_NOT_AVAILABLE',
    NOT_ENOUGH_REPLICAS: 'COORDINATOR_NOT_AVAILABLE',
    NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'COORDINATOR_NOT_AVAILABLE',
    NOT_LEADER_OR_FOLLOWER: 'NOT_COORDINATOR',
  },
};

/** The record of a commit. */
export function offsetRecord(groupId: string, commit: OffsetCommit): OffsetRecord {
  const { topic, partition } = commit;
  return { kind: 'offset', groupId, partition: { topic, partition }, commit };
}

/** The record that removes an offset. */
export function offsetRemoval(groupId: string, { topic, partition }: TopicPartition): OffsetRecord {
  return { kind: 'offset', groupId, partition: { topic, partition }, commit: null };
}

/** The record of the group's present generation. @param assignment by member id, for all members */
export function groupRecord(group: Group, assignment: ReadonlyMap<string, Uint8Array>): GroupRecord {
  const { groupId, protocolType, protocolName, generationId, leader, stateSinceMs } = group;
  const members = [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: member.sessionTimeoutMs,
    subscription: textOf(member.metadata(protocolName as string)),
    assignment: textOf(assignment.get(member.memberId) as Uint8Array),
  }));
  return {
    kind: 'group',
    groupId,
    group: { protocolType, protocolName, generationId, leader, stateSinceMs, members },
  };
}

/** The record of a group that is new (GroupCoordinatorRecordHelpers.newEmptyGroupMetadataRecord). */
export function newGroupRecord({ groupId, generationId, stateSinceMs }: Group): GroupRecord {
  const nothing = { protocolType: null, protocolName: null, leader: undefined, members: [] };
  return { kind: 'group', groupId, group: { ...nothing, generationId, stateSinceMs } };
}

export class PartitionGroups implements CoordinatorState<OffsetRecord | GroupRecord> {
  /** By group id, in the order of first use. */
  readonly byId: Map<string, Group> = new Map();
  private readonly loadedGroups = new Map<string, StoredGroup>();
  private readonly loadedOffsets = new Map<string, GroupOffsets>();

  replay(record: OffsetRecord | GroupRecord, { baseOffset, transactionOf }: LoggedRecord<unknown>): void {
    const { groupId } = record;
    if (record.kind === 'group') {
      if (record.group === null) this.loadedGroups.delete(groupId);
      else this.loadedGroups.set(groupId, record.group);
      return;
    }
    const offsets = this.loadedOffsets.get(groupId) ?? new GroupOffsets();
    this.loadedOffsets.set(groupId, offsets);
    const { partition, commit } = record;
    if (transactionOf === undefined || commit === null) offsets.load(partition, commit, baseOffset);
    else offsets.loadInTransaction(transactionOf, partition, commit, baseOffset);
  }

  replayMarker({ endOf, isCommitted }: LoggedMarker): void {
    for (const offsets of this.loadedOffsets.values()) offsets.completeTransaction(endOf, isCommitted);
  }

  /** Makes groups of what has been replayed; returns them. */
  finishLoading(nowMs: number): Group[] {
    for (const [groupId, stored] of this.loadedGroups) {
      this.byId.set(groupId, restoredGroup(groupId, stored, this.loadedOffsets.get(groupId), nowMs));
      this.loadedOffsets.delete(groupId);
    }
    for (const [groupId, offsets] of this.loadedOffsets) {
      if (!offsets.isEmpty) this.byId.set(groupId, new Group(groupId, nowMs, offsets));
    }
    this.loadedGroups.clear();
    this.loadedOffsets.clear();
    return [...this.byId.values()];
  }
}

/** GroupMetadata.loadGroup: members support the protocol that was chosen, and no other. */
function restoredGroup(groupId: string, stored: StoredGroup, offsets: GroupOffsets | undefined, nowMs: number): Group {
  const { protocolType, protocolName, generationId, leader, stateSinceMs, members } = stored;
  const group = new Group(groupId, nowMs, offsets);
  group.generationId = generationId;
  group.protocolType = protocolType;
  group.protocolName = protocolName;
  group.leader = leader;
  group.restoreState(members.length === 0 ? 'Empty' : 'Stable', stateSinceMs);
  for (const { subscription, assignment, ...member } of members) {
    group.add(
      new GroupMember({
        ...member,
        protocolType: protocolType as string,
        protocols: [{ name: protocolName as string, metadata: bytesOf(subscription) }],
        assignment: bytesOf(assignment),
      }),
    );
  }
  group.subscribedTopics = group.readSubscribedTopics();
  return group;
}

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * The APIs for members of groups in the scenario format.
 */
import { type Fields, number, objects, text, textOrNull } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, sortedByText } from './api-format.ts';
import { readBytes, shownBytes } from './member-bytes.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

export const joinGroup: ApiFormat<'JoinGroup'> = {
  version: 9,
  request: (fields, symbols, version) => ({
    api: 'JoinGroup',
    groupId: symbols.group(fields),
    sessionTimeoutMs: number(fields, 'sessionTimeoutMs', DEFAULT_TIMEOUT_MS),
    rebalanceTimeoutMs: version >= 1 ? number(fields, 'rebalanceTimeoutMs', DEFAULT_TIMEOUT_MS) : -1,
    memberId: symbols.memberId(fields),
    groupInstanceId: version >= 5 ? textOrNull(fields, 'groupInstanceId') : null,
    protocolType: text(fields, 'protocolType', 'consumer'),
    protocols: protocolsOf(fields),
    reason: version >= 8 ? textOrNull(fields, 'reason') : null,
  }),
  answer: (response, symbols, version) => {
    const memberId = symbols.shownMemberId(response.memberId);
    const members = namedMembers(response.members, symbols).map(({ member, id }) => ({
      memberId: id,
      groupInstanceId: version >= 5 ? member.groupInstanceId : null,
      metadata: shownBytes(member.metadata),
    }));
    return {
      error: response.error,
      generationId: response.generationId,
      protocolType: version >= 7 ? response.protocolType : null,
      protocolName: response.protocolName,
      memberId,
      leader: symbols.shownMemberId(response.leader),
      skipAssignment: version >= 9 && response.skipAssignment,
      members,
    };
  },
};

export const syncGroup: ApiFormat<'SyncGroup'> = {
  version: 5,
  request: (fields, symbols, version) => ({
    api: 'SyncGroup',
    groupId: symbols.group(fields),
    generationId: number(fields, 'generationId', -1),
    memberId: symbols.memberId(fields),
    groupInstanceId: version >= 3 ? textOrNull(fields, 'groupInstanceId') : null,
    protocolType: version >= 5 ? textOr(fields, 'protocolType', 'consumer') : null,
    protocolName: version >= 5 ? textOr(fields, 'protocolName', 'range') : null,
    assignments: objects(fields, 'assignments').map((one) => ({
      memberId: symbols.memberId(one),
      assignment: readBytes(one.assignment),
    })),
  }),
  answer: ({ error, protocolType, protocolName, assignment }, _symbols, version) => ({
    error,
    protocolType: version >= 5 ? protocolType : null,
    protocolName: version >= 5 ? protocolName : null,
    assignment: shownBytes(assignment),
  }),
};

export const heartbeat: ApiFormat<'Heartbeat'> = {
  version: 4,
  request: (fields, symbols, version) => ({
    api: 'Heartbeat',
    groupId: symbols.group(fields),
    generationId: number(fields, 'generationId', -1),
    memberId: symbols.memberId(fields),
    groupInstanceId: version >= 3 ? textOrNull(fields, 'groupInstanceId') : null,
  }),
  answer: ({ error }) => ({ error }),
};

export const leaveGroup: ApiFormat<'LeaveGroup'> = {
  version: 5,
  request: (fields, symbols, version) => ({
    api: 'LeaveGroup',
    groupId: symbols.group(fields),
    members: (version >= 3 ? objects(fields, 'members') : [fields]).map((member) => ({
      memberId: symbols.memberId(member),
      groupInstanceId: version >= 3 ? textOrNull(member, 'groupInstanceId') : null,
      reason: version >= 5 ? textOrNull(member, 'reason') : null,
    })),
  }),
  answer: ({ error, members }, symbols) => ({
    error,
    members: members.map((member) => ({
      memberId: symbols.shownMemberId(member.memberId),
      groupInstanceId: member.groupInstanceId,
      error: member.error,
    })),
  }),
};

export const describeGroups: ApiFormat<'DescribeGroups'> = {
  version: 5,
  request: (fields, symbols) => ({
    api: 'DescribeGroups',
    groups: symbols.namedGroups('groups', fields.groups),
    includeAuthorizedOperations: false,
  }),
  answer: ({ groups }, symbols, version) => ({
    groups: groups.map((group) => ({
      error: group.error,
      groupId: group.groupId,
      groupState: group.groupState,
      protocolType: group.protocolType,
      protocolData: group.protocolData,
      members: namedMembers(
        group.members.map((member) => ({ ...member, metadata: member.memberMetadata })),
        symbols,
      ).map(({ member, id }) => ({
        memberId: id,
        groupInstanceId: version >= 4 ? member.groupInstanceId : null,
        clientId: member.clientId,
        memberMetadata: shownBytes(member.memberMetadata),
        memberAssignment: shownBytes(member.memberAssignment),
      })),
    })),
  }),
};

function protocolsOf(fields: Fields) {
  if (fields.protocols === undefined) return [{ name: 'range', metadata: new Uint8Array(0) }];
  return objects(fields, 'protocols').map((protocol) => ({
    name: text(protocol, 'name'),
    metadata: readBytes(protocol.metadata),
  }));
}

function textOr(fields: Fields, name: string, otherwise: string): string | null {
  return fields[name] === undefined ? otherwise : textOrNull(fields, name);
}

interface AnsweredMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly metadata: Uint8Array;
}

/** Gives names to the ids of members, in the order of their group instance ids and metadata; returns them in the order of the names. */
function namedMembers<M extends AnsweredMember>(members: readonly M[], symbols: Symbols): { member: M; id: string }[] {
  const keyOf = ({ groupInstanceId, metadata }: M): string =>
    `${groupInstanceId} ${JSON.stringify(shownBytes(metadata))}`;
  const named = sortedByText(members, keyOf).map((member) => ({ member, id: symbols.shownMemberId(member.memberId) }));
  return sortedByText(named, ({ id }) => id);
}

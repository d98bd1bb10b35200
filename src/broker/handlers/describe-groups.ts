/**
 * DescribeGroups.
 *
 * Checks, per group, that this broker is its coordinator. A group that does not exist is Dead, without an error. Metadata and assignments
 * are shown only of stable groups; in Kafka 4, the last assignment is always shown.
 * Differs: there are no ACLs, so that every operation is authorized; the host of a member is not known.
 */
import { NO_AUTHORIZED_OPERATIONS } from '../../protocol/apis/describe-groups.ts';
import type { DescribedGroup, DescribeGroupsRequest } from '../../protocol/messages.ts';
import type { CoordinatorRules } from '../coordinators/groups/coordinator-rules.ts';
import type { Group } from '../coordinators/groups/group.ts';
import { NO_BYTES } from '../coordinators/groups/group-member.ts';
import { answer, type Call } from '../requests/call.ts';

/** READ (3), DELETE (6) and DESCRIBE (8), a bit for each (AclEntry.supportedOperations, Utils.to32BitField). */
const ALL_OPERATIONS = (1 << 3) | (1 << 6) | (1 << 8);

export function handleDescribeGroups(call: Call, request: DescribeGroupsRequest): void {
  const { groups, includeAuthorizedOperations } = request;
  const coordinator = call.services.groups;
  const { rules } = coordinator;
  const described = coordinator.inOrderOfDescription(groups).map((groupId): DescribedGroup => {
    const { error, group } = coordinator.describe(groupId);
    const isAuthorized = includeAuthorizedOperations && error === 'NONE';
    return {
      error,
      groupId,
      groupState: error === 'NONE' ? (group?.state ?? 'Dead') : '',
      protocolType: group?.protocolType ?? '',
      protocolData: (group?.is('Stable') === true ? group.protocolName : null) ?? '',
      members: group === undefined ? [] : membersOf(group, rules),
      authorizedOperations: isAuthorized ? ALL_OPERATIONS : NO_AUTHORIZED_OPERATIONS,
    };
  });
  answer(call, { api: 'DescribeGroups', throttleTimeMs: 0, groups: described });
}

function membersOf(group: Group, { showsLastAssignments }: CoordinatorRules): DescribedGroup['members'] {
  const { protocolName } = group;
  const isStable = group.is('Stable') && protocolName !== null;
  return [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: '',
    memberMetadata: isStable ? member.metadata(protocolName) : NO_BYTES,
    memberAssignment: isStable || showsLastAssignments ? member.assignment : NO_BYTES,
  }));
}

/**
 * The requests of a consumer as a member of its group.
 */
import type {
  GroupProtocol,
  HeartbeatRequest,
  JoinGroupRequest,
  LeaveGroupRequest,
  SyncGroupRequest,
} from '../../protocol/messages.ts';
import type { Generation, MembershipConfig } from './membership-parts.ts';

const PROTOCOL_TYPE = 'consumer';
const MAX_REASON_LENGTH = 255;

export function joinRequest(
  { groupId, groupInstanceId, sessionTimeoutMs, maxPollIntervalMs }: MembershipConfig,
  { memberId }: Generation,
  protocols: readonly GroupProtocol[],
  reason: string,
): JoinGroupRequest {
  const timeouts = { sessionTimeoutMs, rebalanceTimeoutMs: maxPollIntervalMs };
  const member = { memberId, groupInstanceId, protocolType: PROTOCOL_TYPE, protocols, reason: truncated(reason) };
  return { api: 'JoinGroup', groupId, ...timeouts, ...member };
}

/** @param assignment by member id; empty unless the member leads */
export function syncRequest(
  { groupId, groupInstanceId }: MembershipConfig,
  { generationId, memberId, protocolName }: Generation,
  assignment: ReadonlyMap<string, Uint8Array>,
): SyncGroupRequest {
  const assignments = Array.from(assignment, ([id, bytes]) => ({ memberId: id, assignment: bytes }));
  const member = { generationId, memberId, groupInstanceId, protocolType: PROTOCOL_TYPE, protocolName };
  return { api: 'SyncGroup', groupId, ...member, assignments };
}

export function heartbeatRequest(
  { groupId, groupInstanceId }: MembershipConfig,
  { generationId, memberId }: Generation,
): HeartbeatRequest {
  return { api: 'Heartbeat', groupId, generationId, memberId, groupInstanceId };
}

export function leaveRequest(
  { groupId }: MembershipConfig,
  { memberId }: Generation,
  reason: string,
): LeaveGroupRequest {
  return { api: 'LeaveGroup', groupId, members: [{ memberId, groupInstanceId: null, reason: truncated(reason) }] };
}

/** As long as the coordinator may log it (JoinGroupRequest.maybeTruncateReason). */
function truncated(reason: string): string {
  return reason.slice(0, MAX_REASON_LENGTH);
}

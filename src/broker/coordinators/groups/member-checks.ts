/**
 * Whether a request comes from a member of a group in its present generation (the validate methods of GroupCoordinator).
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { Group } from './group.ts';

/** Who sends a request, as the request says. */
export interface SenderOfRequest {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly generationId: number;
}

/** Why there is no such member; undefined if there is. */
export function refusalOfMember(group: Group, memberId: string, groupInstanceId: string | null): ErrorName | undefined {
  if (groupInstanceId !== null) {
    const known = group.staticMemberId(groupInstanceId);
    if (known === undefined) return 'UNKNOWN_MEMBER_ID';
    if (known !== memberId) return 'FENCED_INSTANCE_ID';
  }
  return group.members.has(memberId) ? undefined : 'UNKNOWN_MEMBER_ID';
}

/** Why the sender is not a member in the present generation; undefined if it is. */
export function refusalOfSender(
  group: Group,
  { memberId, groupInstanceId, generationId }: SenderOfRequest,
): ErrorName | undefined {
  if (group.is('Dead')) return 'COORDINATOR_NOT_AVAILABLE';
  const refusal = refusalOfMember(group, memberId, groupInstanceId);
  if (refusal !== undefined) return refusal;
  return generationId === group.generationId ? undefined : 'ILLEGAL_GENERATION';
}

/** Why the sender must not commit offsets; undefined if it may. */
export function refusalOfCommit(
  group: Group,
  sender: SenderOfRequest,
  isTransactional: boolean,
): ErrorName | undefined {
  const { memberId, groupInstanceId, generationId } = sender;
  if (group.is('Dead')) return 'COORDINATOR_NOT_AVAILABLE';
  // Clients that are not members commit with a negative generation: administrators, and consumers that assign partitions themselves.
  if (generationId < 0 && group.is('Empty')) return undefined;
  if (generationId >= 0 || memberId !== '' || groupInstanceId !== null) return refusalOfSender(group, sender);
  // Transactional commits of old clients do not name the member.
  return isTransactional || group.is('Empty') ? undefined : 'UNKNOWN_MEMBER_ID';
}

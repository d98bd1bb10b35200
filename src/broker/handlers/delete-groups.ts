/**
 * DeleteGroups (KIP-229).
 *
 * Checks, per group, in the real broker's order: this broker is its coordinator; it exists; it has no members. The response does not wait
 * for replicas.
 * Differs: there are no ACLs.
 */
import type { DeleteGroupsRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleDeleteGroups(call: Call, { groupsNames }: DeleteGroupsRequest): void {
  const groupIds = [...new Set(groupsNames)];
  const errors = call.services.groups.deleteGroups(groupIds);
  answer(call, {
    api: 'DeleteGroups',
    throttleTimeMs: 0,
    results: groupIds.map((groupId, place) => ({ groupId, error: errors[place] ?? 'NONE' })),
  });
}

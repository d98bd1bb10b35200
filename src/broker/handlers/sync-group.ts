/**
 * SyncGroup (KIP-345 for static members, KIP-559 for the protocol's name).
 *
 * Checks, in the real broker's order: from version 5 on, the protocol is named; the group id is not empty; this broker coordinates the
 * group; the member, its generation and its protocol; the group does not rebalance. The response is sent once the leader has given the
 * assignment and it is on all in-sync replicas.
 * Differs: there are no ACLs.
 */
import type { SyncGroupRequest } from '../../protocol/messages.ts';
import { syncFailed } from '../coordinators/groups/group.ts';
import { answer, type Call } from '../requests/call.ts';
import { orServerError } from '../requests/or-server-error.ts';

/** First version that has to name the protocol. */
const PROTOCOL_FROM = 5;

export function handleSyncGroup(call: Call, request: SyncGroupRequest): void {
  const { protocolType, protocolName } = request;
  if (call.apiVersion >= PROTOCOL_FROM && (protocolType === null || protocolName === null)) {
    answer(call, { api: 'SyncGroup', throttleTimeMs: 0, ...syncFailed('INCONSISTENT_GROUP_PROTOCOL') });
    return;
  }
  orServerError(call, request, (once) =>
    call.services.groups.sync(request, (result) =>
      once(() => answer(call, { api: 'SyncGroup', throttleTimeMs: 0, ...result })),
    ),
  );
}

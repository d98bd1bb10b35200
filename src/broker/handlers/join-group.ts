/**
 * JoinGroup (KIP-345 for static members, KIP-394, KIP-814).
 *
 * Checks, in the real broker's order: the group id is not empty; this broker coordinates the group; the session timeout is within the
 * broker's limits; the group exists, or the client has no member id yet; the group has room; it supports one of the protocols; a member
 * id was handed out to this member. The response is sent at the end of the rebalance.
 * Differs: there are no ACLs.
 */
import type { JoinGroupRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';
import { orServerError } from '../requests/or-server-error.ts';

/** First version in which a client has to join with a member id that it was given. */
const KNOWN_MEMBER_ID_FROM = 4;
/** First version in which a response need not name a protocol. */
const NO_PROTOCOL_FROM = 7;
const SKIPPED_ASSIGNMENT_FROM = 9;

export function handleJoinGroup(call: Call, request: JoinGroupRequest): void {
  const { services, clientId, apiVersion } = call;
  const { sessionTimeoutMs, groupInstanceId } = request;
  const join = {
    ...request,
    clientId,
    rebalanceTimeoutMs: apiVersion === 0 ? sessionTimeoutMs : request.rebalanceTimeoutMs,
    requiresKnownMemberId: apiVersion >= KNOWN_MEMBER_ID_FROM && groupInstanceId === null,
    supportsSkippingAssignment: apiVersion >= SKIPPED_ASSIGNMENT_FROM,
  };
  orServerError(call, request, (once) =>
    services.groups.join(join, (result) =>
      once(() => {
        const protocolName = result.protocolName ?? (apiVersion < NO_PROTOCOL_FROM ? '' : null);
        answer(call, { api: 'JoinGroup', throttleTimeMs: 0, ...result, protocolName });
      }),
    ),
  );
}

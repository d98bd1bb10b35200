/**
 * LeaveGroup (KIP-345 for several members, and for static members by their group instance id).
 *
 * Checks, in the real broker's order: the group id is not empty; this broker coordinates the group; per member, that it is one.
 * Differs: there are no ACLs.
 */
import type { LeaveGroupRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';
import { orServerError } from '../requests/or-server-error.ts';

/** First version with an error for each member. */
const MEMBER_ERRORS_FROM = 3;

export function handleLeaveGroup(call: Call, request: LeaveGroupRequest): void {
  orServerError(call, request, (once) => {
    const { error, members } = call.services.groups.leave(request.groupId, request.members);
    const hasMemberErrors = call.apiVersion >= MEMBER_ERRORS_FROM;
    const onlyError = error === 'NONE' ? (members[0]?.error ?? error) : error;
    once(() =>
      answer(call, {
        api: 'LeaveGroup',
        throttleTimeMs: 0,
        error: hasMemberErrors ? error : onlyError,
        members: hasMemberErrors ? members : [],
      }),
    );
  });
}

/** LeaveGroup. Before version 3 a request names one member, which has no instance id. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type ConversionContext, type Exchange, single } from './parts/exchange.ts';

const SEVERAL_FROM = 3;

export function convertLeaveGroup(
  { groupId, memberId, members: several }: WireRequest<'LeaveGroup'>,
  { version }: ConversionContext,
): Exchange<'LeaveGroup'> {
  const members = version < SEVERAL_FROM ? [{ memberId, groupInstanceId: null, reason: null }] : several;
  return single({ api: 'LeaveGroup', groupId, members }, (response) => ({
    throttleTimeMs: response.throttleTimeMs,
    errorCode: errorCode(response.error),
    members: response.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      errorCode: errorCode(member.error),
    })),
  }));
}

/** JoinGroup. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type ConversionContext, type Exchange, single } from './parts/exchange.ts';

/** First version with a timeout of rebalances; before, it is the session timeout. */
const REBALANCE_TIMEOUT_FROM = 1;
/** First version whose name of the protocol may be null. */
const NULL_NAME_FROM = 7;

export function convertJoinGroup(
  message: WireRequest<'JoinGroup'>,
  { version }: ConversionContext,
): Exchange<'JoinGroup'> {
  const { groupId, sessionTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason } = message;
  const rebalanceTimeoutMs = version < REBALANCE_TIMEOUT_FROM ? sessionTimeoutMs : message.rebalanceTimeoutMs;
  return single(
    {
      api: 'JoinGroup',
      groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId,
      groupInstanceId,
      protocolType,
      protocols,
      reason,
    },
    (response) => ({
      throttleTimeMs: response.throttleTimeMs,
      errorCode: errorCode(response.error),
      generationId: response.generationId,
      protocolType: response.protocolType,
      protocolName: version < NULL_NAME_FROM ? (response.protocolName ?? '') : response.protocolName,
      leader: response.leader,
      skipAssignment: response.skipAssignment,
      memberId: response.memberId,
      members: response.members,
    }),
  );
}

/** DescribeGroups. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertDescribeGroups(message: WireRequest<'DescribeGroups'>): Exchange<'DescribeGroups'> {
  const { groups: asked, includeAuthorizedOperations } = message;
  return single(
    { api: 'DescribeGroups', groups: asked, includeAuthorizedOperations },
    ({ throttleTimeMs, groups }) => ({
      throttleTimeMs,
      groups: groups.map((group) => ({
        errorCode: errorCode(group.error),
        groupId: group.groupId,
        groupState: group.groupState,
        protocolType: group.protocolType,
        protocolData: group.protocolData,
        members: group.members,
        authorizedOperations: group.authorizedOperations,
      })),
    }),
  );
}

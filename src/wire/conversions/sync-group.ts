/** SyncGroup. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertSyncGroup(message: WireRequest<'SyncGroup'>): Exchange<'SyncGroup'> {
  const { groupId, generationId, memberId, groupInstanceId, assignments } = message;
  const { protocolType, protocolName } = message;
  return single(
    {
      api: 'SyncGroup',
      groupId,
      generationId,
      memberId,
      groupInstanceId,
      protocolType,
      protocolName,
      assignments,
    },
    (response) => ({
      throttleTimeMs: response.throttleTimeMs,
      errorCode: errorCode(response.error),
      protocolType: response.protocolType,
      protocolName: response.protocolName,
      assignment: response.assignment,
    }),
  );
}

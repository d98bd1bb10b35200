/** Heartbeat. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertHeartbeat(message: WireRequest<'Heartbeat'>): Exchange<'Heartbeat'> {
  const { groupId, generationId, memberId, groupInstanceId } = message;
  return single(
    { api: 'Heartbeat', groupId, generationId, memberId, groupInstanceId },
    ({ throttleTimeMs, error }) => ({ throttleTimeMs, errorCode: errorCode(error) }),
  );
}

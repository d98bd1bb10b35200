/** ListGroups. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertListGroups({ statesFilter }: WireRequest<'ListGroups'>): Exchange<'ListGroups'> {
  return single({ api: 'ListGroups', statesFilter }, ({ throttleTimeMs, error, groups }) => ({
    throttleTimeMs,
    errorCode: errorCode(error),
    groups,
  }));
}

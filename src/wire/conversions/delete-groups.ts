/** DeleteGroups. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type Exchange, single } from './parts/exchange.ts';

export function convertDeleteGroups({ groupsNames }: WireRequest<'DeleteGroups'>): Exchange<'DeleteGroups'> {
  return single({ api: 'DeleteGroups', groupsNames }, ({ throttleTimeMs, results }) => ({
    throttleTimeMs,
    results: results.map(({ groupId, error }) => ({ groupId, errorCode: errorCode(error) })),
  }));
}

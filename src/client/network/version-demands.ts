/** Refuses requests that say more than an old version of their API can carry, as Java's request builders do. */

import { produceApi } from '../../protocol/apis/produce.ts';
import { UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import { apiOf, type Request } from '../../protocol/messages.ts';

/** @throws UnsupportedVersionException if the request cannot be written in this version */
export function checkVersionDemands(request: Request, version: number): void {
  // Most requests of a producer are of this API: V8 can inline this call, but not that of a function that it looks up by name.
  const reason =
    request.api === 'Produce'
      ? produceApi.unsupported?.(request, version)
      : apiOf(request).unsupported?.(request, version);
  if (reason !== undefined) throw new UnsupportedVersionException(reason);
}

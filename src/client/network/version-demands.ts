/** Refuses requests that say more than an old version of their API can carry, as Java's request builders do. */
import { UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import { apiOf, type Request } from '../../protocol/messages.ts';

/** @throws UnsupportedVersionException if the request cannot be written in this version */
export function checkVersionDemands(request: Request, version: number): void {
  const reason = apiOf(request).unsupported?.(request, version);
  if (reason !== undefined) throw new UnsupportedVersionException(reason);
}

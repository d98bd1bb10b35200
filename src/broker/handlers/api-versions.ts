/**
 * ApiVersions (KIP-35, KIP-511). Checks nothing.
 * Differs: only the APIs that are modelled are listed.
 */
import type { ApiVersionsRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleApiVersions(call: Call, _request: ApiVersionsRequest): void {
  const { apis } = call.services.config.version;
  answer(call, { api: 'ApiVersions', throttleTimeMs: 0, error: 'NONE', apiVersions: apis });
}

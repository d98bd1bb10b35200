/**
 * ApiVersions (KIP-35, KIP-511, KIP-584). Checks nothing.
 * Differs: only the APIs and features that are modelled are listed. Features never change, so that their epoch is always the same.
 */
import type { ApiVersionsRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

const FEATURES_EPOCH = 1;

export function handleApiVersions(call: Call, _request: ApiVersionsRequest): void {
  const { apis, features } = call.services.config.version;
  const answered = { api: 'ApiVersions', throttleTimeMs: 0, error: 'NONE', apiVersions: apis } as const;
  const hasFeatures = Object.keys(features).length > 0;
  answer(
    call,
    hasFeatures ? { ...answered, finalizedFeatures: features, finalizedFeaturesEpoch: FEATURES_EPOCH } : answered,
  );
}

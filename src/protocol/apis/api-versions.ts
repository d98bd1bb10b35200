/** ApiVersions: a client asks which versions of each API a broker supports (KIP-35, KIP-511). */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, NO_FACTS, type NoFacts } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface ApiVersionsRequest {
  readonly api: 'ApiVersions';
  readonly clientSoftwareName: string;
  readonly clientSoftwareVersion: string;
}
export interface ApiVersionRange {
  /** Name of the API, which may be one that the client does not know. */
  readonly api: string;
  readonly minVersion: number;
  readonly maxVersion: number;
}
export interface ApiVersionsResponse {
  readonly api: 'ApiVersions';
  readonly error: ErrorName;
  readonly apiVersions: readonly ApiVersionRange[];
  readonly throttleTimeMs: number;
  /** The levels of the features that the cluster has finalized, by their names; absent: none. */
  readonly finalizedFeatures?: Readonly<Record<string, number>>;
  /** Increases with every change of the finalized features; absent: unknown. */
  readonly finalizedFeaturesEpoch?: number;
}

export const apiVersionsApi: Api<ApiVersionsRequest, ApiVersionsResponse, NoFacts, ErrorFact> = {
  key: 18,
  logName: 'API_VERSIONS',
  versions: [0, 3],
  clientThrottlesFrom: 2,
  refuse: (_, error) => ({ api: 'ApiVersions', throttleTimeMs: 0, error, apiVersions: [] }),
  requestFacts: () => NO_FACTS,
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};

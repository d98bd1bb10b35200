/**
 * The APIs that a scenario can name, as in Java's ApiKeys, and the versions that the scripted brokers support.
 */
import type { ClientVersion } from '../../../src/client/versions/index.ts';
import type { ApiName, ApiVersionRange } from '../../../src/protocol/messages.ts';

export type ApiKey =
  | 'PRODUCE'
  | 'METADATA'
  | 'INIT_PRODUCER_ID'
  | 'FIND_COORDINATOR'
  | 'ADD_PARTITIONS_TO_TXN'
  | 'ADD_OFFSETS_TO_TXN'
  | 'TXN_OFFSET_COMMIT'
  | 'END_TXN'
  | 'API_VERSIONS';

const APIS: Readonly<Record<ApiKey, ApiName>> = {
  PRODUCE: 'Produce',
  METADATA: 'Metadata',
  INIT_PRODUCER_ID: 'InitProducerId',
  FIND_COORDINATOR: 'FindCoordinator',
  ADD_PARTITIONS_TO_TXN: 'AddPartitionsToTxn',
  ADD_OFFSETS_TO_TXN: 'AddOffsetsToTxn',
  TXN_OFFSET_COMMIT: 'TxnOffsetCommit',
  END_TXN: 'EndTxn',
  API_VERSIONS: 'ApiVersions',
};

export const API_KEYS: readonly ApiKey[] = Object.keys(APIS) as ApiKey[];

const keysByName: ReadonlyMap<ApiName, ApiKey> = new Map(API_KEYS.map((key) => [APIS[key], key]));

export function apiKeyOf(name: ApiName): ApiKey {
  const key = keysByName.get(name);
  if (key === undefined) throw new Error(`A scripted broker does not support the API ${name}`);
  return key;
}

/** The API versions that a broker advertises: all of those that a client of the same version can use, except for `overrides`. */
export function advertisedVersions(
  { apis }: ClientVersion,
  overrides: Readonly<Partial<Record<ApiKey, readonly [number, number] | null>>>,
): ApiVersionRange[] {
  return API_KEYS.flatMap((key) => {
    const api = APIS[key];
    const range = overrides[key];
    if (range === null) return [];
    return [{ api, minVersion: range?.[0] ?? 0, maxVersion: range?.[1] ?? apis[api].latest }];
  });
}

/**
 * The APIs that a scenario can name, as in Java's ApiKeys, and the highest version of each that a 3.6 broker supports.
 */
import type { ApiName, ApiVersionRange } from '../../../src/protocol/messages.ts';

interface Api {
  readonly name: ApiName;
  readonly maxVersion: number;
}

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

// biome-ignore format: one row, one API
const APIS: Readonly<Record<ApiKey, Api>> = {
  PRODUCE: { name: 'Produce', maxVersion: 9 },
  METADATA: { name: 'Metadata', maxVersion: 12 },
  INIT_PRODUCER_ID: { name: 'InitProducerId', maxVersion: 4 },
  FIND_COORDINATOR: { name: 'FindCoordinator', maxVersion: 4 },
  ADD_PARTITIONS_TO_TXN: { name: 'AddPartitionsToTxn', maxVersion: 4 },
  ADD_OFFSETS_TO_TXN: { name: 'AddOffsetsToTxn', maxVersion: 3 },
  TXN_OFFSET_COMMIT: { name: 'TxnOffsetCommit', maxVersion: 3 },
  END_TXN: { name: 'EndTxn', maxVersion: 3 },
  API_VERSIONS: { name: 'ApiVersions', maxVersion: 3 },
};

export const API_KEYS: readonly ApiKey[] = Object.keys(APIS) as ApiKey[];

const keysByName: ReadonlyMap<ApiName, ApiKey> = new Map(API_KEYS.map((key) => [APIS[key].name, key]));

export function apiKeyOf(name: ApiName): ApiKey {
  const key = keysByName.get(name);
  if (key === undefined) throw new Error(`A scripted broker does not support the API ${name}`);
  return key;
}

/** The API versions that a broker advertises: those of a 3.6 broker, except for `overrides`. */
export function advertisedVersions(
  overrides: Readonly<Partial<Record<ApiKey, readonly [number, number] | null>>>,
): ApiVersionRange[] {
  return API_KEYS.flatMap((key) => {
    const { name: api, maxVersion } = APIS[key];
    const range = overrides[key];
    if (range === null) return [];
    return [{ api, minVersion: range?.[0] ?? 0, maxVersion: range?.[1] ?? maxVersion }];
  });
}

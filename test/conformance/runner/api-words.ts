/**
 * The APIs a scenario speaks of, by Java's names, and what a 3.6 broker can read of each.
 */
import type { ApiName, ApiVersionRange } from '../../../src/protocol/messages.ts';

interface Api {
  readonly name: ApiName;
  readonly maxVersion: number;
}

export type ApiWord =
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
const APIS: Readonly<Record<ApiWord, Api>> = {
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

export const API_WORDS: readonly ApiWord[] = Object.keys(APIS) as ApiWord[];

const words: ReadonlyMap<ApiName, ApiWord> = new Map(API_WORDS.map((word) => [APIS[word].name, word]));

export function apiWord(name: ApiName): ApiWord {
  const word = words.get(name);
  if (word === undefined) throw new Error(`A scripted broker does not know the API ${name}`);
  return word;
}

/** What a broker advertises. */
export function advertised(
  overrides: Readonly<Partial<Record<ApiWord, readonly [number, number] | null>>>,
): ApiVersionRange[] {
  return API_WORDS.flatMap((word) => {
    const { name: api, maxVersion } = APIS[word];
    const range = overrides[word];
    if (range === null) return [];
    return [{ api, minVersion: range?.[0] ?? 0, maxVersion: range?.[1] ?? maxVersion }];
  });
}

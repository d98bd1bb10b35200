/**
 * ApiVersions (KIP-35, KIP-511). Checks nothing.
 * Differs: only the APIs that are modelled are listed.
 */
import type { ApiVersionRange, ApiVersionsRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

// biome-ignore format: one row, one API
const API_VERSIONS: readonly ApiVersionRange[] = [
  { api: 'Produce', minVersion: 0, maxVersion: 9 },
  { api: 'Fetch', minVersion: 0, maxVersion: 15 },
  { api: 'ListOffsets', minVersion: 0, maxVersion: 8 },
  { api: 'Metadata', minVersion: 0, maxVersion: 12 },
  { api: 'FindCoordinator', minVersion: 0, maxVersion: 4 },
  { api: 'ApiVersions', minVersion: 0, maxVersion: 3 },
  { api: 'CreateTopics', minVersion: 0, maxVersion: 7 },
  { api: 'DeleteTopics', minVersion: 0, maxVersion: 6 },
  { api: 'InitProducerId', minVersion: 0, maxVersion: 4 },
  { api: 'AddPartitionsToTxn', minVersion: 0, maxVersion: 4 },
  { api: 'AddOffsetsToTxn', minVersion: 0, maxVersion: 3 },
  { api: 'EndTxn', minVersion: 0, maxVersion: 3 },
  { api: 'WriteTxnMarkers', minVersion: 0, maxVersion: 1 },
  { api: 'TxnOffsetCommit', minVersion: 0, maxVersion: 3 },
  { api: 'DescribeCluster', minVersion: 0, maxVersion: 0 },
];

export function handleApiVersions(call: Call, _request: ApiVersionsRequest): void {
  answer(call, { api: 'ApiVersions', throttleTimeMs: 0, error: 'NONE', apiVersions: API_VERSIONS });
}

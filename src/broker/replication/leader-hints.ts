/**
 * What responses say about leaders (KIP-951, KafkaApis.handleProduceRequest and handleFetchRequest): the leader and its address for each
 * partition of which this broker is not the leader, or not in the epoch that the client knows.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { FetchPartitionResponse, FetchResponse, ProduceResponse } from '../../protocol/messages.ts';
import type { ProduceResult } from '../purgatory/delayed.ts';
import type { MetadataCache } from '../state/metadata-cache.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';

/** Makes responses from the results and what the broker knows of leaders. */
export interface LeaderHints {
  readonly produceResponse: (
    throttleTimeMs: number,
    results: readonly ProduceResult[],
    metadata: MetadataCache,
  ) => ProduceResponse;
  /** The response to a consumer. @param apiVersion of its request */
  readonly fetchResponse: (
    results: readonly FetchPartitionResponse[],
    apiVersion: number,
    metadata: MetadataCache,
  ) => FetchResponse;
}

/** The version of Fetch in which responses have addresses of leaders. */
const FETCH_HINTS_SINCE = 16;
const PRODUCE_ERRORS: readonly ErrorName[] = ['NOT_LEADER_OR_FOLLOWER'];
const FETCH_ERRORS: readonly ErrorName[] = ['NOT_LEADER_OR_FOLLOWER', 'FENCED_LEADER_EPOCH'];

const NONE: LeaderHints = {
  produceResponse: (throttleTimeMs, partitions) => ({ api: 'Produce', throttleTimeMs, partitions }),
  fetchResponse: (partitions) => ({ api: 'Fetch', throttleTimeMs: 0, error: 'NONE', partitions }),
};

const NAMED: LeaderHints = {
  produceResponse: (throttleTimeMs, results, metadata) => {
    const response = NONE.produceResponse(throttleTimeMs, results, metadata);
    const named = hints(results, PRODUCE_ERRORS, metadata);
    return named === undefined ? response : { ...response, ...named };
  },
  fetchResponse: (results, apiVersion, metadata) => {
    const response = NONE.fetchResponse(results, apiVersion, metadata);
    const named = apiVersion < FETCH_HINTS_SINCE ? undefined : hints(results, FETCH_ERRORS, metadata);
    return named === undefined ? response : { ...response, ...named };
  },
};

export const LEADER_HINTS: Readonly<Record<BrokerPolicies['leaderHints'], LeaderHints>> = { none: NONE, named: NAMED };

interface Result {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorName;
}

/** The results with leaders, and the addresses of those that are alive; `undefined` if no result has one of the errors. */
function hints<R extends Result>(
  results: readonly R[],
  errors: readonly ErrorName[],
  metadata: MetadataCache,
): { readonly partitions: readonly R[]; readonly nodeEndpoints: readonly Node[] } | undefined {
  if (results.every(({ error }) => !errors.includes(error))) return undefined;
  const nodeEndpoints = new Map<number, Node>();
  const partitions = results.map((result) => {
    if (!errors.includes(result.error)) return result;
    const { leader = -1, leaderEpoch = -1 } = metadata.topic(result.topic)?.partitions[result.partition] ?? {};
    const alive = metadata.current.brokers.find(({ node, isRegistered }) => node.id === leader && isRegistered);
    if (alive !== undefined) nodeEndpoints.set(leader, alive.node);
    return { ...result, currentLeader: { leaderId: leader, leaderEpoch } };
  });
  return { partitions, nodeEndpoints: [...nodeEndpoints.values()] };
}

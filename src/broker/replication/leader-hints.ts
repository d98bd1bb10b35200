/**
 * What a Produce response says about leaders (KIP-951, KafkaApis.handleProduceRequest): the leader and its address for each partition of
 * which this broker is not the leader, whether it was none when the request came or ceased to be it while batches waited for their replicas.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ProduceResponse } from '../../protocol/messages.ts';
import type { ProduceResult } from '../purgatory/delayed.ts';
import type { MetadataCache } from '../state/metadata-cache.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';

/** Makes the response from the results and what the broker knows of leaders. */
export type MakeProduceResponse = (
  throttleTimeMs: number,
  results: readonly ProduceResult[],
  metadata: MetadataCache,
) => ProduceResponse;

export const LEADER_HINTS: Readonly<Record<BrokerPolicies['leaderHints'], MakeProduceResponse>> = {
  none: (throttleTimeMs, partitions) => ({ api: 'Produce', throttleTimeMs, partitions }),
  named: (throttleTimeMs, results, metadata) => {
    if (results.every(({ error }) => error !== 'NOT_LEADER_OR_FOLLOWER'))
      return { api: 'Produce', throttleTimeMs, partitions: results };
    const nodeEndpoints = new Map<number, Node>();
    const partitions = results.map((result) => {
      if (result.error !== 'NOT_LEADER_OR_FOLLOWER') return result;
      const { leader = -1, leaderEpoch = -1 } = metadata.topic(result.topic)?.partitions[result.partition] ?? {};
      const alive = metadata.current.brokers.find(({ node, isRegistered }) => node.id === leader && isRegistered);
      if (alive !== undefined) nodeEndpoints.set(leader, alive.node);
      return { ...result, currentLeader: { leaderId: leader, leaderEpoch } };
    });
    return { api: 'Produce', throttleTimeMs, partitions, nodeEndpoints: [...nodeEndpoints.values()] };
  },
};

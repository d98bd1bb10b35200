/**
 * What a Produce response says about leaders (KIP-951, KafkaApis.handleProduceRequest): the leader and its address for each partition of
 * which this broker is not the leader.
 * Differs: not for batches of which this broker ceases to be the leader while they wait for their replicas.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ProduceResponse } from '../../protocol/messages.ts';
import type { ProduceResult } from '../purgatory/delayed.ts';
import type { MetadataCache } from '../state/metadata-cache.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';

/** The part of a response that depends on the results. */
type Answer = Pick<ProduceResponse, 'partitions' | 'nodeEndpoints'>;

export const LEADER_HINTS: Readonly<
  Record<BrokerPolicies['leaderHints'], (results: readonly ProduceResult[], metadata: MetadataCache) => Answer>
> = {
  none: (partitions) => ({ partitions }),
  named: (partitions, metadata) => {
    if (partitions.every(({ error }) => error !== 'NOT_LEADER_OR_FOLLOWER')) return { partitions };
    const nodeEndpoints = new Map<number, Node>();
    const hinted = partitions.map((result) => {
      if (result.error !== 'NOT_LEADER_OR_FOLLOWER') return result;
      const { leader = -1, leaderEpoch = -1 } = metadata.topic(result.topic)?.partitions[result.partition] ?? {};
      const alive = metadata.current.brokers.find(({ node, isRegistered }) => node.id === leader && isRegistered);
      if (alive !== undefined) nodeEndpoints.set(leader, alive.node);
      return { ...result, currentLeader: { leaderId: leader, leaderEpoch } };
    });
    return { partitions: hinted, nodeEndpoints: [...nodeEndpoints.values()] };
  },
};

/**
 * OneLeaderPerEpoch: in each epoch of a partition at most one broker considers itself the leader, and epochs never fall.
 *
 * Guaranteed: always. Two brokers may consider themselves leaders in different epochs; the one with the older epoch is fenced.
 * Source: KIP-101, KIP-320.
 */
import type { TopicState } from '../broker/index.ts';
import type { Invariant } from '../sim/index.ts';
import { ByPartition } from './by-partition.ts';
import type { GuaranteeDefinition } from './guarantee.ts';
import type { ReplicaView, RunView } from './run-view.ts';

/** The leaders of one partition so far. */
interface LeaderHistory {
  /** The highest epoch so far. */
  leaderEpoch: number;
  /** Broker id by epoch; undefined for an epoch in which no leader was seen. */
  readonly leaders: (number | undefined)[];
}

export const oneLeaderPerEpoch: GuaranteeDefinition = { create: createInvariant };

function createInvariant(): Invariant<RunView> {
  let version = -1;
  let topics: readonly TopicState[] | null = null;
  /** By topic id. */
  const histories = new ByPartition<LeaderHistory>();
  /** By replica, in the order of run.replicas; built again when the control plane changes. */
  let historyOf: readonly (LeaderHistory | undefined)[] = [];

  return {
    name: 'OneLeaderPerEpoch',
    check: (run) => {
      if (run.clusterVersion === version) return undefined;
      version = run.clusterVersion;
      if (run.topics !== topics) {
        topics = run.topics;
        const problem = fallingEpoch(topics);
        if (problem !== undefined) return problem;
        const ids = new Map(topics.map(({ name, topicId }) => [name, topicId]));
        historyOf = run.replicas.map(({ topic, partition }) => histories.get(ids.get(topic) ?? '', partition));
      }
      const { replicas } = run;
      for (let i = 0; i < replicas.length; i++) {
        const problem = secondLeader(replicas[i] as ReplicaView, historyOf[i]);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };

  function fallingEpoch(current: readonly TopicState[]): string | undefined {
    for (const { name, topicId, partitions } of current) {
      for (const { partition, leaderEpoch } of partitions) {
        const history = historyIn(topicId, partition);
        if (leaderEpoch < history.leaderEpoch) {
          return `The leader epoch of ${name}-${partition} fell from ${history.leaderEpoch} to ${leaderEpoch}.`;
        }
        history.leaderEpoch = leaderEpoch;
      }
    }
    return undefined;
  }

  function historyIn(topicId: string, partition: number): LeaderHistory {
    let history = histories.get(topicId, partition);
    if (history === undefined) {
      history = { leaderEpoch: -1, leaders: [] };
      histories.set(topicId, partition, history);
    }
    return history;
  }
}

function secondLeader(replica: ReplicaView, history: LeaderHistory | undefined): string | undefined {
  const { isLeader, leaderEpoch, brokerId, topic, partition } = replica;
  if (!isLeader || history === undefined) return undefined;
  const known = history.leaders[leaderEpoch];
  if (known === brokerId) return undefined;
  if (known === undefined) {
    history.leaders[leaderEpoch] = brokerId;
    return undefined;
  }
  return `Broker ${brokerId} leads ${topic}-${partition} in epoch ${leaderEpoch}, but broker ${known} was the leader of that epoch.`;
}

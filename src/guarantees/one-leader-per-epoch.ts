/**
 * OneLeaderPerEpoch: in one epoch one broker at most holds itself for the leader of a partition, and epochs never fall.
 *
 * Guarantee: always. Two brokers may both believe that they lead, in different epochs: the older one is fenced.
 * Source: KIP-101, KIP-320.
 */
import type { TopicState } from '../broker/index.ts';
import type { Invariant } from '../sim/index.ts';
import type { ReplicaView, TrialSubject } from './trial-subject.ts';

/** What is known of one partition's past. */
interface Reign {
  /** The highest epoch seen. */
  leaderEpoch: number;
  /** Broker id by epoch; empty where nobody was seen to lead. */
  readonly leaders: (number | undefined)[];
}

export function oneLeaderPerEpoch(): Invariant<TrialSubject> {
  let version = -1;
  let topics: readonly TopicState[] | null = null;
  /** By topic id and partition. */
  const reigns = new Map<string, Reign>();
  /** By replica, in the order of subject.replicas; made anew when the control plane changes. */
  let reignOf: readonly (Reign | undefined)[] = [];

  return {
    name: 'OneLeaderPerEpoch',
    check: (subject) => {
      if (subject.clusterVersion === version) return undefined;
      version = subject.clusterVersion;
      if (subject.topics !== topics) {
        topics = subject.topics;
        const problem = fallingEpoch(topics);
        if (problem !== undefined) return problem;
        const ids = new Map(topics.map(({ name, topicId }) => [name, topicId]));
        reignOf = subject.replicas.map(({ topic, partition }) => reigns.get(`${ids.get(topic)}-${partition}`));
      }
      const { replicas } = subject;
      for (let i = 0; i < replicas.length; i++) {
        const problem = usurperIn(replicas[i] as ReplicaView, reignOf[i]);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };

  function fallingEpoch(current: readonly TopicState[]): string | undefined {
    for (const { name, topicId, partitions } of current) {
      for (const { partition, leaderEpoch } of partitions) {
        const reign = reignIn(topicId, partition);
        if (leaderEpoch < reign.leaderEpoch) {
          return `The leader epoch of ${name}-${partition} fell from ${reign.leaderEpoch} to ${leaderEpoch}.`;
        }
        reign.leaderEpoch = leaderEpoch;
      }
    }
    return undefined;
  }

  function reignIn(topicId: string, partition: number): Reign {
    const key = `${topicId}-${partition}`;
    let reign = reigns.get(key);
    if (reign === undefined) {
      reign = { leaderEpoch: -1, leaders: [] };
      reigns.set(key, reign);
    }
    return reign;
  }
}

function usurperIn(replica: ReplicaView, reign: Reign | undefined): string | undefined {
  const { isLeader, leaderEpoch, brokerId, topic, partition } = replica;
  if (!isLeader || reign === undefined) return undefined;
  const known = reign.leaders[leaderEpoch];
  if (known === brokerId) return undefined;
  if (known === undefined) {
    reign.leaders[leaderEpoch] = brokerId;
    return undefined;
  }
  return `Broker ${brokerId} leads ${topic}-${partition} in epoch ${leaderEpoch}, in which broker ${known} led.`;
}

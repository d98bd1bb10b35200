/**
 * HighWatermarkMonotonic: a leader's high watermark never falls within its epoch, and never passes what an in-sync replica
 * holds.
 *
 * Guarantee: always. From one leader to the next it may fall: the new one may not have heard of the last rise. What was
 * acknowledged is safe all the same, for the new leader holds it.
 * Source: Kafka documentation, 4.7 Replication; KIP-101, KIP-207.
 */
import type { PartitionState, TopicState } from '../broker/index.ts';
import type { Invariant } from '../sim/index.ts';
import { type ReplicaView, replicasOf, type TrialSubject } from './trial-subject.ts';

/** A partition, its in-sync replicas found. Made anew when the control plane changes. */
interface Watched {
  readonly key: string;
  readonly leader: ReplicaView;
  readonly leaderEpoch: number;
  readonly inSync: readonly ReplicaView[];
}

export function highWatermarkMonotonic(): Invariant<TrialSubject> {
  let version = -1;
  let topics: readonly TopicState[] | null = null;
  let watched: readonly Watched[] = [];
  /** By partition: its leader's epoch and high watermark when last seen. */
  const seen = new Map<string, { leaderEpoch: number; highWatermark: number }>();

  return {
    name: 'HighWatermarkMonotonic',
    check: (subject) => {
      if (subject.clusterVersion === version) return undefined;
      version = subject.clusterVersion;
      if (subject.topics !== topics) {
        topics = subject.topics;
        watched = topics.flatMap((topic) => topic.partitions.flatMap((state) => watch(subject, topic, state)));
      }
      for (let i = 0; i < watched.length; i++) {
        const problem = problemWith(watched[i] as Watched);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };

  function problemWith(partition: Watched): string | undefined {
    const { key, leader, leaderEpoch, inSync } = partition;
    // A leader that has not heard of its epoch, or of its end, speaks for nobody.
    if (!leader.isLeader || leader.leaderEpoch !== leaderEpoch) return undefined;
    const { highWatermark } = leader.log;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, { leaderEpoch, highWatermark });
    else {
      if (before.leaderEpoch === leaderEpoch && highWatermark < before.highWatermark) {
        return `${nameOf(leader)} moved its high watermark from ${before.highWatermark} back to ${highWatermark} within epoch ${leaderEpoch}.`;
      }
      before.leaderEpoch = leaderEpoch;
      before.highWatermark = highWatermark;
    }
    for (let i = 0; i < inSync.length; i++) {
      const { brokerId, log } = inSync[i] as ReplicaView;
      if (log.endOffset < highWatermark) {
        return `${nameOf(leader)} has its high watermark at ${highWatermark}, and the in-sync replica on broker ${brokerId} ends at ${log.endOffset}.`;
      }
    }
    return undefined;
  }
}

function watch(subject: TrialSubject, topic: TopicState, state: PartitionState): Watched[] {
  const replicas = replicasOf(subject, topic.name, state.partition);
  const leader = replicas.find(({ brokerId }) => brokerId === state.leader);
  if (leader === undefined) return [];
  const inSync = replicas.filter(({ brokerId }) => state.isr.includes(brokerId));
  const { leaderEpoch } = state;
  return [{ key: `${topic.topicId}-${state.partition}`, leader, leaderEpoch, inSync }];
}

function nameOf({ topic, partition, brokerId }: ReplicaView): string {
  return `Broker ${brokerId}, leader of ${topic}-${partition},`;
}

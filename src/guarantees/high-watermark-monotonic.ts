/**
 * HighWatermarkMonotonic: the high watermark of a leader never falls within an epoch, and is never beyond the end of an in-sync
 * replica's log.
 *
 * Guaranteed: always. It may fall when the leader changes, because the new leader may not have learned of the last rise.
 * Acknowledged records are safe all the same, since the new leader has them.
 * Source: Kafka documentation, 4.7 Replication; KIP-101, KIP-207.
 */
import type { TopicState } from '../broker/index.ts';
import type { Invariant } from '../sim/index.ts';
import { ByPartition } from './by-partition.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import { type ReplicaView, type RunView, replicasOf } from './run-view.ts';

/** A partition and its in-sync replicas. The list of them is built again when the control plane changes. */
interface Watched {
  readonly topicId: string;
  readonly leader: ReplicaView;
  readonly leaderEpoch: number;
  readonly inSync: readonly ReplicaView[];
}

export const highWatermarkMonotonic: GuaranteeDefinition = {
  create: createInvariant,
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'broker',
    versions: ['3.6.1', '3.9'],
    issue: 'KAFKA-18106',
    when:
      'when a broker starts with an empty disk in place of a failed one before a controller has removed it from the in-sync ' +
      'replicas: its log is empty, and as a leader it begins again at 0 in the same epoch',
    section: 'An empty replica in sync',
  },
];

function createInvariant(): Invariant<RunView> {
  let version = -1;
  let topics: readonly TopicState[] | null = null;
  let watched: readonly Watched[] = [];
  /** By topic id: the epoch and high watermark of the partition's leader at the last check. */
  const seen = new ByPartition<{ leaderEpoch: number; highWatermark: number }>();

  return {
    name: 'HighWatermarkMonotonic',
    check: (run) => {
      if (run.clusterVersion === version) return undefined;
      version = run.clusterVersion;
      if (run.topics !== topics) {
        topics = run.topics;
        watched = watchedPartitions(run);
      }
      for (let i = 0; i < watched.length; i++) {
        const problem = problemWith(watched[i] as Watched);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };

  function problemWith(partition: Watched): string | undefined {
    const { topicId, leader, leaderEpoch, inSync } = partition;
    // A broker that does not know yet that its leadership has begun, or has ended, is not looked at.
    if (!leader.isLeader || leader.leaderEpoch !== leaderEpoch) return undefined;
    const { highWatermark } = leader.log;
    const before = seen.get(topicId, leader.partition);
    if (before === undefined) seen.set(topicId, leader.partition, { leaderEpoch, highWatermark });
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
        return `${nameOf(leader)} has its high watermark at ${highWatermark}, but the log of the in-sync replica on broker ${brokerId} ends at ${log.endOffset}.`;
      }
    }
    return undefined;
  }
}

/** The partitions that have a leader. */
function watchedPartitions(run: RunView): Watched[] {
  const watched: Watched[] = [];
  for (const { name, topicId, partitions } of run.topics) {
    for (const { partition, leader: leaderId, leaderEpoch, isr } of partitions) {
      const replicas = replicasOf(run, name, partition);
      const leader = replicas.find(({ brokerId }) => brokerId === leaderId);
      if (leader === undefined) continue;
      watched.push({ topicId, leader, leaderEpoch, inSync: replicas.filter(({ brokerId }) => isr.includes(brokerId)) });
    }
  }
  return watched;
}

function nameOf({ topic, partition, brokerId }: ReplicaView): string {
  return `Broker ${brokerId}, leader of ${topic}-${partition},`;
}

/**
 * The replica that a consumer should read from instead of the leader: one in its own rack (KIP-392,
 * ReplicaManager.findPreferredReadReplica, RackAwareReplicaSelector).
 */
import type { FollowerProgress } from './follower-progress.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';

const RACK_AWARE = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

/** The broker id of that replica; undefined if it is the leader itself, which answers. @param rackId empty: the consumer has none */
export function preferredReadReplica(
  { metadata, replication }: ReplicaManager,
  leader: Replica,
  rackId: string,
  fetchOffset: number,
): number | undefined {
  if (rackId === '' || !leader.isLeader || replication.config.replicaSelectorClass !== RACK_AWARE) return undefined;
  const isInRack = (id: number): boolean =>
    metadata.current.brokers.some(({ node, isRegistered }) => node.id === id && isRegistered && node.rack === rackId);
  if (isInRack(leader.brokerId)) return undefined;
  const { nowMs } = replication.scheduler;
  const { endOffset } = leader.log;
  let best: FollowerProgress | undefined;
  for (const follower of leader.followers) {
    // One that is not in sync could fall behind without end.
    const hasOffset = follower.endOffset >= fetchOffset && follower.logStartOffset <= fetchOffset;
    if (!follower.isInSync || !hasOffset || !isInRack(follower.brokerId)) continue;
    if (best === undefined || isBetter(follower, best, endOffset, nowMs)) best = follower;
  }
  return best?.brokerId;
}

/** The one that has more records, then the one that was caught up later, then the one with the higher id (ReplicaView.comparator). */
function isBetter(one: FollowerProgress, other: FollowerProgress, leaderEndOffset: number, nowMs: number): boolean {
  if (one.endOffset !== other.endOffset) return one.endOffset > other.endOffset;
  const difference = one.lagMs(leaderEndOffset, nowMs) - other.lagMs(leaderEndOffset, nowMs);
  return difference === 0 ? one.brokerId > other.brokerId : difference < 0;
}

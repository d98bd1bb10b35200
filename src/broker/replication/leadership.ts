/**
 * What a broker does when its role in a partition changes (ReplicaManager.becomeLeaderOrFollower, stopReplicas).
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { PartitionState } from '../state/control-plane.ts';
import { failWaitingProduces } from './delayed-produce.ts';
import type { Fetcher } from './fetcher.ts';
import { assignFetcher } from './follow.ts';
import { noteNews } from './follower-fetches.ts';
import { raiseHighWatermark } from './high-watermark.ts';
import type { Replica } from './replica.ts';
import type { ReplicaManager } from './replica-manager.ts';
import { serveWaitingConsumers } from './serve-consumers.ts';
import { endWaitsFor } from './serve-followers.ts';

export function becomeLeader(manager: ReplicaManager, replica: Replica, state: PartitionState): void {
  // Whether a follower is in sync and which epoch it has to know may change.
  noteNews(replica);
  const isNewLeader = replica.becomeLeader(state, manager.replication.scheduler.nowMs);
  if (isNewLeader) for (const listener of manager.leadershipListeners) listener.elected(replica);
  assignFetcher(manager, replica);
  raiseHighWatermark(manager, replica);
  serveWaitingConsumers(manager, replica);
  if (!isNewLeader) for (const listener of manager.leadershipListeners) listener.changed(replica);
}

/** Returns the fetcher that has to fetch differently from now on; undefined if there is none. */
export function becomeFollower(manager: ReplicaManager, replica: Replica, state: PartitionState): Fetcher | undefined {
  if (replica.leaderEpoch === state.leaderEpoch && !replica.isLeader) {
    replica.isr = state.isr;
    replica.partitionEpoch = state.partitionEpoch;
    return undefined;
  }
  replica.becomeFollower(state);
  ceaseToServe(manager, replica, 'NOT_LEADER_OR_FOLLOWER');
  assignFetcher(manager, replica);
  // A broker that is shutting down does not fetch any more.
  const fetches = state.leader >= 0 && manager.replication.controlPlane.isRegistered(manager.broker.id);
  return fetches ? manager.fetcher(state.leader) : undefined;
}

/** The broker no longer hosts the partition, or its log has failed: waiting requests are answered with `error`. */
export function stopReplica(manager: ReplicaManager, replica: Replica, error: ErrorName): void {
  replica.fetcher?.remove(replica);
  ceaseToServe(manager, replica, error);
}

function ceaseToServe(manager: ReplicaManager, replica: Replica, error: ErrorName): void {
  for (const listener of manager.leadershipListeners) listener.resigned(replica);
  failWaitingProduces(manager.replication, replica, error);
  endWaitsFor(manager, replica);
  serveWaitingConsumers(manager, replica);
}

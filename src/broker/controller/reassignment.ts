/**
 * Moving a partition to other brokers (KIP-455, ReplicationControlManager.changePartitionReassignment).
 *
 * Owns: a reassignment from its beginning, when the new replicas join the old ones, to its end, when all of them are in sync
 * and the old ones go.
 * Refuses to know: how replicas catch up (replication/).
 */
import { IllegalArgumentException } from '../../protocol/exceptions.ts';
import { resolveTopicConfig } from '../config/topic-config.ts';
import { coordinatorResigned } from '../coordinators/transactions/election.ts';
import { refuseWaiting } from '../replication/acknowledge.ts';
import { Replica } from '../replication/replica.ts';
import { serveWaitingConsumers } from '../replication/serve-consumers.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { applyPartitions } from './controller.ts';

/**
 * Begins to move a partition to the brokers `targets`, the preferred leader first.
 * @throws IllegalArgumentException if the partition or a broker does not exist, or a broker is named twice
 */
export function reassign(
  state: ClusterState,
  topic: string,
  partition: number,
  targets: readonly number[],
  nowMs: number,
): void {
  const before = state.topic(topic)?.partitions[partition];
  const refusal = before === undefined ? 'there is no such partition' : refusalOf(state, targets);
  if (before === undefined || refusal !== undefined) {
    throw new IllegalArgumentException(
      `${topic}-${partition} cannot be reassigned to [${targets.join(', ')}]: ${refusal}.`,
    );
  }
  const leaving = before.replicas.filter((id) => !targets.includes(id));
  const moving = state.alterPartition(topic, partition, {
    replicas: [...targets, ...leaving],
    targetReplicas: targets,
  });
  const config = resolveTopicConfig(state.topic(topic)?.configs ?? {}, state.config.values);
  for (const id of targets) {
    const broker = state.broker(id) as Broker;
    if (broker.replica(topic, partition) === undefined) broker.host(new Replica(topic, partition, id, config));
  }
  state.event('reassignment started', { topic, partition, to: `[${targets.join(',')}]` });
  state.onIsrExpanded = (...place) => completeReassignment(state, ...place);
  applyPartitions(state, [[topic, moving]], nowMs);
  completeReassignment(state, topic, partition, nowMs);
}

/** Ends the reassignment of a partition, if there is one and all that are to hold it are in sync. */
function completeReassignment(state: ClusterState, topic: string, partition: number, nowMs: number): void {
  const moving = state.topic(topic)?.partitions[partition];
  const targets = moving?.targetReplicas;
  if (moving === undefined || targets === undefined || !targets.every((id) => moving.isr.includes(id))) return;
  const leaving = moving.replicas.filter((id) => !targets.includes(id));
  const leader = targets.includes(moving.leader) ? moving.leader : (targets.find((id) => state.isRegistered(id)) ?? -1);
  // Only an epoch of its own makes sure that whoever leaves is no longer heard (PartitionChangeBuilder).
  const leaderEpoch = leaving.length > 0 || leader !== moving.leader ? moving.leaderEpoch + 1 : moving.leaderEpoch;
  const moved = state.alterPartition(topic, partition, {
    replicas: targets,
    isr: targets,
    targetReplicas: undefined,
    leader,
    leaderEpoch,
  });
  state.event('reassignment completed', { topic, partition, replicas: `[${targets.join(',')}]`, leader });
  for (const id of leaving) dropReplica(state, state.broker(id) as Broker, topic, partition);
  applyPartitions(state, [[topic, moved]], nowMs);
}

/** The broker no longer holds the partition; its log goes, and whoever waits there is told. */
function dropReplica(state: ClusterState, broker: Broker, topic: string, partition: number): void {
  const replica = broker.dropReplica(topic, partition);
  if (replica === undefined) return;
  for (const fetcher of broker.fetchers()) fetcher.remove(replica);
  coordinatorResigned(broker, replica);
  replica.isLeader = false;
  refuseWaiting(state, replica, 'NOT_LEADER_OR_FOLLOWER');
  serveWaitingConsumers(state, replica);
}

function refusalOf(state: ClusterState, targets: readonly number[]): string | undefined {
  if (targets.length === 0) return 'a partition needs at least one replica';
  if (new Set(targets).size < targets.length) return 'a broker holds a partition once';
  const missing = targets.find((id) => state.broker(id) === undefined);
  return missing === undefined ? undefined : `there is no broker ${missing}`;
}

/**
 * A log directory that fails (ReplicaManager.handleLogDirFailure, KIP-112).
 *
 * Owns: which replicas go with it, who is told, and the empty directory that the next start finds.
 * Refuses to know: elections (controller.ts).
 *
 * A broker has several directories: all its logs of the moment lie in the one that fails, later ones go to another. (A broker
 * whose last directory fails halts: that is a crash.)
 */

import { coordinatorResigned } from '../coordinators/transactions/election.ts';
import { refuseWaiting } from '../replication/acknowledge.ts';
import { Replica } from '../replication/replica.ts';
import { serveWaitingConsumers } from '../replication/serve-consumers.ts';
import { answerWaitingFollower, endWaits } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { replaceBroker } from './controller.ts';

export function failDisk(state: ClusterState, broker: Broker, nowMs: number): void {
  if (!broker.isUp) return;
  state.event('log directory failed', { broker: broker.id });
  for (const replica of broker.replicas()) {
    replica.isOffline = true;
    replica.isLeader = false;
    replica.leaderId = -1;
    for (const fetcher of broker.fetchers()) fetcher.remove(replica);
    coordinatorResigned(broker, replica);
    refuseWaiting(state, replica, 'KAFKA_STORAGE_ERROR');
    serveWaitingConsumers(state, replica);
  }
  endWaits(state, broker.id, nowMs);
  // The broker tells the controller (in ZooKeeper mode; KRaft mode knows one directory only), unless it cannot reach it.
  if (broker.lastHeard === undefined) replaceBroker(state, broker.id, nowMs);
  for (const delayed of broker.waitingFollowers) {
    if (delayed !== undefined) answerWaitingFollower(state, broker, delayed, nowMs);
  }
}

/** The broker starts: in place of what has failed there is an empty directory. */
export function replaceDisk(state: ClusterState, broker: Broker): void {
  const failed = [...broker.replicas()].filter(({ isOffline }) => isOffline);
  if (failed.length === 0) return;
  for (const { topic, partition, config } of failed) broker.host(new Replica(topic, partition, broker.id, config));
  state.event('log directory replaced', { broker: broker.id, logs: failed.length });
}

/**
 * A log directory that fails (ReplicaManager.handleLogDirFailure, KIP-112).
 *
 * A broker has several directories: all logs that it has at the time are in the one that fails, later ones go to another. (A
 * broker whose last directory fails halts, which is a crash.)
 */
import { stopReplica } from '../replication/leadership.ts';
import { Replica } from '../replication/replica.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { answerAllWaitingFollowers, endWaits } from '../replication/serve-followers.ts';
import { NO_LEADER } from '../state/control-plane.ts';
import { withdrawBroker } from './broker-registration.ts';
import type { Controller } from './controller.ts';

export function failLogDirectory(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (!broker.isUp) return;
  controller.effects.event('log directory failed', { broker: broker.id });
  for (const replica of manager.replicas()) {
    replica.isOffline = true;
    replica.isLeader = false;
    replica.leaderId = NO_LEADER;
    stopReplica(manager, replica, 'KAFKA_STORAGE_ERROR');
  }
  endWaits(controller.replication, broker.id);
  // The broker reports the failure to the controller (in ZooKeeper mode; KRaft mode knows one directory only), if it can reach it.
  if (broker.hasController) withdrawBroker(controller, broker.id);
  answerAllWaitingFollowers(manager);
}

/** The broker starts with an empty directory in place of the one that has failed. */
export function replaceLogDirectory(controller: Controller, manager: ReplicaManager): void {
  const failed = [...manager.replicas()].filter(({ isOffline }) => isOffline);
  if (failed.length === 0) return;
  const { id } = manager.broker;
  for (const { topic, partition, config } of failed) manager.host(new Replica(topic, partition, id, config));
  controller.effects.event('log directory replaced', { broker: id, logs: failed.length });
}

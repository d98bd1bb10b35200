/**
 * A log directory that fails (ReplicaManager.handleLogDirFailure, LogManager.handleLogDirFailure, KIP-112).
 *
 * All logs that the broker has at the time are in the directory that fails. A broker that has no other one halts, which is a crash;
 * one that has goes on, and later logs are in another directory.
 */
import { stopReplica } from '../replication/leadership.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { answerAllWaitingFollowers, endWaits } from '../replication/serve-followers.ts';
import { NO_LEADER } from '../state/control-plane.ts';
import { crashBroker } from './broker-lifecycle.ts';
import { withdrawBroker } from './broker-registration.ts';
import type { Controller } from './controller.ts';

export function failLogDirectory(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (!broker.isUp) return;
  controller.effects.event('log directory failed', { broker: broker.id });
  if (manager.workingDirectories === 1) {
    manager.workingDirectories = 0;
    crashBroker(controller, manager);
    return;
  }
  manager.workingDirectories--;
  for (const replica of manager.replicas()) {
    replica.isOffline = true;
    replica.isLeader = false;
    replica.leaderId = NO_LEADER;
    stopReplica(manager, replica, 'KAFKA_STORAGE_ERROR');
  }
  endWaits(controller.replication, broker.id);
  const isReported = controller.config.mode.logDirFailures === 'reported';
  if (isReported && broker.hasController) withdrawBroker(controller, broker.id);
  answerAllWaitingFollowers(manager);
}

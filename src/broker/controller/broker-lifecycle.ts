/**
 * Brokers that crash, shut down and restart: what is lost with the process, and how the controller learns of it.
 *
 * A log survives a crash, but for a deletion of records in the last minute: Kafka leaves writing to the operating system, which goes
 * on running.
 */
import { sendFetch } from '../replication/follow.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { dropWaitingFollower } from '../replication/serve-followers.ts';
import { registerBroker, unregisterBroker } from './broker-registration.ts';
import { expireSessionAfterCrash } from './broker-session.ts';
import type { Controller } from './controller.ts';
import { replaceLogDirectory } from './log-directory-failure.ts';

/** The process dies. The controller notices when the broker's session expires. */
export function crashBroker(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (!broker.isUp) return;
  closeLogs(manager, true);
  stopProcess(controller, manager);
  controller.effects.event('broker crashed', { broker: broker.id });
  expireSessionAfterCrash(controller, broker);
}

/** The process stops in order: its leaderships move first, so that no client has to wait for the session to expire. */
export function shutDownBroker(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (!broker.isUp) return;
  controller.effects.event('broker shuts down', { broker: broker.id });
  // Its fetches end first: a follower counts as caught up while it waits, and leaders must not wait for this one any more.
  for (const other of othersThan(controller, manager)) dropWaitingFollower(other, broker.id);
  const { hasController } = broker;
  if (hasController) unregisterBroker(controller, broker.id);
  closeLogs(manager, false);
  stopProcess(controller, manager);
  // The controller has not learned of the shutdown.
  if (!hasController) expireSessionAfterCrash(controller, broker);
}

/** The process starts. If the old session has not expired yet, the controller learns now that the old process has ended. */
export function restartBroker(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  const { controlPlane, replication } = controller;
  if (broker.isUp) return;
  const { hasController } = broker;
  if (hasController && controlPlane.isRegistered(broker.id)) unregisterBroker(controller, broker.id);
  broker.start();
  replaceLogDirectory(controller, manager);
  for (const { log } of manager.replicas()) log.load(replication.config, replication.scheduler.nowMs);
  controlPlane.alterBroker(broker.id, { isUp: true });
  broker.isUnknownToController = !hasController;
  if (!hasController) return;
  registerBroker(controller, broker.id);
  // Followers of partitions that no other broker could lead have been waiting for this one.
  for (const follower of replication.managers) sendFetch(replication, follower.fetcher(broker.id));
}

function closeLogs(manager: ReplicaManager, isCrash: boolean): void {
  const { nowMs } = manager.replication.scheduler;
  for (const { log } of manager.replicas()) log.close(isCrash, nowMs);
}

function stopProcess(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  broker.stop();
  controller.controlPlane.alterBroker(broker.id, { isUp: false });
  for (const other of othersThan(controller, manager)) {
    dropWaitingFollower(other, broker.id);
  }
}

function othersThan({ replication }: Controller, manager: ReplicaManager): ReplicaManager[] {
  return replication.managers.filter((other) => other !== manager);
}

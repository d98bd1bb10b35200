/**
 * Brokers that crash, shut down and restart: what is lost with the process, and how the controller learns of it.
 *
 * A log survives a crash, but for a deletion of records in the last minute: Kafka leaves writing to the operating system, which goes
 * on running.
 */
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { dropWaitingFollower } from '../replication/serve-followers.ts';
import type { Controller } from './controller.ts';
import { membershipOf } from './memberships.ts';

/** The process dies. The cluster notices when the broker's session ends. */
export function crashBroker(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (!broker.isUp && !broker.isStarting) return;
  if (broker.isUp) closeLogs(manager, true);
  stopProcess(controller, manager);
  controller.effects.event('broker crashed', { broker: broker.id });
  membershipOf(controller).crashed(controller, broker);
}

/** The process stops in order: its leaderships move first, so that no client has to wait for the session to end. */
export function shutDownBroker(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (broker.isStarting) crashBroker(controller, manager);
  if (!broker.isUp) return;
  controller.effects.event('broker shuts down', { broker: broker.id });
  // Its fetches end first: a follower counts as caught up while it waits, and leaders must not wait for this one any more.
  for (const other of othersThan(controller, manager)) dropWaitingFollower(other, broker.id);
  membershipOf(controller).leaves(controller, broker);
  closeLogs(manager, false);
  stopProcess(controller, manager);
  membershipOf(controller).left(controller, broker);
}

/** The process starts. It serves requests when it is registered, which it cannot be before the session of its predecessor has ended. */
export function restartBroker(controller: Controller, manager: ReplicaManager): void {
  if (!manager.broker.isUp && !manager.broker.isStarting) membershipOf(controller).started(controller, manager);
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

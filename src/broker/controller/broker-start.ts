/**
 * What a broker does when its process has started: it opens its logs, and then works on the requests that have arrived.
 */
import { sendFetch } from '../replication/follow.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { Broker } from '../state/broker.ts';
import { receivePresent } from './catch-up.ts';
import type { Controller } from './controller.ts';

export function openLogs(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  const { controlPlane, replication, scheduler } = controller;
  broker.start();
  replaceLogDirectories(controller, manager);
  for (const { log } of manager.replicas()) log.load(replication.config, scheduler.nowMs);
  controlPlane.alterBroker(broker.id, { isUp: true });
  if (controller.isReachedBy(broker)) receivePresent(controller, broker);
}

/** The broker works on the requests that have arrived, and on those to come. */
export function serveRequests({ scheduler }: Controller, broker: Broker): void {
  const { heldRequests } = broker;
  broker.isServing = true;
  broker.heldRequests = [];
  for (const serve of heldRequests) scheduler.afterCall(serve);
}

/** Followers of partitions that no other broker could lead have been waiting for this one. */
export function startFollowersOf({ replication }: Controller, leaderId: number): void {
  for (const follower of replication.managers) sendFetch(replication, follower.fetcher(leaderId));
}

/** The broker starts with empty directories in place of those that have failed. */
function replaceLogDirectories(controller: Controller, manager: ReplicaManager): void {
  const { logDirectoryCount } = controller.config;
  if (manager.workingDirectories === logDirectoryCount) return;
  const isHalted = manager.workingDirectories === 0;
  manager.workingDirectories = logDirectoryCount;
  const failed = manager.replicas().filter(({ isOffline }) => isHalted || isOffline);
  for (const replica of failed) replica.replaceLog();
  controller.effects.event('log directory replaced', { broker: manager.broker.id, logs: failed.length });
}

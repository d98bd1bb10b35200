/**
 * Brokers in ZooKeeper mode: each has a node in ZooKeeper that exists as long as its session, and one of them is the controller
 * (KafkaController, KafkaZkClient).
 *
 * ZooKeeper ends sessions whether there is a controller or not. A broker that starts while the node of its predecessor exists fails at
 * once (NodeExistsException); here it is started again and again, until it succeeds.
 */
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { endWaits } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import { applyPartitions } from './apply-partitions.ts';
import { handOver, registerBroker, unregisterBroker } from './broker-registration.ts';
import { openLogs, serveRequests, startFollowersOf } from './broker-start.ts';
import { catchUp } from './catch-up.ts';
import type { Controller } from './controller.ts';
import { activate, deactivate } from './controller-activity.ts';
import type { Membership } from './membership.ts';
import { takeOverPartitions } from './take-over-partitions.ts';

export const ZOOKEEPER_MEMBERSHIP: Membership = {
  crashed: silenced,
  leaves: (controller, broker) => {
    if (!broker.hasController || controller.isPrevented) return;
    controller.controlPlane.alterBroker(broker.id, { isRegistered: false });
    handOver(controller, broker.id);
  },
  left: (controller, broker) => {
    if (broker.isDisconnected) silenced(controller, broker);
    else endSession(controller, broker);
  },
  started: (controller, manager) => {
    manager.broker.beginStart();
    join(controller, manager);
  },
  disconnected: silenced,
  reconnected: (controller, manager) => {
    const { broker } = manager;
    const { controlPlane } = controller;
    if (broker.isUp && controlPlane.isRegistered(broker.id)) broker.sessionEndsMs = undefined;
    if (broker.isStarting) join(controller, manager);
    if (!broker.isUp) return;
    if (controller.isActive) {
      controller.effects.event('broker reconnected', { broker: broker.id, to: 'controller' });
      catchUp(controller, broker);
      return;
    }
    controlPlane.alterBroker(broker.id, { isRegistered: true });
    elect(controller);
  },
  controllerAllowed: elect,
};

// --- Sessions --------------------------------------------------------------------------------------------------------------

/** Nothing is heard from the broker any more. If it is the controller there is none, at the latest when its session ends. */
function silenced(controller: Controller, broker: Broker): void {
  const { scheduler, config, controlPlane } = controller;
  if (!controlPlane.isRegistered(broker.id) || broker.sessionEndsMs !== undefined) return;
  if (controller.isAt(broker.id)) deactivate(controller);
  const endsMs = scheduler.nowMs + config.sessionTimeoutMs;
  broker.sessionEndsMs = endsMs;
  scheduler.plan(endsMs, () => {
    if (broker.sessionEndsMs === endsMs) endSession(controller, broker);
  });
}

/** The nodes that the broker has made in ZooKeeper are deleted, among them that of the controller. */
function endSession(controller: Controller, broker: Broker): void {
  const { controlPlane, replication } = controller;
  broker.sessionEndsMs = undefined;
  endWaits(replication, broker.id);
  if (controlPlane.current.controllerId === broker.id) {
    deactivate(controller);
    controlPlane.setController(-1);
  }
  if (controller.isActive) unregisterBroker(controller, broker.id);
  else controlPlane.alterBroker(broker.id, { isRegistered: false });
  elect(controller);
  const manager = replication.manager(broker.id);
  if (broker.isStarting && manager !== undefined) join(controller, manager);
}

/** The broker starts, unless the node of its predecessor still exists. */
function join(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  const { controlPlane, effects } = controller;
  if (controlPlane.isRegistered(broker.id) || broker.isDisconnected) return;
  effects.add({ kind: 'listen', brokerId: broker.id });
  openLogs(controller, manager);
  serveRequests(controller, broker);
  if (controller.isActive) registerBroker(controller, broker.id);
  else controlPlane.alterBroker(broker.id, { isRegistered: true });
  elect(controller);
  startFollowersOf(controller, broker.id);
}

// --- The controller --------------------------------------------------------------------------------------------------------

/**
 * Makes a live broker the controller, if there is none and nothing prevents it. In Kafka it is the first that writes to ZooKeeper; here
 * the one with the highest id. The partitions of the lower ones are those that a test disturbs first, and a crash of the controller is a
 * fault of its own.
 */
function elect(controller: Controller): void {
  const { controlPlane, brokers } = controller;
  if (controller.isActive || controller.isPrevented) return;
  const canBe = ({ id, isUp, isDisconnected }: Broker): boolean =>
    isUp && !isDisconnected && controlPlane.isRegistered(id);
  const { controllerId } = controlPlane.current;
  const previous = brokers.get(controllerId);
  // Its node exists until its session ends.
  if (previous !== undefined && controlPlane.isRegistered(controllerId) && !canBe(previous)) return;
  const next = previous !== undefined && canBe(previous) ? previous : brokers.all.findLast(canBe);
  controlPlane.setController(next?.id ?? -1);
  if (next === undefined) return;
  activate(controller, () => applyPartitions(controller, takeOverPartitions(controller)));
}

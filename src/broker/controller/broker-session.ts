/**
 * The sessions of brokers with the controller: a broker that is not heard from for broker.session.timeout.ms, in ZooKeeper
 * mode zookeeper.session.timeout.ms, is unregistered.
 */
import { endWaits } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import { unregisterBroker } from './broker-registration.ts';
import type { Controller } from './controller.ts';

/** The broker's process has ended. Its session expires, unless the broker restarts or another controller takes over before. */
export function expireSessionAfterCrash(controller: Controller, broker: Broker): void {
  const { incarnation } = broker;
  const { epoch } = controller;
  afterSessionTimeout(controller, broker, () => {
    if (broker.incarnation === incarnation && controller.epoch === epoch) unregisterBroker(controller, broker.id);
  });
}

/** The broker is disconnected from the controller. Its session expires, unless it is connected again before. */
export function expireSessionAfterDisconnect(controller: Controller, broker: Broker): void {
  const { nowMs } = controller.scheduler;
  broker.disconnectedSinceMs = nowMs;
  afterSessionTimeout(controller, broker, () => {
    if (broker.disconnectedSinceMs !== nowMs) return;
    endWaits(controller.replication, broker.id);
    unregisterBroker(controller, broker.id);
  });
}

/** Does nothing if there is no controller then, or the broker has been unregistered already. */
function afterSessionTimeout(controller: Controller, broker: Broker, action: () => void): void {
  const { scheduler, config, controlPlane } = controller;
  scheduler.plan(scheduler.nowMs + config.sessionTimeoutMs, () => {
    if (controller.isActive && controlPlane.isRegistered(broker.id)) action();
  });
}

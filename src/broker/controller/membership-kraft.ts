/**
 * Brokers in KRaft mode: each sends heartbeats to the controller, which fences one that it has not heard from for
 * broker.session.timeout.ms (ClusterControlManager, BrokerHeartbeatManager, BrokerLifecycleManager).
 *
 * A broker that starts registers. As long as the session of its predecessor has not ended the controller refuses
 * (DuplicateBrokerRegistrationException), and the broker tries again later. It serves no requests until then; those that arrive wait.
 */
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { endWaits } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';
import { registerBroker, unregisterBroker, withdrawBroker } from './broker-registration.ts';
import { openLogs, serveRequests, startFollowersOf } from './broker-start.ts';
import { catchUp } from './catch-up.ts';
import { quorumChanged } from './combined-quorum.ts';
import type { Controller } from './controller.ts';
import { activate } from './controller-activity.ts';
import type { Membership } from './membership.ts';

/** The first pause before a broker tries to register again, in ms; it doubles up to the session timeout (BrokerLifecycleManager). */
const FIRST_RETRY_MS = 100;
/**
 * The time between the unfencing of a broker, with which its replicas start to fetch, and its first look at requests, in ms
 * (BrokerServer.startup enables the processing of requests at its end). A real broker takes some tens of ms.
 */
const SERVING_DELAY_MS = 20;

export const KRAFT_MEMBERSHIP: Membership = {
  crashed: (controller, broker) => {
    loseContact(controller, broker);
    quorumChanged(controller, startController);
  },
  leaves: (controller, broker) => {
    if (broker.hasController) unregister(controller, broker);
  },
  left: (controller, broker) => {
    loseContact(controller, broker);
    quorumChanged(controller, startController, true);
  },
  started: (controller, manager) => {
    const { broker } = manager;
    controller.effects.add({ kind: 'listen', brokerId: broker.id });
    broker.beginStart();
    quorumChanged(controller, startController);
    // A controller that has just started has had the broker register already.
    if (broker.isStarting) register(controller, manager);
  },
  disconnected: (controller, broker) => {
    loseContact(controller, broker);
    quorumChanged(controller, startController);
  },
  reconnected: (controller, manager) => {
    const { broker } = manager;
    if (controller.isActive) {
      if (broker.isUp) broker.sessionEndsMs = undefined;
      controller.effects.event('broker reconnected', { broker: broker.id, to: 'controller' });
      catchUp(controller, broker);
      controller.serveForwarded();
    }
    quorumChanged(controller, startController);
    if (broker.isStarting) register(controller, manager);
  },
  controllerAllowed: (controller) => {
    if (controller.config.isCombined) quorumChanged(controller, startController);
    else startController(controller);
  },
};

// --- Sessions --------------------------------------------------------------------------------------------------------------

/** Nothing is heard from the broker any more. Without a controller its session begins again with the next one. */
function loseContact(controller: Controller, broker: Broker): void {
  const { scheduler, config, controlPlane } = controller;
  if (!controller.isActive || !controlPlane.isRegistered(broker.id) || broker.sessionEndsMs !== undefined) return;
  const endsMs = scheduler.nowMs + config.sessionTimeoutMs;
  broker.sessionEndsMs = endsMs;
  scheduler.plan(endsMs, () => {
    if (broker.sessionEndsMs !== endsMs || !controller.isActive || !controlPlane.isRegistered(broker.id)) return;
    // The controller plans the check of sessions when it receives a heartbeat or registers a broker.
    if (controller.hasHeartbeats) fence(controller, broker);
  });
}

function hasSession({ scheduler, controlPlane }: Controller, { id, sessionEndsMs }: Broker): boolean {
  return controlPlane.isRegistered(id) && (sessionEndsMs === undefined || scheduler.nowMs < sessionEndsMs);
}

function fence(controller: Controller, broker: Broker): void {
  endWaits(controller.replication, broker.id);
  unregister(controller, broker);
}

function unregister(controller: Controller, { id }: Broker): void {
  unregisterBroker(controller, id);
  nameController(controller);
}

// --- Registration ----------------------------------------------------------------------------------------------------------

/** The broker tries to register. If it cannot reach the controller, it tries when it can. */
function register(controller: Controller, manager: ReplicaManager, failures = 0): void {
  const { broker } = manager;
  const { scheduler, config } = controller;
  if (!controller.isReachedBy(broker)) return;
  if (!hasSession(controller, broker)) {
    accept(controller, manager);
    return;
  }
  const { incarnation } = broker;
  const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** failures, config.sessionTimeoutMs);
  scheduler.plan(scheduler.nowMs + pauseMs, () => {
    if (broker.incarnation === incarnation) register(controller, manager, failures + 1);
  });
}

/** What happens to the roles of a predecessor that the controller has not fenced, when its successor registers. */
const UNNOTICED_RESTART: Readonly<
  Record<BrokerPolicies['unnoticedRestart'], (controller: Controller, id: number) => void>
> = {
  'keeps its roles': () => {},
  'loses its roles': withdrawBroker,
};

/**
 * The controller registers the broker. It may not have noticed that the predecessor had ended, because it has heard from no broker since
 * it started.
 */
function accept(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  const { config, controlPlane, brokers } = controller;
  const isUnnoticed = controlPlane.isRegistered(broker.id);
  controlPlane.alterBroker(broker.id, { isRegistered: false });
  if (isUnnoticed) UNNOTICED_RESTART[config.version.policies.unnoticedRestart](controller, broker.id);
  broker.sessionEndsMs = undefined;
  controller.hasHeartbeats = true;
  for (const other of brokers.all) {
    if (controlPlane.isRegistered(other.id) && !hasSession(controller, other)) fence(controller, other);
  }
  openLogs(controller, manager);
  registerBroker(controller, broker.id);
  nameController(controller);
  startFollowersOf(controller, broker.id);
  const { scheduler } = controller;
  const { incarnation } = broker;
  scheduler.plan(scheduler.nowMs + SERVING_DELAY_MS, () => {
    if (broker.incarnation === incarnation) serveRequests(controller, broker);
  });
}

// --- Controllers -----------------------------------------------------------------------------------------------------------

/** A new controller does not know for how long a broker has been silent: it measures every session from its own start. */
function startController(controller: Controller): void {
  if (controller.isActive || controller.isPrevented) return;
  const { brokers, controlPlane, replication } = controller;
  activate(controller, () => {
    const isHeard = ({ isUp, isDisconnected }: Broker): boolean => isUp && !isDisconnected;
    controller.hasHeartbeats = brokers.all.some((broker) => isHeard(broker) && controlPlane.isRegistered(broker.id));
    for (const broker of brokers.all) {
      broker.sessionEndsMs = undefined;
      if (!isHeard(broker)) loseContact(controller, broker);
    }
  });
  for (const manager of replication.managers) if (manager.broker.isStarting) register(controller, manager);
}

/** Metadata names a live broker: here always the same as long as it is registered, and then the one with the lowest id. */
function nameController({ controlPlane }: Controller): void {
  const { controllerId } = controlPlane.current;
  if (!controlPlane.isRegistered(controllerId)) controlPlane.setController(controlPlane.registeredIds()[0] ?? -1);
}

/**
 * Requests that only the controller can serve, and the brokers that take them.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { ClusterMode } from '../modes/index.ts';
import type { Call } from './call.ts';

/** A broker gives up forwarding after this time, in ms (BrokerServer: the retryTimeoutMs of clientToControllerChannelManager). */
const FORWARDING_TIMEOUT_MS = 60_000;

/**
 * Serves a request at the controller.
 * @param act the controller serves it
 * @param refuse no controller serves it
 */
type Routing = (call: Call, act: () => void, refuse: (error: ErrorName) => void) => void;

const ROUTING: Readonly<Record<ClusterMode['adminRequests'], Routing>> = {
  'the controller': ({ services }, act, refuse) => {
    if (services.controller.isAt(services.broker.id)) act();
    else refuse('NOT_CONTROLLER');
  },
  'any broker': (call, act, refuse) => {
    const { broker, controller, scheduler } = call.services;
    if (controller.isReachedBy(broker)) {
      act();
      return;
    }
    const { incarnation } = broker;
    const waiting = { broker, incarnation, act };
    controller.forwarded.add(waiting);
    scheduler.plan(scheduler.nowMs + FORWARDING_TIMEOUT_MS, () => {
      if (controller.forwarded.delete(waiting) && broker.incarnation === incarnation) refuse('REQUEST_TIMED_OUT');
    });
  },
};

const CONFIG_ROUTING: Readonly<Record<ClusterMode['adminRequests'], Routing>> = {
  ...ROUTING,
  'the controller': ({ services }, act, refuse) => {
    if (services.controller.isReachedBy(services.broker)) act();
    else refuse('REQUEST_TIMED_OUT');
  },
};

/** Has the controller serve a request that has arrived at a broker, as soon as the broker can reach it. */
export function atController(call: Call, act: () => void, refuse: (error: ErrorName) => void): void {
  ROUTING[call.services.config.mode.adminRequests](call, act, refuse);
}

/** Has a change of configurations made: a broker with ZooKeeper writes it there, whether it is the controller or not. */
export function whereConfigsAreKept(call: Call, act: () => void, refuse: (error: ErrorName) => void): void {
  CONFIG_ROUTING[call.services.config.mode.adminRequests](call, act, refuse);
}

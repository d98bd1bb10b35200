/**
 * How the cluster learns that a broker has come or gone. There is one object for each mode: membership-kraft.ts and
 * membership-zookeeper.ts.
 */
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { Broker } from '../state/broker.ts';
import type { Controller } from './controller.ts';

export interface Membership {
  /** The broker's process has ended without notice. */
  readonly crashed: (controller: Controller, broker: Broker) => void;
  /** The broker's process is about to end in order. */
  readonly leaves: (controller: Controller, broker: Broker) => void;
  /** The broker's process has ended in order. */
  readonly left: (controller: Controller, broker: Broker) => void;
  /** The broker's process starts. It serves requests once it is registered. */
  readonly started: (controller: Controller, manager: ReplicaManager) => void;
  /** Nothing passes any more between the broker and the controller, or ZooKeeper. */
  readonly disconnected: (controller: Controller, broker: Broker) => void;
  readonly reconnected: (controller: Controller, manager: ReplicaManager) => void;
  /** A fault that has kept the cluster from having a controller is over. */
  readonly controllerAllowed: (controller: Controller) => void;
}

/**
 * A broker that is disconnected from the controller, while clients and other brokers may still reach it.
 *
 * Such a broker goes on with the last control plane it received: it leads what it led, answers Metadata with it, and accepts
 * appends. Its in-sync replicas cannot change, so appends with acks=all wait for followers that fetch from another leader by now.
 */
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { Broker } from '../state/broker.ts';
import type { Controller } from './controller.ts';
import { membershipOf } from './memberships.ts';

export function disconnectFromController(controller: Controller, broker: Broker): void {
  if (broker.isDisconnected) return;
  broker.isDisconnected = true;
  broker.loseController(controller.controlPlane.current);
  controller.effects.event('broker disconnected', { broker: broker.id, from: 'controller' });
  membershipOf(controller).disconnected(controller, broker);
}

export function reconnectToController(controller: Controller, manager: ReplicaManager): void {
  const { broker } = manager;
  if (!broker.isDisconnected) return;
  broker.isDisconnected = false;
  membershipOf(controller).reconnected(controller, manager);
}

/**
 * A broker that is disconnected from the controller, while clients and other brokers may still reach it.
 *
 * Such a broker goes on with the last control plane it received: it leads what it led, answers Metadata with it, and accepts
 * appends. Its in-sync replicas cannot change, so appends with acks=all wait for followers that fetch from another leader by now.
 */
import { refetch } from '../replication/follow.ts';
import { removeLaggards } from '../replication/in-sync.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { answerAllWaitingFollowers } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import { registerBroker, unregisterBroker, updateBroker, withdrawBroker } from './broker-registration.ts';
import { expireSessionAfterDisconnect } from './broker-session.ts';
import type { Controller } from './controller.ts';
import { updateTopicConfigs } from './topic-settings.ts';

export function disconnectFromController(controller: Controller, broker: Broker): void {
  if (broker.disconnectedSinceMs !== undefined) return;
  broker.outdatedControlPlane ??= controller.controlPlane.current;
  controller.effects.event('broker disconnected', { broker: broker.id, from: 'controller' });
  expireSessionAfterDisconnect(controller, broker);
}

export function reconnectToController(controller: Controller, broker: Broker): void {
  if (broker.disconnectedSinceMs === undefined) return;
  broker.disconnectedSinceMs = undefined;
  if (!controller.isActive) return;
  controller.effects.event('broker reconnected', { broker: broker.id, to: 'controller' });
  updateAfterReconnect(controller, broker);
  controller.serveForwarded();
}

/**
 * The broker receives the present control plane. It follows what it no longer leads, and truncates what the new leaders do not
 * have.
 */
export function updateAfterReconnect(controller: Controller, broker: Broker): void {
  const { controlPlane } = controller;
  // Only now the controller learns that the process it counted on has ended. The new process does not receive that change.
  if (broker.isUp && broker.isUnknownToController && controlPlane.isRegistered(broker.id)) {
    unregisterBroker(controller, broker.id);
  }
  broker.isUnknownToController = false;
  updateTopicConfigs(controller, broker);
  broker.outdatedControlPlane = undefined;
  if (!broker.isUp) return;
  const replicas = controller.replication.manager(broker.id) as ReplicaManager;
  if (controlPlane.isRegistered(broker.id)) {
    updateRegistered(controller, replicas);
    return;
  }
  registerBroker(controller, broker.id);
  // Where it waits for data it may be caught up, and could not join the in-sync replicas while unregistered: it fetches again.
  for (const fetcher of replicas.fetchers()) refetch(controller.replication, fetcher);
}

function updateRegistered(controller: Controller, replicas: ReplicaManager): void {
  const { id } = replicas.broker;
  // While disconnected the broker could not report that its disk had failed.
  if ([...replicas.replicas()].some(({ isOffline }) => isOffline)) withdrawBroker(controller, id);
  updateBroker(controller, id);
  for (const replica of replicas.replicas()) if (replica.isLeader) removeLaggards(replicas, replica);
  // Followers that have caught up may join the in-sync replicas now: they fetch again.
  answerAllWaitingFollowers(replicas);
}

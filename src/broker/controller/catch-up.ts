/**
 * A broker that is connected to the controller again, or to a new one, learns what has changed.
 */
import { refetch } from '../replication/follow.ts';
import { removeLaggards } from '../replication/in-sync.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { answerAllWaitingFollowers } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import { registerBroker, updateBroker, withdrawBroker } from './broker-registration.ts';
import type { Controller } from './controller.ts';
import { updateTopicConfigs } from './topic-settings.ts';

/** The broker can reach a controller, and knows the present control plane. Its replicas do not have their roles yet. */
export function receivePresent(controller: Controller, broker: Broker): void {
  updateTopicConfigs(controller, broker, controller.controlPlane.current);
  broker.hasController = true;
  broker.outdatedControlPlane = undefined;
  broker.comingControlPlanes.length = 0;
}

/**
 * The broker receives the present control plane. It follows what it no longer leads, and truncates what the new leaders do not
 * have.
 */
export function catchUp(controller: Controller, broker: Broker): void {
  const { controlPlane } = controller;
  receivePresent(controller, broker);
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
  const isReported = controller.config.mode.logDirFailures === 'reported';
  if (isReported && replicas.replicas().some(({ isOffline }) => isOffline)) withdrawBroker(controller, id);
  updateBroker(controller, id);
  for (const replica of replicas.replicas()) if (replica.isLeader) removeLaggards(replicas, replica);
  // Followers that have caught up may join the in-sync replicas now: they fetch again.
  answerAllWaitingFollowers(replicas);
}

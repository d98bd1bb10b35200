/**
 * A time without a controller: no broker session expires, no leader is elected, and no change of in-sync replicas is approved.
 *
 * All brokers go on with the last control plane they received, like a broker that is disconnected. A new controller does not know
 * for how long a broker has been silent: it measures every session from its own start (KRaft's BrokerHeartbeatManager, which each
 * new controller fills for itself).
 */
import { announceTopic } from './announce-topic.ts';
import { expireSessionAfterCrash, expireSessionAfterDisconnect } from './broker-session.ts';
import type { Controller } from './controller.ts';
import { updateAfterReconnect } from './controller-link.ts';
import { updateTopicConfigs } from './topic-settings.ts';

export function stopController(controller: Controller): void {
  if (!controller.isActive) return;
  const { controlPlane, brokers, effects } = controller;
  controller.isActive = false;
  for (const broker of brokers.all) broker.outdatedControlPlane ??= controlPlane.current;
  effects.event('controller stopped', factsOf(controller));
}

export function startController(controller: Controller): void {
  if (controller.isActive) return;
  const { controlPlane, brokers, effects } = controller;
  controller.isActive = true;
  controller.epoch++;
  effects.event('controller started', factsOf(controller));
  const connected = brokers.all.filter(({ disconnectedSinceMs }) => disconnectedSinceMs === undefined);
  // All of them are connected before the first decision, since a follower must not learn of a leader before that leader itself does.
  // A broker that is not registered leads nothing, and is connected when it is registered again: until then it would not fetch.
  for (const broker of connected) {
    if (broker.isUnknownToController || !controlPlane.isRegistered(broker.id)) continue;
    updateTopicConfigs(controller, broker);
    broker.outdatedControlPlane = undefined;
  }
  for (const broker of connected) updateAfterReconnect(controller, broker);
  for (const broker of brokers.all) {
    if (broker.disconnectedSinceMs !== undefined) expireSessionAfterDisconnect(controller, broker);
    if (!broker.isUp) expireSessionAfterCrash(controller, broker);
  }
  for (const { name } of controlPlane.current.topics) announceTopic(controller, name);
  controller.serveForwarded();
}

/** A controller on a machine of its own is not one of the brokers. */
function factsOf({ config, controlPlane }: Controller): { readonly controller?: number } {
  return config.mode.controller === 'on a broker' ? { controller: controlPlane.current.controllerId } : {};
}

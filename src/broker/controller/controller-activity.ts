/**
 * When there is a controller, and when there is none.
 *
 * Without a controller no leader is elected and no change of in-sync replicas is approved. All brokers go on with the last control
 * plane they received, like a broker that is disconnected.
 */
import { announceTopic } from './announce-topic.ts';
import { catchUp, receivePresent } from './catch-up.ts';
import type { Controller } from './controller.ts';

export function deactivate(controller: Controller): void {
  if (!controller.isActive) return;
  const { controlPlane, brokers, effects } = controller;
  controller.isActive = false;
  for (const broker of brokers.all) broker.loseController(controlPlane.current);
  effects.event('controller stopped', factsOf(controller));
}

/**
 * A new controller takes office.
 * @param decide what it changes once all connected brokers follow it, and before they learn of it
 */
export function activate(controller: Controller, decide: () => void): void {
  const { controlPlane, brokers, effects, scheduler, rebalance } = controller;
  controller.isActive = true;
  controller.activeSinceMs = scheduler.nowMs;
  rebalance.imbalancedSinceMs = undefined;
  rebalance.plannedMs = undefined;
  effects.event('controller started', factsOf(controller));
  const connected = brokers.all.filter(({ isUp, isDisconnected }) => isUp && !isDisconnected);
  // All of them are connected before the first decision, since a follower must not learn of a leader before that leader itself does.
  // A broker that is not registered leads nothing, and is connected when it is registered again: until then it would not fetch.
  for (const broker of connected) {
    if (!controlPlane.isRegistered(broker.id)) continue;
    receivePresent(controller, broker);
  }
  decide();
  for (const broker of connected) catchUp(controller, broker);
  for (const { name } of controlPlane.current.topics) announceTopic(controller, name);
  controller.serveForwarded();
}

/** A controller on a machine of its own is not one of the brokers. */
function factsOf({ config, controlPlane }: Controller): { readonly controller?: number } {
  return config.mode.controller === 'on a broker' ? { controller: controlPlane.current.controllerId } : {};
}

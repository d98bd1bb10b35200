/**
 * Brokers that the controller cannot hear, and that cannot hear it; clients and other brokers may reach them all the same.
 *
 * Owns: when the controller gives such a broker up, and what it learns when it is back in touch.
 * Refuses to know: which wire is cut, and elections (controller.ts).
 *
 * A broker that is cut off believes what it last heard: it leads what it led, answers Metadata with it, and takes appends. Its
 * in-sync replicas cannot change, so that acks=all waits for followers that fetch from somebody else by now.
 */
import type { Broker } from './broker.ts';
import type { ClusterState } from './cluster-state.ts';
import { brokerFailed, brokerStarted, catchUpBroker } from './controller.ts';
import { dropLaggards, endWaits } from './replication/serve-followers.ts';

/** The controller misses the broker when its session times out (broker.session.timeout.ms). */
export function cutOffFromController(state: ClusterState, broker: Broker, nowMs: number): void {
  if (broker.lastHeard !== undefined) return;
  const heard = state.plane;
  broker.lastHeard = heard;
  state.event('broker cut off', { broker: broker.id });
  state.plan(nowMs + state.config.sessionTimeoutMs, (laterMs) => {
    if (broker.lastHeard !== heard || !state.isRegistered(broker.id)) return;
    endWaits(state, broker.id, laterMs);
    brokerFailed(state, broker.id, laterMs);
  });
}

/** It hears of everything at once; what it no longer leads, it follows, and cuts off what the leader does not have. */
export function reconnectToController(state: ClusterState, broker: Broker, nowMs: number): void {
  if (broker.lastHeard === undefined) return;
  broker.lastHeard = undefined;
  state.event('broker back in touch', { broker: broker.id });
  if (!broker.isUp) return;
  if (!state.isRegistered(broker.id)) {
    brokerStarted(state, broker.id, nowMs);
    return;
  }
  catchUpBroker(state, broker.id, nowMs);
  for (const replica of broker.replicas()) if (replica.isLeader) dropLaggards(state, replica, nowMs);
}

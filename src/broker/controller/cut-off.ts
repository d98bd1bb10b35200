/**
 * Brokers that the controller cannot hear, and that cannot hear it; clients and other brokers may reach them all the same.
 *
 * Owns: when the controller gives such a broker up, and what it learns when it is back in touch.
 * Refuses to know: which wire is cut, and elections (controller.ts).
 *
 * A broker that is cut off believes what it last heard: it leads what it led, answers Metadata with it, and takes appends. Its
 * in-sync replicas cannot change, so that acks=all waits for followers that fetch from somebody else by now.
 */

import { refetch } from '../replication/follow.ts';
import { answerWaitingFollower, dropLaggards, endWaits } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { brokerFailed, brokerStarted, catchUpBroker, replaceBroker } from './controller.ts';

export function cutOffFromController(state: ClusterState, broker: Broker, nowMs: number): void {
  if (broker.cutOffSinceMs !== undefined) return;
  broker.lastHeard ??= state.plane;
  state.event('broker cut off', { broker: broker.id });
  beginSilence(state, broker, nowMs);
}

/** The controller misses the broker when its session times out (broker.session.timeout.ms). */
export function beginSilence(state: ClusterState, broker: Broker, nowMs: number): void {
  broker.cutOffSinceMs = nowMs;
  state.plan(nowMs + state.config.sessionTimeoutMs, (laterMs) => {
    if (broker.cutOffSinceMs !== nowMs || state.isControllerAway || !state.isRegistered(broker.id)) return;
    endWaits(state, broker.id, laterMs);
    brokerFailed(state, broker.id, laterMs);
  });
}

export function reconnectToController(state: ClusterState, broker: Broker, nowMs: number): void {
  if (broker.cutOffSinceMs === undefined) return;
  broker.cutOffSinceMs = undefined;
  if (state.isControllerAway) return;
  state.event('broker back in touch', { broker: broker.id });
  catchUpAfterReconnect(state, broker, nowMs);
}

/** It hears of everything at once; what it no longer leads, it follows, and cuts off what the leader does not have. */
export function catchUpAfterReconnect(state: ClusterState, broker: Broker, nowMs: number): void {
  // The controller learns only now that the process it counted on is another one; that one does not hear of it.
  if (broker.isUp && broker.startedUnheard && state.isRegistered(broker.id)) brokerFailed(state, broker.id, nowMs);
  broker.startedUnheard = false;
  broker.lastHeard = undefined;
  if (!broker.isUp) return;
  if (!state.isRegistered(broker.id)) {
    brokerStarted(state, broker.id, nowMs);
    // Where it waits for more it may have caught up, and could not join while it was given up: it asks again.
    for (const fetcher of broker.fetchers()) refetch(state, fetcher, nowMs);
    return;
  }
  // That its disk has failed it could tell nobody.
  if ([...broker.replicas()].some(({ isOffline }) => isOffline)) replaceBroker(state, broker.id, nowMs);
  catchUpBroker(state, broker.id, nowMs);
  for (const replica of broker.replicas()) if (replica.isLeader) dropLaggards(state, replica, nowMs);
  // Who has caught up meanwhile may join the in-sync replicas now: it asks again.
  for (const waiting of broker.waitingFollowers) {
    if (waiting !== undefined) answerWaitingFollower(state, broker, waiting, nowMs);
  }
}

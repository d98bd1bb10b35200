/**
 * Brokers that crash, stop and start again.
 *
 * Owns: what is lost with a process and what is not, and how long the controller waits for it.
 * Refuses to know: elections (controller.ts).
 *
 * A log survives a crash whole: Kafka leaves it to the operating system, which lives on.
 */

import { sendFetch } from '../replication/follow.ts';
import { dropWaitingFollower } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { brokerFailed, brokerStarted } from './controller.ts';
import { replaceDisk } from './disk-failure.ts';

/** The process dies. The controller notices when its session times out (broker.session.timeout.ms). */
export function crashBroker(state: ClusterState, broker: Broker, nowMs: number): void {
  if (!broker.isUp) return;
  stopProcess(state, broker, nowMs);
  state.event('broker crashed', { broker: broker.id });
  scheduleSessionTimeout(state, broker, nowMs);
}

/** The controller gives the broker up when its session times out, unless it has started anew, or a new controller counts, by then. */
export function scheduleSessionTimeout(state: ClusterState, broker: Broker, nowMs: number): void {
  const { incarnation } = broker;
  const { controllerEpoch } = state;
  state.plan(nowMs + state.config.sessionTimeoutMs, (laterMs) => {
    if (broker.incarnation !== incarnation || state.controllerEpoch !== controllerEpoch) return;
    if (state.isControllerAway || !state.isRegistered(broker.id)) return;
    brokerFailed(state, broker.id, laterMs);
  });
}

/** The process stops cleanly: its leaderships move first, so that nobody waits for a session to time out. */
export function shutDownBroker(state: ClusterState, broker: Broker, nowMs: number): void {
  if (!broker.isUp) return;
  state.event('broker shuts down', { broker: broker.id });
  // Its fetches end first: waiting counts as being caught up, and nobody must wait for it from now on.
  for (const other of state.brokers) if (other !== broker) dropWaitingFollower(other, broker.id, nowMs);
  const isHeard = broker.lastHeard === undefined;
  if (isHeard) brokerFailed(state, broker.id, nowMs);
  for (const { log } of broker.replicas()) log.producers.keepLastBatches();
  stopProcess(state, broker, nowMs);
  // Nobody takes over from a broker that the controller cannot hear.
  if (!isHeard) scheduleSessionTimeout(state, broker, nowMs);
}

/** The process starts. If the controller has not missed it yet, it learns now that the old one is gone. */
export function restartBroker(state: ClusterState, broker: Broker, nowMs: number): void {
  if (broker.isUp) return;
  const isHeard = broker.lastHeard === undefined;
  if (isHeard && state.isRegistered(broker.id)) brokerFailed(state, broker.id, nowMs);
  broker.isUp = true;
  broker.incarnation++;
  replaceDisk(state, broker);
  setUp(state, broker.id, true);
  // It joins when the controller can hear it.
  broker.startedUnheard = !isHeard;
  if (!isHeard) return;
  brokerStarted(state, broker.id, nowMs);
  // Followers of partitions that nobody else could lead have been waiting for this broker.
  for (const follower of state.brokers) sendFetch(state, follower.fetcher(broker.id), nowMs);
}

function stopProcess(state: ClusterState, broker: Broker, nowMs: number): void {
  broker.forget();
  setUp(state, broker.id, false);
  state.delayedProduces.takeOf(broker.id);
  state.delayedFetches.takeOf(broker.id);
  state.brokerQuestions.takeOf(broker.id);
  for (const other of state.brokers) {
    if (other === broker) continue;
    dropWaitingFollower(other, broker.id, nowMs);
    other.fetcher(broker.id).isOutstanding = false;
  }
}

function setUp(state: ClusterState, brokerId: number, isUp: boolean): void {
  state.transition((draft) => {
    const broker = draft.brokers.find(({ node }) => node.id === brokerId);
    if (broker !== undefined) broker.isUp = isUp;
  });
}

/**
 * A time without a controller: nobody is missed, elected, or granted anything.
 *
 * Owns: what stands still meanwhile, and what is caught up on when there is one again.
 * Refuses to know: why there is none, and elections (controller.ts).
 *
 * The brokers go on with what they last heard, as one does that is cut off. A new controller knows nobody's silence: it counts
 * every session anew (KRaft's BrokerHeartbeatManager, which each new controller fills for itself).
 */
import type { ClusterState } from '../state/cluster-state.ts';
import { announceTopic } from './controller.ts';
import { beginSilence, catchUpAfterReconnect } from './cut-off.ts';
import { scheduleSessionTimeout } from './lifecycle.ts';

export function stopController(state: ClusterState): void {
  if (state.isControllerAway) return;
  state.isControllerAway = true;
  for (const broker of state.brokers) broker.lastHeard ??= state.plane;
  state.event('controller stopped', { controller: state.plane.controllerId });
}

export function startController(state: ClusterState, nowMs: number): void {
  if (!state.isControllerAway) return;
  state.isControllerAway = false;
  state.controllerEpoch++;
  state.event('controller started', { controller: state.plane.controllerId });
  const inTouch = state.brokers.filter(({ cutOffSinceMs }) => cutOffSinceMs === undefined);
  // All of them hear before the first decision, as a follower must not hear of a leader that has not heard of itself. One that was
  // given up leads nothing, and hears when it is registered again: until then it would not fetch.
  for (const broker of inTouch)
    if (!broker.startedUnheard && state.isRegistered(broker.id)) broker.lastHeard = undefined;
  for (const broker of inTouch) catchUpAfterReconnect(state, broker, nowMs);
  for (const broker of state.brokers) {
    if (broker.cutOffSinceMs !== undefined) beginSilence(state, broker, nowMs);
    if (!broker.isUp) scheduleSessionTimeout(state, broker, nowMs);
  }
  for (const { name } of state.plane.topics) announceTopic(state, name, nowMs);
}

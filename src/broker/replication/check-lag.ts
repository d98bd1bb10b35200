/**
 * The look at followers that have been behind for too long.
 *
 * Owns: who is looked at. Refuses to know: what lagging is (in-sync.ts), and when the next look is due.
 */
import type { ClusterState } from '../state/cluster-state.ts';
import { abandonLostFetches } from './follow.ts';
import { dropLaggards } from './serve-followers.ts';

export function checkLag(state: ClusterState, nowMs: number): void {
  state.lagCheckMs = Number.POSITIVE_INFINITY;
  abandonLostFetches(state, nowMs);
  for (const broker of state.brokers) {
    if (!broker.isUp) continue;
    for (const replica of broker.replicas()) if (replica.isLeader) dropLaggards(state, replica, nowMs);
  }
}

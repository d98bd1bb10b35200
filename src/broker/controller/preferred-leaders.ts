/**
 * Giving leaderships back to preferred leaders: the first replica of each partition (PreferredReplicaPartitionLeaderElection).
 *
 * Owns: when the controller looks for leaders to be moved back (auto.leader.rebalance.enable), and moving them.
 * Refuses to know: other elections (controller.ts).
 *
 * As in KRaft mode: the interval counts from the first leader that is not the preferred one, and goes on while there is one;
 * leader.imbalance.per.broker.percentage is not looked at. Looks that could change nothing, as the preferred leader is away, are
 * left out, so that an idle cluster has no events.
 */
import type { ClusterState } from '../state/cluster-state.ts';
import type { PartitionState } from '../state/control-plane.ts';

type MoveLeader = (
  state: ClusterState,
  topic: string,
  partition: PartitionState,
  leaderId: number,
  nowMs: number,
) => void;

/** The preferred leader may lead: there is a controller, which counts on it, and it is in sync. */
function mayLeadAgain(state: ClusterState, { replicas, leader, isr }: PartitionState): boolean {
  const preferred = replicas[0] as number;
  if (state.isControllerAway) return false;
  return leader >= 0 && leader !== preferred && isr.includes(preferred) && state.isRegistered(preferred);
}

/** Leaders may have changed: plans the next look, if it could find something and none is planned. */
export function watchBalance(state: ClusterState, nowMs: number, moveLeader: MoveLeader): void {
  const { balance, config } = state;
  if (!config.autoLeaderRebalanceEnable || balance.isPlanned) return;
  const away = imbalanced(state);
  if (away.length === 0) {
    balance.sinceMs = undefined;
    return;
  }
  balance.sinceMs ??= nowMs;
  if (!away.some(([, { replicas }]) => state.isRegistered(replicas[0] as number))) return;
  const intervalMs = config.leaderImbalanceCheckIntervalMs;
  const passed = Math.floor((nowMs - balance.sinceMs) / intervalMs);
  balance.isPlanned = true;
  state.plan(balance.sinceMs + (passed + 1) * intervalMs, (laterMs) => {
    for (const [topic, partition] of imbalanced(state)) {
      if (mayLeadAgain(state, partition)) moveLeader(state, topic, partition, partition.replicas[0] as number, laterMs);
    }
    balance.isPlanned = false;
    watchBalance(state, laterMs, moveLeader);
  });
}

/** Partitions with another leader than the preferred one, with their topics' names. */
function imbalanced(state: ClusterState): [string, PartitionState][] {
  const found: [string, PartitionState][] = [];
  for (const { name, partitions } of state.plane.topics) {
    for (const partition of partitions) {
      if (partition.leader >= 0 && partition.leader !== partition.replicas[0]) found.push([name, partition]);
    }
  }
  return found;
}

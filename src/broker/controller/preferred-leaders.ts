/**
 * Moving leaderships back to the preferred leaders, the first replicas of their partitions (auto.leader.rebalance.enable,
 * PreferredReplicaPartitionLeaderElection).
 *
 * As in KRaft mode, the interval counts from the first leader that is not the preferred one, and repeats while there is one;
 * leader.imbalance.per.broker.percentage has no effect. Checks that could not change anything, because the preferred leader is not
 * registered, are left out, so that an idle cluster has no events.
 */
import type { NamedPartition, PartitionState } from '../state/control-plane.ts';
import type { Controller } from './controller.ts';

type MoveLeader = (controller: Controller, partition: NamedPartition, leader: number) => void;

/**
 * Leaders may have changed: plans the next check, if it could move a leadership and none is planned.
 * @param moveLeader passed in because moving a leadership calls this function again
 */
export function watchImbalance(controller: Controller, moveLeader: MoveLeader): void {
  const { imbalance, config, controlPlane, scheduler } = controller;
  if (!config.autoLeaderRebalanceEnable || imbalance.isCheckPlanned) return;
  const imbalanced = imbalancedPartitions(controller);
  if (imbalanced.length === 0) {
    imbalance.sinceMs = undefined;
    return;
  }
  imbalance.sinceMs ??= scheduler.nowMs;
  if (!imbalanced.some(([, partition]) => controlPlane.isRegistered(preferredLeaderOf(partition)))) return;
  const intervalMs = config.leaderImbalanceCheckIntervalMs;
  const passed = Math.floor((scheduler.nowMs - imbalance.sinceMs) / intervalMs);
  imbalance.isCheckPlanned = true;
  scheduler.plan(imbalance.sinceMs + (passed + 1) * intervalMs, () => {
    for (const named of imbalancedPartitions(controller)) {
      if (mayPreferredLead(controller, named[1])) moveLeader(controller, named, preferredLeaderOf(named[1]));
    }
    imbalance.isCheckPlanned = false;
    watchImbalance(controller, moveLeader);
  });
}

function imbalancedPartitions({ controlPlane }: Controller): NamedPartition[] {
  const found: NamedPartition[] = [];
  for (const { name, partitions } of controlPlane.current.topics) {
    for (const partition of partitions) {
      if (partition.leader >= 0 && partition.leader !== partition.replicas[0]) found.push([name, partition]);
    }
  }
  return found;
}

/** Whether the preferred leader may lead now: it is registered and in sync, and there is a controller to decide it. */
function mayPreferredLead({ controlPlane, isActive }: Controller, partition: PartitionState): boolean {
  const preferred = preferredLeaderOf(partition);
  const { leader, isr } = partition;
  return (
    isActive && leader >= 0 && leader !== preferred && isr.includes(preferred) && controlPlane.isRegistered(preferred)
  );
}

function preferredLeaderOf({ replicas }: PartitionState): number {
  return replicas[0] as number;
}

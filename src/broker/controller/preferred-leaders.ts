/**
 * Moving leaderships back to the preferred leaders, the first replicas of their partitions (auto.leader.rebalance.enable,
 * PreferredReplicaPartitionLeaderElection).
 *
 * The controller checks every leader.imbalance.check.interval.seconds. Checks that could not change anything, because no preferred
 * leader is registered that has lost enough of its partitions, are left out, so that an idle cluster has no events.
 */
import type { ClusterMode } from '../modes/index.ts';
import type { NamedPartition, PartitionState } from '../state/control-plane.ts';
import type { Controller } from './controller.ts';

type MoveLeader = (controller: Controller, partition: NamedPartition, leader: number) => void;

interface RebalanceRule {
  /** From when the intervals count, and the time from then to the first check, in ms. */
  readonly sinceMs: (controller: Controller) => number;
  readonly firstDelayMs: (controller: Controller) => number;
  /** The part of its partitions that a preferred leader may have lost without getting any of them back. */
  readonly toleratedRatio: (controller: Controller) => number;
}

const NONE: readonly NamedPartition[] = [];

/** KafkaController.onControllerFailover: scheduleAutoLeaderRebalanceTask. */
const FIRST_DELAY_MS = 5_000;

const RULES: Readonly<Record<ClusterMode['leaderRebalance'], RebalanceRule>> = {
  'since the first imbalance': {
    sinceMs: ({ rebalance, scheduler }) => {
      rebalance.imbalancedSinceMs ??= scheduler.nowMs;
      return rebalance.imbalancedSinceMs;
    },
    firstDelayMs: ({ config }) => config.leaderImbalanceCheckIntervalMs,
    toleratedRatio: () => 0,
  },
  'since the controller began': {
    sinceMs: ({ activeSinceMs, scheduler }) => activeSinceMs ?? scheduler.nowMs,
    firstDelayMs: () => FIRST_DELAY_MS,
    toleratedRatio: ({ config }) => config.leaderImbalancePerBrokerPercentage / 100,
  },
};

/**
 * Leaders may have changed: plans the next check, if it could move a leadership and is not planned yet.
 * @param moveLeader passed in because moving a leadership calls this function again
 */
export function watchImbalance(controller: Controller, moveLeader: MoveLeader): void {
  const { rebalance, config, controlPlane, scheduler } = controller;
  if (!config.autoLeaderRebalanceEnable) return;
  // A check that is due, or going on, plans the next one itself.
  if (rebalance.plannedMs !== undefined && rebalance.plannedMs <= scheduler.nowMs) return;
  controller.activeSinceMs ??= scheduler.nowMs;
  const imbalanced = imbalancedPartitions(controller);
  if (imbalanced.length === 0 && rebalance.plannedMs === undefined) rebalance.imbalancedSinceMs = undefined;
  if (imbalanced.length === 0) return;
  const dueMs = nextCheckMs(controller);
  if (dueMs === rebalance.plannedMs) return;
  if (!imbalanced.some(([, partition]) => controlPlane.isRegistered(preferredLeaderOf(partition)))) return;
  rebalance.plannedMs = dueMs;
  scheduler.plan(dueMs, () => {
    // A new controller has planned another check.
    if (rebalance.plannedMs !== dueMs) return;
    for (const named of imbalancedPartitions(controller)) {
      if (mayPreferredLead(controller, named[1])) moveLeader(controller, named, preferredLeaderOf(named[1]));
    }
    rebalance.plannedMs = undefined;
    watchImbalance(controller, moveLeader);
  });
}

function nextCheckMs(controller: Controller): number {
  const { config, scheduler } = controller;
  const rule = RULES[config.mode.leaderRebalance];
  const firstMs = rule.sinceMs(controller) + rule.firstDelayMs(controller);
  const intervalMs = config.leaderImbalanceCheckIntervalMs;
  return firstMs + Math.max(0, Math.floor((scheduler.nowMs - firstMs) / intervalMs) + 1) * intervalMs;
}

/** The partitions that are not led by their preferred leaders, of those preferred leaders that miss too many. */
function imbalancedPartitions(controller: Controller): readonly NamedPartition[] {
  const { controlPlane, config } = controller;
  if (controlPlane.partitionsLedElsewhere === 0) return NONE;
  const found: NamedPartition[] = [];
  /** By preferred leader: the partitions that it should lead, and those that it does not. */
  const preferred: number[] = [];
  const missed: number[] = [];
  for (const { name, partitions } of controlPlane.current.topics) {
    for (const partition of partitions) {
      const id = preferredLeaderOf(partition);
      preferred[id] = (preferred[id] ?? 0) + 1;
      if (partition.leader === id) continue;
      missed[id] = (missed[id] ?? 0) + 1;
      if (partition.leader >= 0) found.push([name, partition]);
    }
  }
  const tolerated = RULES[config.mode.leaderRebalance].toleratedRatio(controller);
  return found.filter(([, partition]) => {
    const id = preferredLeaderOf(partition);
    return (missed[id] ?? 0) > tolerated * (preferred[id] ?? 0);
  });
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

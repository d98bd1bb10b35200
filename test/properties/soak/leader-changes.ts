/**
 * Reads from the history of a run when the leaders of partitions changed, which elections were unclean, and which partitions lost their
 * last in-sync replica.
 */
import type { FaultPlan, History } from 'kafka-trial';
import type { ControlPlane, PartitionState } from '../../../src/broker/index.ts';

export interface LeaderChange {
  /** ms since the epoch. */
  readonly atMs: number;
  readonly topic: string;
  readonly partition: number;
  /** Broker ids; -1: no leader. */
  readonly from: number;
  readonly to: number;
  /** The new leader was not in sync. */
  readonly isUnclean: boolean;
}

export function leaderChangesIn(history: History, startMs: number): readonly LeaderChange[] {
  const changes: LeaderChange[] = [];
  let before = new Map<string, PartitionState>();
  for (const { atMs, controlPlane } of history.moments) {
    const after = partitionsOf(controlPlane);
    for (const [place, state] of after) {
      const known = before.get(place);
      if (known === undefined || known === state || known.leader === state.leader) continue;
      const isUnclean = state.leader !== -1 && !known.isr.includes(state.leader);
      const topic = place.slice(0, place.lastIndexOf('-'));
      const { partition, leader: to } = state;
      changes.push({ atMs: startMs + atMs, topic, partition, from: known.leader, to, isUnclean });
    }
    before = after;
  }
  return changes;
}

/**
 * Partitions (`payments-0`), including internal ones, whose only in-sync replica was on a disk that failed, or became it before the
 * halted broker was started again.
 */
export function partitionsOnFailedDisks(history: History, plan: FaultPlan): ReadonlySet<string> {
  const places = new Set<string>();
  for (const fault of plan) {
    if (fault.do !== 'failDisk') continue;
    const before = history.at(Math.max(0, fault.atMs - 1));
    for (const state of [before, ...statesWhileDown(history, fault.broker, fault.atMs)]) {
      for (const [place, { isr }] of partitionsOf(state, true)) {
        if (isr.length === 1 && isr[0] === fault.broker) places.add(place);
      }
    }
  }
  return places;
}

/** The states from a time on in which a broker is down, until it is up again. */
function statesWhileDown(history: History, broker: number, fromMs: number): ControlPlane[] {
  const states: ControlPlane[] = [];
  for (const { atMs, controlPlane } of history.moments) {
    if (atMs < fromMs) continue;
    const isUp = controlPlane.brokers.some(({ node, isUp: up }) => node.id === broker && up);
    if (isUp && states.length > 0) break;
    if (!isUp) states.push(controlPlane);
  }
  return states;
}

function partitionsOf({ topics }: ControlPlane, withInternal: boolean = false): Map<string, PartitionState> {
  const found = new Map<string, PartitionState>();
  for (const { name, isInternal, partitions } of topics) {
    if (isInternal && !withInternal) continue;
    for (const state of partitions) found.set(`${name}-${state.partition}`, state);
  }
  return found;
}

/**
 * Reads from the history of a run when the leaders of partitions changed, which elections were unclean, and which partitions had a
 * replica in sync that had lost its disk.
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
 * Partitions (`payments-0`), including internal ones, that count a replica as in sync although it has started with an empty disk.
 * docs/known-kafka-bugs.md, "An empty replica in sync", explains why that happens.
 *
 * @param onlyIfLast whether the brokers know better unless it is the last one in sync (from 4.0 on)
 */
export function partitionsWithEmptyReplica(
  history: History,
  plan: FaultPlan,
  onlyIfLast: boolean,
): ReadonlySet<string> {
  const places = new Set<string>();
  for (const fault of plan) {
    if (fault.do !== 'failDisk') continue;
    const { broker, atMs } = fault;
    for (const [place, { isr }] of startAfterCrash(history, broker, atMs)) {
      if (isr.includes(broker) && (isr.length === 1 || !onlyIfLast)) places.add(place);
    }
  }
  return places;
}

/** The partitions when a broker that goes down from that time on starts again. Empty if it was down before, or stays down. */
function startAfterCrash(history: History, brokerId: number, fromMs: number): Map<string, PartitionState> {
  const isUp = ({ brokers }: ControlPlane): boolean => brokers.some(({ node, isUp: up }) => node.id === brokerId && up);
  if (!isUp(history.at(Math.max(0, fromMs - 1)))) return new Map();
  const states = history.moments.filter(({ atMs }) => atMs >= fromMs).map(({ controlPlane }) => controlPlane);
  const stop = states.findIndex((state) => !isUp(state));
  const start = states.find((state, i) => i > stop && isUp(state));
  return stop === -1 || start === undefined ? new Map() : partitionsOf(start, true);
}

function partitionsOf({ topics }: ControlPlane, withInternal: boolean = false): Map<string, PartitionState> {
  const found = new Map<string, PartitionState>();
  for (const { name, isInternal, partitions } of topics) {
    if (isInternal && !withInternal) continue;
    for (const state of partitions) found.set(`${name}-${state.partition}`, state);
  }
  return found;
}

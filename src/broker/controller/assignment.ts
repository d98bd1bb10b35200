/**
 * Which brokers host the partitions of a topic.
 *
 * Kafka begins at a random broker. Here the assignment is round robin from a broker that moves on by one with every topic, so that
 * it is easy to predict: replica r of partition p of topic t is on broker number (t + p + r) mod n. If all brokers have racks, the round
 * takes them from alternating racks, and the replicas of a partition are in as many racks as possible (KIP-36, StripedReplicaPlacer).
 */
import type { Brokers } from '../state/broker.ts';
import type { ControlPlaneStore } from '../state/control-plane-store.ts';
import { isInternalTopic } from './topic-name.ts';

/** The brokers that may get replicas, by id. */
export interface ReplicaCandidates {
  readonly live: readonly number[];
  /** They get the replicas that the live ones cannot take, and no leadership. */
  readonly fenced: readonly number[];
}

/** The rack of a broker; undefined if it has none. */
export type RackOf = (id: number) => string | undefined;

export function racksOf(brokers: Brokers): RackOf {
  return (id) => brokers.get(id)?.node.rack;
}

/** Replicas by partition; the first of each is its preferred leader. */
export function assignReplicas(
  { live, fenced }: ReplicaCandidates,
  partitions: number,
  replicationFactor: number,
  startIndex: number,
  rackOf: RackOf,
): number[][] {
  const onLive = Math.min(replicationFactor, live.length);
  const hasRacks = live.every((id) => rackOf(id) !== undefined);
  const ordered = hasRacks ? alternating(live, rackOf) : live;
  const assignment: number[][] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const inOrder = rotated(ordered, startIndex + partition);
    const leading = (hasRacks ? inDifferentRacks(inOrder, rackOf) : inOrder).slice(0, onLive);
    assignment.push(leading.concat(rotated(fenced, startIndex + partition).slice(0, replicationFactor - onLive)));
  }
  return assignment;
}

/** The brokers in such an order that neighbours are in different racks, as far as possible (AdminUtils.getRackAlternatedBrokerList). */
function alternating(ids: readonly number[], rackOf: RackOf): number[] {
  const racks = [...new Set(ids.map((id) => rackOf(id) ?? ''))].toSorted((a, b) => (a < b ? -1 : 1));
  const byRack = racks.map((rack) => ids.filter((id) => rackOf(id) === rack));
  const longest = Math.max(0, ...byRack.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    byRack.flatMap((inRack) => inRack.slice(place, place + 1)),
  ).flat();
}

/** The same brokers, with one of each rack first. */
function inDifferentRacks(ids: readonly number[], rackOf: RackOf): number[] {
  const isFirst = (id: number): boolean => ids.find((other) => rackOf(other) === rackOf(id)) === id;
  return [...ids.filter(isFirst), ...ids.filter((id) => !isFirst(id))];
}

/** Where the round of a new topic begins. */
export function startIndexOf({ userTopics }: ControlPlaneStore, name: string): number {
  // Internal topics are created as a side effect: they must not shift the leaders of other topics.
  return isInternalTopic(name) ? 0 : userTopics;
}

function rotated(ids: readonly number[], start: number): number[] {
  return ids.map((_, place) => ids[(start + place) % ids.length] as number);
}

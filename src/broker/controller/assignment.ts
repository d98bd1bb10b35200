/**
 * Which brokers host the partitions of a topic.
 *
 * Kafka begins at a random broker. Here the assignment is round robin from a broker that moves on by one with every topic, so that
 * it is easy to predict: replica r of partition p of topic t is on broker number (t + p + r) mod n.
 */
import type { ControlPlaneStore } from '../state/control-plane-store.ts';
import { isInternalTopic } from './topic-name.ts';

/** The brokers that may get replicas, by id. */
export interface ReplicaCandidates {
  readonly live: readonly number[];
  /** They get the replicas that the live ones cannot take, and no leadership. */
  readonly fenced: readonly number[];
}

/** Replicas by partition; the first of each is its preferred leader. */
export function assignReplicas(
  { live, fenced }: ReplicaCandidates,
  partitions: number,
  replicationFactor: number,
  startIndex: number,
): number[][] {
  const onLive = Math.min(replicationFactor, live.length);
  return Array.from({ length: partitions }, (_, partition) => [
    ...rotated(live, startIndex + partition, onLive),
    ...rotated(fenced, startIndex + partition, replicationFactor - onLive),
  ]);
}

/** Where the round of a new topic begins. */
export function startIndexOf({ current }: ControlPlaneStore, name: string): number {
  // Internal topics are created as a side effect: they must not shift the leaders of other topics.
  return isInternalTopic(name) ? 0 : current.topics.filter(({ isInternal }) => !isInternal).length;
}

function rotated(ids: readonly number[], start: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => ids[(start + place) % ids.length] as number);
}

/**
 * Giving a topic more partitions (ZkAdminManager.createPartitions, AdminZkClient.addPartitions).
 *
 * Owns: the check, placing the new replicas, and their first leaders. Refuses to know: who asks.
 */

import type { ClusterState } from '../state/cluster-state.ts';
import { assignReplicas } from './assignment.ts';
import { announcePartitions } from './controller.ts';
import type { TopicRefusal } from './topics.ts';

/** Why the topic cannot have `total` partitions; undefined if it can. */
export function refusalOfGrowth(state: ClusterState, name: string, total: number): TopicRefusal | undefined {
  const topic = state.topic(name);
  if (topic?.isAnnounced !== true)
    return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` };
  const count = topic.partitions.length;
  if (total > count) return undefined;
  const message =
    total === count
      ? `Topic already has ${count} partitions.`
      : `Topic currently has ${count} partitions, which is higher than the requested ${total}.`;
  return { error: 'INVALID_PARTITIONS', message };
}

/** Adds partitions up to `total`, placed as if the topic had been created with them. Records stay where they are. */
export function addPartitions(state: ClusterState, name: string, total: number, nowMs: number): void {
  const first = state.topic(name)?.partitions[0];
  const count = state.topic(name)?.partitions.length ?? 0;
  const ids = state.registeredIds();
  const startIndex = Math.max(ids.indexOf(first?.replicas[0] ?? -1), 0);
  const assignment = assignReplicas(ids, total, Math.min(first?.replicas.length ?? 1, ids.length), startIndex);
  state.transition((draft) => {
    const topic = draft.topics.find((candidate) => candidate.name === name);
    for (let partition = count; partition < total; partition++) {
      const replicas = assignment[partition] as number[];
      const leader = replicas[0] as number;
      topic?.partitions.push({ partition, replicas, leader, leaderEpoch: 0, partitionEpoch: 0, isr: [...replicas] });
    }
  });
  state.event('partitions added', { topic: name, partitions: total });
  announcePartitions(state, name, count, nowMs);
}

/**
 * Adding partitions to a topic (ZkAdminManager.createPartitions, AdminZkClient.addPartitions).
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import { announcePartitions } from './announce-topic.ts';
import { assignReplicas } from './assignment.ts';
import type { Controller } from './controller.ts';
import type { TopicRefusal } from './topic-refusal.ts';

/**
 * Adds partitions up to `total`, assigned as if the topic had been created with them. Existing records stay where they are.
 * @throws IllegalArgumentException with Kafka's reason if it is refused
 */
export function addPartitions(controller: Controller, name: string, total: number): void {
  const refusal = refusalOfPartitions(controller, name, total);
  if (refusal !== undefined) {
    const { error, message } = refusal;
    throw new IllegalArgumentException(`Topic '${name}' cannot have ${total} partitions (${error}): ${message}`);
  }
  const { controlPlane, effects } = controller;
  const existing = controlPlane.topic(name)?.partitions ?? [];
  const first = existing[0]?.replicas ?? [];
  const ids = controlPlane.registeredIds();
  const startIndex = Math.max(ids.indexOf(first[0] ?? -1), 0);
  const assignment = assignReplicas(
    { live: ids, fenced: [] },
    total,
    Math.min(Math.max(first.length, 1), ids.length),
    startIndex,
  );
  controlPlane.transition((draft) => {
    const topic = draft.topics.find((candidate) => candidate.name === name);
    for (let partition = existing.length; partition < total; partition++) {
      const replicas = assignment[partition] as number[];
      const leader = replicas[0] as number;
      topic?.partitions.push({ partition, replicas, leader, leaderEpoch: 0, partitionEpoch: 0, isr: [...replicas] });
    }
  });
  effects.event('partitions added', { topic: name, partitions: total });
  announcePartitions(controller, name, existing.length);
}

/** Why the topic cannot have `total` partitions; undefined if it can. */
function refusalOfPartitions({ controlPlane }: Controller, name: string, total: number): TopicRefusal | undefined {
  const topic = controlPlane.topic(name);
  if (topic?.isAnnounced !== true) {
    return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` };
  }
  const count = topic.partitions.length;
  if (total > count) return undefined;
  const message =
    total === count
      ? `Topic already has ${count} partitions.`
      : `Topic currently has ${count} partitions, which is higher than the requested ${total}.`;
  return { error: 'INVALID_PARTITIONS', message };
}

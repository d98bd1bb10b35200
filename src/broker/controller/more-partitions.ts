/**
 * Adding partitions to a topic (AdminZkClient.createNewPartitionsAssignment, ReplicationControlManager.createPartitions).
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { CreatePartitionsTopic } from '../../protocol/messages.ts';
import { NO_LEADER, type PartitionState, type TopicState } from '../state/control-plane.ts';
import type { Refusal } from './admin-rules.ts';
import { announcePartitions } from './announce-topic.ts';
import { assignReplicas, racksOf } from './assignment.ts';
import type { Controller } from './controller.ts';
import { withFirstLeader } from './election.ts';
import { isExcessive } from './excessive.ts';

/** Why the topic cannot have more partitions; undefined if it can. */
export function refusalOfPartitions(controller: Controller, asked: CreatePartitionsTopic): Refusal | undefined {
  const topic = controller.controlPlane.topic(asked.name);
  // A topic that brokers do not know yet has partitions, but no leaders.
  if (topic?.isAnnounced === false) return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: null };
  const refusal = controller.adminRules.refusalOfPartitions(controller, asked);
  if (refusal !== undefined) return refusal;
  const added = asked.count - (topic?.partitions.length ?? 0);
  return isExcessive(added, 0) ? { error: 'UNKNOWN_SERVER_ERROR', message: null } : undefined;
}

/** Adds partitions to a topic that can have them. Existing records stay where they are. */
export function createPartitions(controller: Controller, asked: CreatePartitionsTopic): void {
  const { controlPlane, effects } = controller;
  const { name, count } = asked;
  const topic = controlPlane.topic(name) as TopicState;
  const existing = topic.partitions;
  const assignments = asked.assignments ?? assignmentsAfter(controller, existing, count);
  const added = assignments.map((replicas, i) => {
    const ids = Object.freeze([...replicas]);
    const partition = existing.length + i;
    const state = { partition, replicas: ids, leader: NO_LEADER, leaderEpoch: 0, partitionEpoch: 0, isr: ids };
    return withFirstLeader(controller, state);
  });
  controlPlane.replaceTopic(Object.freeze({ ...topic, partitions: Object.freeze([...existing, ...added]) }));
  effects.event('partitions added', { topic: name, partitions: count });
  announcePartitions(controller, name, existing.length);
}

/**
 * Adds partitions up to `total`, assigned as if the topic had been created with them.
 * @throws IllegalArgumentException with Kafka's reason if it is refused
 */
export function addPartitions(controller: Controller, name: string, total: number): void {
  const asked = { name, count: total };
  const refusal = refusalOfPartitions(controller, asked);
  if (refusal !== undefined) {
    const isUnknown = refusal.error === 'UNKNOWN_TOPIC_OR_PARTITION';
    const reason =
      refusal.message ?? (isUnknown ? `The topic '${name}' does not exist.` : 'These are too many at once.');
    throw new IllegalArgumentException(`Topic '${name}' cannot have ${total} partitions (${refusal.error}): ${reason}`);
  }
  createPartitions(controller, asked);
}

/** The replicas of the partitions after the existing ones, which go on where those end. */
function assignmentsAfter(
  controller: Controller,
  existing: readonly PartitionState[],
  total: number,
): readonly (readonly number[])[] {
  const first = existing[0]?.replicas ?? [];
  const candidates = controller.adminRules.replicaCandidates(controller);
  const startIndex = Math.max(candidates.live.indexOf(first[0] ?? NO_LEADER), 0);
  return assignReplicas(candidates, total, first.length, startIndex, racksOf(controller.brokers)).slice(
    existing.length,
  );
}

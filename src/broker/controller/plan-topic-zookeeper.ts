/**
 * The checks of a new topic in ZooKeeper mode, in the order and wording of 3.6.1 (ZkAdminManager, AdminZkClient). Replicas are placed
 * on live brokers only; brokers that are named by hand need not exist.
 */
import type { CreatableTopic } from '../../protocol/messages.ts';
import { assignReplicas, racksOf, startIndexOf } from './assignment.ts';
import type { Controller } from './controller.ts';
import { illegalTopicName } from './topic-name.ts';
import { refusalOfConfigs, refused, type TopicPlan, type TopicRefusal, UNSET } from './topic-refusal.ts';

export function planInZooKeeper(controller: Controller, topic: CreatableTopic): TopicPlan {
  const { controlPlane, config } = controller;
  const { name, assignments } = topic;
  if (controlPlane.topic(name)?.isAnnounced === true) {
    return refused('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
  }
  if (assignments !== undefined && (topic.numPartitions !== UNSET || topic.replicationFactor !== UNSET)) {
    return refused(
      'INVALID_REQUEST',
      'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
    );
  }
  const partitions = topic.numPartitions === UNSET ? config.numPartitions : topic.numPartitions;
  const replicationFactor =
    topic.replicationFactor === UNSET ? config.defaultReplicationFactor : topic.replicationFactor;
  const refusal =
    (assignments === undefined ? refusalOfSize(controller, partitions, replicationFactor) : undefined) ??
    refusalOfName(controller, name) ??
    (assignments === undefined ? undefined : refusalOfAssignment(assignments)) ??
    refusalOfConfigs(controller, topic.configs);
  if (refusal !== undefined) return { refusal };
  const live = controlPlane.registeredIds();
  return {
    assignment:
      assignments ??
      assignReplicas(
        { live, fenced: [] },
        partitions,
        replicationFactor,
        startIndexOf(controlPlane, name),
        racksOf(controller.brokers),
      ),
  };
}

function refusalOfSize(
  { controlPlane }: Controller,
  partitions: number,
  replicationFactor: number,
): TopicRefusal | undefined {
  if (partitions <= 0) {
    return { error: 'INVALID_PARTITIONS', message: 'Number of partitions must be larger than 0.' };
  }
  if (replicationFactor <= 0) {
    return { error: 'INVALID_REPLICATION_FACTOR', message: 'Replication factor must be larger than 0.' };
  }
  const available = controlPlane.registeredIds().length;
  if (replicationFactor <= available) return undefined;
  return {
    error: 'INVALID_REPLICATION_FACTOR',
    message: `Replication factor: ${replicationFactor} larger than available brokers: ${available}.`,
  };
}

function refusalOfName({ controlPlane }: Controller, name: string): TopicRefusal | undefined {
  const illegal = illegalTopicName(name);
  if (illegal !== undefined) return { error: 'INVALID_TOPIC_EXCEPTION', message: illegal };
  if (controlPlane.topic(name) !== undefined) {
    return { error: 'TOPIC_ALREADY_EXISTS', message: `Topic '${name}' already exists.` };
  }
  const colliding = controlPlane.topicsCollidingWith(name);
  if (colliding.length === 0) return undefined;
  const message = `Topic '${name}' collides with existing topics: ${colliding.join(', ')}`;
  return { error: 'INVALID_TOPIC_EXCEPTION', message };
}

function refusalOfAssignment(assignment: readonly (readonly number[])[]): TopicRefusal | undefined {
  const error = 'INVALID_REPLICA_ASSIGNMENT';
  if (new Set(assignment.map((replicas) => replicas.length)).size !== 1) {
    return { error, message: 'All partitions should have the same number of replicas' };
  }
  const hasDuplicate = assignment.some((replicas) => new Set(replicas).size !== replicas.length);
  if (!hasDuplicate) return undefined;
  // Scala's text of the map, whose type is HashMap with up to four partitions, too.
  const list = assignment.map((replicas, partition) => `${partition} -> ArrayBuffer(${replicas.join(', ')})`);
  return { error, message: `Duplicate replica assignment found: HashMap(${list.join(', ')})` };
}

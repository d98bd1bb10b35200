/**
 * Creating and deleting topics (ZkAdminManager, AdminZkClient): the checks in the order and wording of 3.6.1, and what changes.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { IllegalArgumentException, InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import type { CreatableTopic } from '../../protocol/messages.ts';
import { resolveTopicConfig } from '../config/topic-config.ts';
import { stopReplica } from '../replication/leadership.ts';
import type { TopicOptions } from '../state/cluster-options.ts';
import { NO_LEADER, type PartitionState, type TopicState, type Writable } from '../state/control-plane.ts';
import { announceTopic } from './announce-topic.ts';
import { assignReplicas } from './assignment.ts';
import type { Controller } from './controller.ts';
import { drawTopicId } from './topic-id.ts';
import { illegalTopicName, isInternalTopic, topicNamesCollide } from './topic-name.ts';

export interface TopicRefusal {
  readonly error: ErrorName;
  readonly message: string;
}

/** The replicas of each partition of a topic to be created, or why the topic cannot be created. */
export type TopicPlan = { readonly assignment: readonly (readonly number[])[] } | { readonly refusal: TopicRefusal };

const UNSET = -1;

/** Checks a topic to be created and assigns its replicas. */
export function planTopic(controller: Controller, topic: CreatableTopic): TopicPlan {
  const { controlPlane, config } = controller;
  const { name, assignments } = topic;
  if (controlPlane.topic(name)?.isAnnounced === true)
    return refused('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
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
  // Internal topics are created as a side effect: they must not shift the leaders of other topics.
  const startIndex = isInternalTopic(name)
    ? 0
    : controlPlane.current.topics.filter(({ isInternal }) => !isInternal).length;
  return {
    assignment: assignments ?? assignReplicas(controlPlane.registeredIds(), partitions, replicationFactor, startIndex),
  };
}

/**
 * Creates a topic that has leaders at once, with the brokers' defaults for what is not given.
 * @throws IllegalArgumentException with Kafka's reason if the topic cannot be created
 */
export function createTopicAtOnce(controller: Controller, name: string, options: TopicOptions): void {
  const { partitions = UNSET, replicationFactor = UNSET, configs = {} } = options;
  const topic = { name, numPartitions: partitions, replicationFactor, configs };
  const plan = planTopic(controller, topic);
  if ('refusal' in plan) {
    const { error, message } = plan.refusal;
    throw new IllegalArgumentException(`Topic '${name}' cannot be created (${error}): ${message}`);
  }
  createTopic(controller, topic, plan.assignment, 'at once');
}

/**
 * Adds the topic to the control plane.
 * @param announce whether the topic has leaders, and brokers know it, at once or after the leader election delay
 */
export function createTopic(
  controller: Controller,
  { name, configs }: CreatableTopic,
  assignment: readonly (readonly number[])[],
  announce: 'at once' | 'later',
): void {
  const { controlPlane, effects, scheduler } = controller;
  const { nextInt, leaderElectionDelayMs } = controller.options;
  const topicId = drawTopicId(nextInt);
  const partitions = Object.freeze(assignment.map(newPartition));
  const topic: TopicState = {
    name,
    topicId,
    isInternal: isInternalTopic(name),
    configs: Object.freeze({ ...configs }),
    partitions,
    isAnnounced: false,
  };
  controlPlane.transition((draft) => {
    draft.topics.push(Object.freeze(topic) as Writable<TopicState>);
  });
  effects.event('topic created', { topic: name, partitions: partitions.length, replicas: assignment[0]?.length ?? 0 });
  if (announce === 'at once') announceTopic(controller, name);
  else scheduler.plan(scheduler.nowMs + leaderElectionDelayMs, () => announceTopic(controller, name));
}

/** A partition without a leader. It is frozen from the start, so that immer does not search it for changes. */
function newPartition(replicas: readonly number[], partition: number): PartitionState {
  const ids = Object.freeze([...replicas]);
  return Object.freeze({
    partition,
    replicas: ids,
    leader: NO_LEADER,
    leaderEpoch: 0,
    partitionEpoch: 0,
    isr: ids,
  });
}

/** Removes a topic and its logs. Requests that wait for it are answered. */
export function deleteTopic({ controlPlane, replication, effects }: Controller, name: string): void {
  controlPlane.transition((draft) => {
    draft.topics = draft.topics.filter((topic) => topic.name !== name);
  });
  for (const manager of replication.managers) {
    for (const replica of manager.dropTopic(name)) stopReplica(manager, replica, 'UNKNOWN_TOPIC_OR_PARTITION');
  }
  effects.event('topic deleted', { topic: name });
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
  const colliding = controlPlane.current.topics
    .filter((topic) => topicNamesCollide(topic.name, name))
    .map((topic) => topic.name);
  if (colliding.length === 0) return undefined;
  const message = `Topic '${name}' collides with existing topics: ${colliding.join(', ')}`;
  return { error: 'INVALID_TOPIC_EXCEPTION', message };
}

function refusalOfAssignment(assignment: readonly (readonly number[])[]): TopicRefusal | undefined {
  const error = 'INVALID_REPLICA_ASSIGNMENT';
  const sizes = new Set(assignment.map((replicas) => replicas.length));
  if (sizes.size !== 1 || sizes.has(0)) {
    return { error, message: 'All partitions should have the same number of replicas' };
  }
  const hasDuplicate = assignment.some((replicas) => new Set(replicas).size !== replicas.length);
  if (!hasDuplicate) return undefined;
  const list = assignment.map((replicas, partition) => `${partition} -> [${replicas.join(', ')}]`).join(', ');
  return { error, message: `Duplicate replica assignment found: ${list}` };
}

function refusalOfConfigs({ config }: Controller, configs: Readonly<Record<string, string>>): TopicRefusal | undefined {
  try {
    resolveTopicConfig(configs, config);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidConfigurationException) return { error: 'INVALID_CONFIG', message: error.message };
    throw error;
  }
}

function refused(error: ErrorName, message: string): TopicPlan {
  return { refusal: { error, message } };
}

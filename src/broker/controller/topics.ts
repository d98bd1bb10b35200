/**
 * Creating and deleting topics (ZkAdminManager, AdminZkClient).
 *
 * Owns: the checks in 3.6.1's order and their wording, placing replicas, and the moment between creation and first leaders.
 * Refuses to know: who asks: a client, a Metadata request, or a test's set-up.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import { InvalidConfigurationException } from '../../protocol/exceptions.ts';
import type { CreatableTopic } from '../../protocol/messages.ts';
import { resolveTopicConfig } from '../config/topic-config.ts';
import { coordinatorResigned } from '../coordinators/transactions/election.ts';
import { refuseWaiting } from '../replication/acknowledge.ts';
import { serveWaitingConsumers } from '../replication/serve-consumers.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { NO_LEADER, type PartitionState, type TopicState, type Writable } from '../state/control-plane.ts';
import { assignReplicas } from './assignment.ts';
import { announceTopic } from './controller.ts';
import { drawTopicId } from './topic-id.ts';
import { illegalTopicName, isInternalTopic, topicNamesCollide } from './topic-name.ts';

export interface TopicRefusal {
  readonly error: ErrorName;
  readonly message: string;
}

/** What a topic to be created will look like, or why it cannot be. */
export type TopicPlan = { readonly assignment: readonly (readonly number[])[] } | { readonly refusal: TopicRefusal };

const UNSET = -1;

/** Checks a topic to be created and places its replicas. */
export function planTopic(state: ClusterState, topic: CreatableTopic): TopicPlan {
  const { name, assignments } = topic;
  if (state.topic(name)?.isAnnounced === true)
    return refused('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
  if (assignments !== undefined && (topic.numPartitions !== UNSET || topic.replicationFactor !== UNSET)) {
    return refused(
      'INVALID_REQUEST',
      'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
    );
  }
  const partitions = topic.numPartitions === UNSET ? state.config.numPartitions : topic.numPartitions;
  const replicationFactor =
    topic.replicationFactor === UNSET ? state.config.defaultReplicationFactor : topic.replicationFactor;
  const refusal =
    (assignments === undefined ? refusalOfSize(state, partitions, replicationFactor) : undefined) ??
    refusalOfName(state, name) ??
    (assignments === undefined ? undefined : refusalOfAssignment(assignments)) ??
    refusalOfConfigs(state, topic.configs);
  if (refusal !== undefined) return { refusal };
  // Internal topics come and go unseen: they must not shift the leaders of others.
  const startIndex = isInternalTopic(name) ? 0 : state.plane.topics.filter(({ isInternal }) => !isInternal).length;
  return {
    assignment: assignments ?? assignReplicas(state.registeredIds(), partitions, replicationFactor, startIndex),
  };
}

/** Writes the topic down. Brokers know it, and it has leaders, once it is announced: a moment later, or at once. */
export function createTopic(
  state: ClusterState,
  { name, configs }: CreatableTopic,
  assignment: readonly (readonly number[])[],
  nowMs: number,
  announce: 'at once' | 'later',
): void {
  const topicId = drawTopicId(state.nextInt);
  const partitions = Object.freeze(assignment.map(newPartition));
  const topic: TopicState = {
    name,
    topicId,
    isInternal: isInternalTopic(name),
    configs: Object.freeze({ ...configs }),
    partitions,
    isAnnounced: false,
  };
  state.transition((draft) => {
    draft.topics.push(Object.freeze(topic) as Writable<TopicState>);
  });
  state.event('topic created', { topic: name, partitions: partitions.length, replicas: assignment[0]?.length ?? 0 });
  if (announce === 'at once') announceTopic(state, name, nowMs);
  else state.plan(nowMs + state.leaderElectionDelayMs, (laterMs) => announceTopic(state, name, laterMs));
}

/** Nobody leads it yet. Frozen from the start, so that immer has nothing to look for in it. */
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

/** Removes a topic and its logs; whoever waits for it is told. */
export function deleteTopic(state: ClusterState, name: string): void {
  state.transition((draft) => {
    draft.topics = draft.topics.filter((topic) => topic.name !== name);
  });
  for (const broker of state.brokers) {
    for (const replica of broker.dropTopic(name)) {
      for (const fetcher of broker.fetchers()) fetcher.remove(replica);
      coordinatorResigned(broker, replica);
      refuseWaiting(state, replica, 'UNKNOWN_TOPIC_OR_PARTITION');
      serveWaitingConsumers(state, replica);
    }
  }
  state.event('topic deleted', { topic: name });
}

function refusalOfSize(state: ClusterState, partitions: number, replicationFactor: number): TopicRefusal | undefined {
  if (partitions <= 0) {
    return { error: 'INVALID_PARTITIONS', message: 'Number of partitions must be larger than 0.' };
  }
  if (replicationFactor <= 0) {
    return { error: 'INVALID_REPLICATION_FACTOR', message: 'Replication factor must be larger than 0.' };
  }
  const available = state.registeredIds().length;
  if (replicationFactor <= available) return undefined;
  return {
    error: 'INVALID_REPLICATION_FACTOR',
    message: `Replication factor: ${replicationFactor} larger than available brokers: ${available}.`,
  };
}

function refusalOfName(state: ClusterState, name: string): TopicRefusal | undefined {
  const illegal = illegalTopicName(name);
  if (illegal !== undefined) return { error: 'INVALID_TOPIC_EXCEPTION', message: illegal };
  if (state.topic(name) !== undefined) {
    return { error: 'TOPIC_ALREADY_EXISTS', message: `Topic '${name}' already exists.` };
  }
  const colliding = state.plane.topics
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

function refusalOfConfigs(state: ClusterState, configs: Readonly<Record<string, string>>): TopicRefusal | undefined {
  try {
    resolveTopicConfig(configs, state.config.values);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidConfigurationException) return { error: 'INVALID_CONFIG', message: error.message };
    throw error;
  }
}

function refused(error: ErrorName, message: string): TopicPlan {
  return { refusal: { error, message } };
}

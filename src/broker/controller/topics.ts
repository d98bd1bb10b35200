/**
 * Creating and deleting topics. Whether a topic can be created is decided in plan-topic.ts.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { CreatableTopic } from '../../protocol/messages.ts';
import { stopReplica } from '../replication/leadership.ts';
import type { TopicOptions } from '../state/cluster-options.ts';
import { NO_LEADER, type PartitionState, type TopicState } from '../state/control-plane.ts';
import { announceTopic } from './announce-topic.ts';
import type { Controller } from './controller.ts';
import { planTopic } from './plan-topic.ts';
import { drawTopicId } from './topic-id.ts';
import { isInternalTopic } from './topic-name.ts';
import { UNSET } from './topic-refusal.ts';

/**
 * Creates a topic that has leaders at once, with the brokers' defaults for what is not given.
 * @throws IllegalArgumentException with Kafka's reason if the topic cannot be created
 */
export function createTopicAtOnce(controller: Controller, name: string, options: TopicOptions): void {
  const { partitions = UNSET, replicationFactor = UNSET, configs = {} } = options;
  const given = Object.entries(configs).filter(([, value]) => value !== undefined);
  const texts = given.map(([key, value]) => [key, String(value)] as const);
  const topic = { name, numPartitions: partitions, replicationFactor, configs: Object.fromEntries(texts) };
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
  controlPlane.addTopic(Object.freeze(topic));
  effects.event('topic created', { topic: name, partitions: partitions.length, replicas: assignment[0]?.length ?? 0 });
  if (announce === 'at once') announceTopic(controller, name);
  else scheduler.plan(scheduler.nowMs + leaderElectionDelayMs, () => announceTopic(controller, name));
}

/** A partition without a leader. */
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
export function deleteTopic(controller: Controller, name: string): void {
  const { controlPlane, replication, effects, deletedTopics, options } = controller;
  const partitions = (controlPlane.topic(name)?.partitions ?? []).map(({ partition }) => ({ topic: name, partition }));
  deletedTopics.add(name);
  controlPlane.removeTopic(name);
  for (const manager of replication.managers) {
    for (const replica of manager.dropTopic(name)) stopReplica(manager, replica, 'UNKNOWN_TOPIC_OR_PARTITION');
  }
  effects.event('topic deleted', { topic: name });
  options.onPartitionsDeleted(partitions);
}

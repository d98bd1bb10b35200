/**
 * Metadata.
 *
 * Checks, in the real broker's order: topics that exist are described; each of the others is created if both the broker and the
 * client allow it, the name is legal and there are enough brokers. Otherwise the topic is unknown, or its name is illegal. Until the
 * first leaders of a new topic are elected, the answer is UNKNOWN_TOPIC_OR_PARTITION in KRaft mode, and LEADER_NOT_AVAILABLE in
 * ZooKeeper mode. If topics are asked for by their ids (KIP-516), names do not count, and no topic is created.
 * Differs: all brokers receive new metadata at the same time, unless one is cut off from the controller or receives it later
 * (controller/metadata-delay.ts).
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { MetadataRequest, MetadataResponse, PartitionMetadata, TopicMetadata } from '../../protocol/messages.ts';
import { creatableTopic } from '../controller/internal-topics.ts';
import { planTopic } from '../controller/plan-topic.ts';
import { illegalTopicName, isInternalTopic } from '../controller/topic-name.ts';
import { createTopic } from '../controller/topics.ts';
import { answer, type Call } from '../requests/call.ts';
import {
  type ControlPlane,
  isRegistered,
  type PartitionState,
  registeredAmong,
  registeredNodes,
  type TopicState,
} from '../state/control-plane.ts';

export function handleMetadata(call: Call, request: MetadataRequest): void {
  const { broker, metadata, config } = call.services;
  const mayCreate = request.allowAutoTopicCreation && config.autoCreateTopicsEnable && broker.hasController;
  const missing = mayCreate ? (name: string) => autoCreate(call, name) : unknownTopicError;
  answer(
    call,
    describe(metadata.current, (name) => metadata.topic(name), request, missing),
  );
}

/** The response of a broker whose metadata is `plane`, and which cannot create topics. */
export function metadataOf(plane: ControlPlane, request: MetadataRequest): MetadataResponse {
  return describe(plane, (name) => plane.topics.find((topic) => topic.name === name), request, unknownTopicError);
}

function describe(
  plane: ControlPlane,
  find: (name: string) => TopicState | undefined,
  request: MetadataRequest,
  missing: (name: string) => ErrorName,
): MetadataResponse {
  const { topicIds = [] } = request;
  return {
    api: 'Metadata',
    throttleTimeMs: 0,
    brokers: registeredNodes(plane),
    clusterId: plane.clusterId,
    controllerId: plane.controllerId,
    topics:
      topicIds.length > 0 ? topicsById(plane, topicIds) : topicsByName(plane, find, namesIn(plane, request), missing),
  };
}

function topicsByName(
  plane: ControlPlane,
  find: (name: string) => TopicState | undefined,
  names: Iterable<string>,
  missing: (name: string) => ErrorName,
): TopicMetadata[] {
  const known: TopicMetadata[] = [];
  const others: string[] = [];
  for (const name of names) {
    const topic = find(name);
    if (topic?.isAnnounced === true) known.push(describeTopic(plane, topic));
    else others.push(name);
  }
  return [...known, ...others.map((name) => missingTopic(name, missing(name)))];
}

/** The topics with these ids, after those that no topic has. No topic is created. */
function topicsById(plane: ControlPlane, topicIds: readonly string[]): TopicMetadata[] {
  const known: TopicMetadata[] = [];
  const unknown: TopicMetadata[] = [];
  for (const topicId of new Set(topicIds)) {
    const topic = plane.topics.find((one) => one.topicId === topicId && one.isAnnounced);
    if (topic === undefined)
      unknown.push({ error: 'UNKNOWN_TOPIC_ID', name: '', topicId, isInternal: false, partitions: [] });
    else known.push(describeTopic(plane, topic));
  }
  return [...unknown, ...known];
}

function namesIn(plane: ControlPlane, { topics }: MetadataRequest): Iterable<string> {
  if (topics !== null) return new Set(topics);
  return plane.topics.filter(({ isAnnounced }) => isAnnounced).map(({ name }) => name);
}

/** Creates the topic if possible, and returns the error that the client gets for now. */
function autoCreate({ services }: Call, name: string): ErrorName {
  if (illegalTopicName(name) !== undefined) return 'INVALID_TOPIC_EXCEPTION';
  const { firstUse } = services.config.mode;
  const topic = creatableTopic(services.config, name);
  const plan = planTopic(services.controller, topic);
  if (!('refusal' in plan)) {
    createTopic(services.controller, topic, plan.assignment, 'later');
    return firstUse;
  }
  const isReported = firstUse === 'LEADER_NOT_AVAILABLE' && plan.refusal.error !== 'TOPIC_ALREADY_EXISTS';
  return isReported ? plan.refusal.error : firstUse;
}

function unknownTopicError(name: string): ErrorName {
  return illegalTopicName(name) === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION';
}

function missingTopic(name: string, error: ErrorName): TopicMetadata {
  return { error, name, topicId: '', isInternal: isInternalTopic(name), partitions: [] };
}

function describeTopic(plane: ControlPlane, { name, topicId, isInternal, partitions }: TopicState): TopicMetadata {
  return {
    error: 'NONE',
    name,
    topicId,
    isInternal,
    partitions: partitions.map((partition) => describePartition(plane, partition)),
  };
}

function describePartition(plane: ControlPlane, partition: PartitionState): PartitionMetadata {
  const { leader, leaderEpoch, replicas, isr } = partition;
  const hasLeader = leader >= 0 && isRegistered(plane, leader);
  return {
    error: hasLeader ? 'NONE' : 'LEADER_NOT_AVAILABLE',
    partition: partition.partition,
    leader: hasLeader ? leader : -1,
    leaderEpoch,
    replicas,
    isr,
    offlineReplicas: offlineAmong(plane, replicas),
  };
}

function offlineAmong(plane: ControlPlane, replicas: readonly number[]): number[] {
  const registered = registeredAmong(plane, replicas);
  return registered.length === replicas.length ? [] : replicas.filter((id) => !registered.includes(id));
}

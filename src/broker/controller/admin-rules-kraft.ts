/**
 * Changes of partitions, leaders, replicas and configurations in KRaft mode (ReplicationControlManager, ConfigurationControlManager
 * and ControllerApis of 3.6.1).
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import type { CreatePartitionsTopic, ElectionType, ReassignablePartition } from '../../protocol/messages.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { AdminRules, Refusal } from './admin-rules.ts';
import { tooFewBrokers } from './too-few-brokers.ts';

export const KRAFT_ADMIN_RULES: AdminRules = {
  repeatedTopic: { error: 'INVALID_REQUEST', message: 'Duplicate topic name.' },
  createsPartitionsTooLate: false,
  // Brokers that are down stay registered, and are fenced.
  replicaCandidates: ({ brokers, controlPlane }) => {
    const live = controlPlane.registeredIds();
    return { live, fenced: brokers.all.map(({ id }) => id).filter((id) => !live.includes(id)) };
  },
  refusalOfPartitions,
  unknownPartitionToElect,
  electionFailed: (_, type: ElectionType) => {
    const error = type === 'PREFERRED' ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE';
    return { error, message: ERRORS[error].message };
  },
  refusalOfReassignment,
  epochsAtStart: 0,
  // A new epoch makes sure that fetches of removed replicas do not count any more (PartitionChangeBuilder).
  epochsAtCompletion: ({ replicas }, targets, isNewLeader) =>
    isNewLeader || replicas.some((id) => !targets.includes(id)) ? 1 : 0,
  isReassigned: ({ isr, addingReplicas = [] }, targets) =>
    isr.some((id) => targets.includes(id)) && addingReplicas.every((id) => isr.includes(id)),
  checksTopicBeforeConfig: false,
  invalidValue: (_, reason) => reason,
  notAList: (operation, key) => `Can't ${operation} to key ${key} because its type is not LIST.`,
};

function refusalOfPartitions(cluster: ClusterContext, asked: CreatePartitionsTopic): Refusal | undefined {
  const { name, count, assignments } = asked;
  const topic = cluster.controlPlane.topic(name);
  if (topic === undefined) return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: null };
  const { length } = topic.partitions;
  if (count === length) {
    return { error: 'INVALID_PARTITIONS', message: `Topic already has ${length} partition(s).` };
  }
  if (count < length) {
    const message = `The topic ${name} currently has ${length} partition(s); ${count} would not be an increase.`;
    return { error: 'INVALID_PARTITIONS', message };
  }
  const replicationFactor = topic.partitions[0]?.replicas.length ?? 0;
  if (assignments === undefined) return refusalOfPlacement(cluster, replicationFactor);
  const added = count - length;
  if (assignments.length !== added) {
    return refusedAssignment(
      `Attempted to add ${added} additional partition(s), but only ${assignments.length} assignment(s) were specified.`,
    );
  }
  for (const [i, replicas] of assignments.entries()) {
    const refusal = refusalOfReplicas(cluster, replicas, replicationFactor);
    if (refusal !== undefined) return refusal;
    if (replicas.some((id) => cluster.controlPlane.isRegistered(id))) continue;
    return refusedAssignment(
      `All brokers specified in the manual partition assignment for partition ${length + i} are fenced or in controlled shutdown.`,
    );
  }
  return undefined;
}

/** StripedReplicaPlacer. */
function refusalOfPlacement(
  { brokers, controlPlane, config }: ClusterContext,
  replicationFactor: number,
): Refusal | undefined {
  const error = 'INVALID_REPLICATION_FACTOR';
  const unable = `Unable to replicate the partition ${replicationFactor} time(s): `;
  if (controlPlane.registeredIds().length === 0) {
    return { error, message: `${unable}All brokers are currently fenced.` };
  }
  const { length } = brokers.all;
  if (replicationFactor <= length) return undefined;
  return { error, message: unable + tooFewBrokers(replicationFactor, length, config.version.policies) };
}

/** ReplicationControlManager.validateManualPartitionAssignment. */
function refusalOfReplicas(
  { brokers }: ClusterContext,
  replicas: readonly number[],
  replicationFactor?: number,
): Refusal | undefined {
  const the = 'The manual partition assignment includes';
  if (replicas.length === 0) return refusedAssignment(`${the} an empty replica list.`);
  const sorted = replicas.toSorted((a, b) => a - b);
  for (const [i, id] of sorted.entries()) {
    if (brokers.get(id) === undefined) {
      return refusedAssignment(`${the} broker ${id}, but no such broker is registered.`);
    }
    if (id === sorted[i - 1]) return refusedAssignment(`${the} the broker ${id} more than once.`);
  }
  if (replicationFactor === undefined || replicas.length === replicationFactor) return undefined;
  return refusedAssignment(
    `${the} a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, ` +
      `which have ${replicationFactor} replica(s).`,
  );
}

function refusalOfReassignment(
  cluster: ClusterContext,
  { topic, partition, replicas }: ReassignablePartition,
): Refusal | undefined {
  const unknown = (what: string): Refusal => ({
    error: 'UNKNOWN_TOPIC_OR_PARTITION',
    message: `Unable to find ${what}.`,
  });
  const state = cluster.controlPlane.topic(topic);
  if (state === undefined) return unknown(`a topic named ${topic}`);
  const present = state.partitions[partition];
  if (present === undefined) return unknown(`partition ${topic}:${partition}`);
  if (replicas !== null) return refusalOfReplicas(cluster, replicas);
  if (present.targetReplicas === undefined) {
    const error = 'NO_REASSIGNMENT_IN_PROGRESS';
    return { error, message: ERRORS[error].message };
  }
  if (present.isr.some((id) => !(present.addingReplicas ?? []).includes(id))) return undefined;
  return refusedAssignment(
    `Unable to revert partition assignment for ${topic}:${partition} because it would require an unclean leader election.`,
  );
}

function unknownPartitionToElect({ controlPlane }: ClusterContext, { topic, partition }: TopicPartition): Refusal {
  const what =
    controlPlane.topic(topic) === undefined
      ? `No such topic as ${topic}`
      : `No such partition as ${topic}-${partition}`;
  return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: what };
}

function refusedAssignment(message: string): Refusal {
  return { error: 'INVALID_REPLICA_ASSIGNMENT', message };
}

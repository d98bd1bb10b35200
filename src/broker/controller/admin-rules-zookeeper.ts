/**
 * Changes of partitions, leaders, replicas and configurations with ZooKeeper (ZkAdminManager, AdminZkClient and KafkaController of
 * 3.6.1).
 */
import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../../protocol/errors/errors.ts';
import type { CreatePartitionsTopic, ElectionType, ReassignablePartition } from '../../protocol/messages.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { AdminRules, Refusal } from './admin-rules.ts';

const NO_SUCH_PARTITION: Refusal = {
  error: 'UNKNOWN_TOPIC_OR_PARTITION',
  message: 'The partition does not exist.',
};

export const ZOOKEEPER_ADMIN_RULES: AdminRules = {
  repeatedTopic: { error: 'INVALID_REQUEST', message: 'Duplicate topic in request.' },
  createsPartitionsTooLate: true,
  replicaCandidates: ({ controlPlane }) => ({ live: controlPlane.registeredIds(), fenced: [] }),
  refusalOfPartitions,
  unknownPartitionToElect: () => NO_SUCH_PARTITION,
  electionFailed: (asked, type) => ({
    error: type === 'PREFERRED' ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE',
    message: `Failed to elect leader for partition ${partitionName(asked)} under strategy ${STRATEGIES[type]}`,
  }),
  refusalOfReassignment,
  epochsAtStart: 1,
  // A new leader or the new replicas raise it, and then each removed replica that was in sync.
  epochsAtCompletion: ({ isr }, targets) => 1 + isr.filter((id) => !targets.includes(id)).length,
  isReassigned: ({ isr }, targets) => targets.every((id) => isr.includes(id)),
  checksTopicBeforeConfig: true,
  invalidValue: ({ type, name }, reason) =>
    `Invalid config value for resource ConfigResource(type=${type}, name='${name}'): ${reason}`,
  notAList: (operation, key) => `Config value ${operation.toLowerCase()} is not allowed for config key: ${key}`,
};

const STRATEGIES: Readonly<Record<ElectionType, string>> = {
  PREFERRED: 'PreferredReplicaPartitionLeaderElectionStrategy',
  UNCLEAN: 'OfflinePartitionLeaderElectionStrategy(true)',
};

function refusalOfPartitions(
  { controlPlane }: ClusterContext,
  { name, count, assignments }: CreatePartitionsTopic,
): Refusal | undefined {
  const partitions = controlPlane.topic(name)?.partitions;
  if (partitions === undefined) {
    return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` };
  }
  if (partitions.some(({ targetReplicas }) => targetReplicas !== undefined)) {
    const message = `A partition reassignment is in progress for the topic '${name}'.`;
    return { error: 'REASSIGNMENT_IN_PROGRESS', message };
  }
  const { length } = partitions;
  if (count < length) {
    const message = `Topic currently has ${length} partitions, which is higher than the requested ${count}.`;
    return { error: 'INVALID_PARTITIONS', message };
  }
  if (count === length) return { error: 'INVALID_PARTITIONS', message: `Topic already has ${length} partitions.` };
  const alive = controlPlane.registeredIds();
  const replicationFactor = partitions[0]?.replicas.length ?? 0;
  if (assignments !== undefined) return refusalOfAssignments(assignments, { alive, length, count, replicationFactor });
  if (replicationFactor <= alive.length) return undefined;
  const message = `Replication factor: ${replicationFactor} larger than available brokers: ${alive.length}.`;
  return { error: 'INVALID_REPLICATION_FACTOR', message };
}

interface PresentPartitions {
  readonly alive: readonly number[];
  readonly length: number;
  readonly count: number;
  readonly replicationFactor: number;
}

function refusalOfAssignments(
  assignments: readonly (readonly number[])[],
  { alive, length, count, replicationFactor }: PresentPartitions,
): Refusal | undefined {
  const unknown = new Set(assignments.flat().filter((id) => !alive.includes(id)));
  if (unknown.size > 0) {
    return refusedAssignment(`Unknown broker(s) in replica assignment: ${[...unknown].join(', ')}.`);
  }
  const added = count - length;
  if (assignments.length !== added) {
    return refusedAssignment(
      `Increasing the number of partitions by ${added} but ${assignments.length} assignments provided.`,
    );
  }
  for (const [i, replicas] of assignments.entries()) {
    const id = `partition id ${length + i}`;
    if (replicas.length === 0) return refusedAssignment(`Cannot have replication factor of 0 for ${id}.`);
    if (new Set(replicas).size < replicas.length) {
      return refusedAssignment(
        `Duplicate brokers not allowed in replica assignment: ${replicas.join(', ')} for ${id}.`,
      );
    }
  }
  const odd = assignments
    .map((replicas, i) => ({ partition: length + i, factor: replicas.length }))
    .filter(({ factor }) => factor !== replicationFactor);
  if (odd.length === 0) return undefined;
  return refusedAssignment(
    `Inconsistent replication factor between partitions, partition 0 has ${replicationFactor} while partitions ` +
      `[${odd.map(({ partition }) => partition).join(', ')}] have replication factors ` +
      `[${odd.map(({ factor }) => factor).join(', ')}], respectively.`,
  );
}

function refusalOfReassignment(
  { controlPlane }: ClusterContext,
  { topic, partition, replicas }: ReassignablePartition,
): Refusal | undefined {
  const present = controlPlane.partition(topic, partition);
  if (replicas === null) {
    if (present?.targetReplicas !== undefined) return undefined;
    const error = 'NO_REASSIGNMENT_IN_PROGRESS';
    return { error, message: ERRORS[error].message };
  }
  const list = `ArrayBuffer(${replicas.join(', ')})`;
  if (replicas.length === 0) return refusedAssignment('Empty replica list specified in partition reassignment.');
  if (new Set(replicas).size < replicas.length) {
    return refusedAssignment(`Duplicate replica ids in partition reassignment replica list: ${list}`);
  }
  if (replicas.some((id) => id < 0)) return refusedAssignment(`Invalid broker id in replica list: ${list}`);
  const alive = controlPlane.registeredIds();
  const adding = replicas.filter((id) => present?.replicas.includes(id) !== true);
  if (adding.every((id) => alive.includes(id))) return present === undefined ? NO_SUCH_PARTITION : undefined;
  return refusedAssignment(
    'Replica assignment has brokers that are not alive. Replica list: ' +
      `ArrayBuffer(${adding.join(', ')}), live broker list: Set(${alive.join(', ')})`,
  );
}

function refusedAssignment(message: string): Refusal {
  return { error: 'INVALID_REPLICA_ASSIGNMENT', message };
}

/**
 * What controllers in KRaft mode and with ZooKeeper do differently when they are asked to change partitions, leaders, replicas or
 * configurations. There is one object for each mode: admin-rules-kraft.ts and admin-rules-zookeeper.ts.
 */
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { CreatePartitionsTopic, ElectionType, ReassignablePartition } from '../../protocol/messages.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { PartitionState } from '../state/control-plane.ts';
import type { ReplicaCandidates } from './assignment.ts';

/** Why something was not done. */
export interface Refusal {
  readonly error: Exclude<ErrorName, 'NONE'>;
  /** `null` if the error's own message says everything. */
  readonly message: string | null;
}

export interface AdminRules {
  /** Of a topic that one CreatePartitions request names more than once. */
  readonly repeatedTopic: Refusal;
  /** Whether a CreatePartitions request without time to wait has an effect all the same. */
  readonly createsPartitionsTooLate: boolean;
  /** Brokers that may get the replicas of new partitions. */
  readonly replicaCandidates: (cluster: ClusterContext) => ReplicaCandidates;
  readonly refusalOfPartitions: (cluster: ClusterContext, asked: CreatePartitionsTopic) => Refusal | undefined;

  readonly unknownPartitionToElect: (cluster: ClusterContext, asked: TopicPartition) => Refusal;
  /** No replica can become the leader. */
  readonly electionFailed: (asked: TopicPartition, type: ElectionType) => Refusal;

  readonly refusalOfReassignment: (cluster: ClusterContext, asked: ReassignablePartition) => Refusal | undefined;
  /** By how much the leader epoch rises when a reassignment begins that cannot complete at once. */
  readonly epochsAtStart: number;
  /** By how much it rises when a reassignment completes. */
  readonly epochsAtCompletion: (before: PartitionState, targets: readonly number[], isNewLeader: boolean) => number;
  /** Whether all new replicas that must be in sync are. */
  readonly isReassigned: (partition: PartitionState, targets: readonly number[]) => boolean;

  /** Whether a topic has to exist before its new configuration is looked at. */
  readonly checksTopicBeforeConfig: boolean;
  /** The message about a value that is not allowed. */
  readonly invalidValue: (resource: ConfigResource, reason: string) => string;
  readonly notAList: (operation: 'APPEND' | 'SUBTRACT', key: string) => string;
}

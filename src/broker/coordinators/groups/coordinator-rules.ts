/**
 * What differs between the group coordinator of Kafka 3 (GroupCoordinator, in Scala) and that of Kafka 4 (GroupCoordinatorService), for groups of
 * consumers with the classic protocol.
 */
import { inHashOrder, partitionHashCode } from '../../../protocol/java-hash-order.ts';
import type { BrokerConfig } from '../../config/broker-config.ts';
import type { BrokerPolicies } from '../../versions/broker-policies.ts';
import { mostVotedInJavaOrder, mostVotedInScalaOrder } from './choose-protocol.ts';
import { GROUP_LOG } from './group-records.ts';

export interface CoordinatorRules {
  /** The protocol with the most votes. @param votes at least one */
  readonly mostVoted: (votes: readonly string[]) => string;
  /** Whether JoinGroup checks the session timeout before it is known whether the broker coordinates the group. */
  readonly checksSessionTimeoutFirst: boolean;
  /** Whether the others hear of members that leave with one LeaveGroup once all of them have left. */
  readonly leaveTogether: boolean;
  /** Whether DescribeGroups shows what a member was last assigned while its group rebalances. */
  readonly showsLastAssignments: boolean;
  /**
   * The order in which DescribeGroups answers for groups.
   * @param partitionOf the partition of `__consumer_offsets` that has a group
   */
  readonly inOrderOfDescription: (
    groupIds: readonly string[],
    partitionOf: (groupId: string) => number,
  ) => readonly string[];
  /** How the states that ListGroups names are compared. */
  readonly stateName: (name: string) => string;
  /** Whether OffsetFetch answers for a partition as often as it is named. */
  readonly answersRepeatedly: boolean;
  /** Whether OffsetFetch before version 2, which has no error for the group, has it at each partition that is asked for. */
  readonly repeatsErrorOfGroup: boolean;
  /** Whether OffsetFetch without groups is answered at all. */
  readonly answersNoGroups: boolean;
  /** Whether TxnOffsetCommit of a member makes the group that it is not a member of. */
  readonly createsGroupOfMember: boolean;
  /** Whether a group is in the log as soon as a member has asked to join it, so that it exists after a restart. */
  readonly storesNewGroups: boolean;
  /** Whether a group without members is deleted at once with its last offset by OffsetDelete. */
  readonly deletesGroupWithOffsets: boolean;
}

const KAFKA_3: CoordinatorRules = {
  mostVoted: mostVotedInScalaOrder,
  checksSessionTimeoutFirst: false,
  leaveTogether: false,
  showsLastAssignments: false,
  inOrderOfDescription: (groupIds) => groupIds,
  stateName: (name) => name,
  answersRepeatedly: false,
  repeatsErrorOfGroup: false,
  answersNoGroups: false,
  createsGroupOfMember: true,
  storesNewGroups: false,
  deletesGroupWithOffsets: true,
};

const KAFKA_3_9: CoordinatorRules = { ...KAFKA_3, stateName: (name) => name.toLowerCase() };

const KAFKA_4: CoordinatorRules = {
  mostVoted: mostVotedInJavaOrder,
  checksSessionTimeoutFirst: true,
  leaveTogether: true,
  showsLastAssignments: true,
  inOrderOfDescription: byPartition,
  stateName: (name) => name.toLowerCase().trim(),
  answersRepeatedly: true,
  repeatsErrorOfGroup: true,
  answersNoGroups: true,
  createsGroupOfMember: false,
  storesNewGroups: true,
  deletesGroupWithOffsets: false,
};

const COORDINATOR_RULES: Readonly<Record<BrokerPolicies['groupCoordinator'], CoordinatorRules>> = {
  'of Kafka 3': KAFKA_3,
  'of Kafka 3.9': KAFKA_3_9,
  'of Kafka 4': KAFKA_4,
};

export function rulesOf({ version }: Pick<BrokerConfig, 'version'>): CoordinatorRules {
  return COORDINATOR_RULES[version.policies.groupCoordinator];
}

/** The groups of one partition together, the partitions in the order of a HashMap. */
function byPartition(groupIds: readonly string[], partitionOf: (groupId: string) => number): readonly string[] {
  const groups = new Map<number, string[]>();
  for (const groupId of groupIds) {
    const partition = partitionOf(groupId);
    groups.set(partition, [...(groups.get(partition) ?? []), groupId]);
  }
  const inOrder = inHashOrder(groups.keys(), (partition) => partitionHashCode({ topic: GROUP_LOG.topic, partition }));
  return inOrder.flatMap((partition) => groups.get(partition) ?? []);
}

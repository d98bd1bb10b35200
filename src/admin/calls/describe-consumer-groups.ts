/**
 * describeConsumerGroups(): sent to the coordinators of the groups (KafkaAdminClient.describeConsumerGroups,
 * DescribeConsumerGroupsHandler).
 */
import { checkOptions } from '../../checks/arguments.ts';
import { checkedList } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';
import { readAssignment } from '../../client/groups/consumer-protocol.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { exceptionFor, IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { DescribedGroup, Response } from '../../protocol/messages.ts';
import type { ApiHandler, ApiResult } from '../driver/api-handler.ts';
import { coordinators } from '../driver/coordinators.ts';
import type { Futures } from '../futures/keyed-futures.ts';
import { MapResult } from '../futures/map-result.ts';
import { runKeyed } from '../running/run-driver.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { CONSUMER_PROTOCOL_TYPES, type ConsumerGroupState } from './consumer-group-state.ts';

/** A member of a consumer group (Java's MemberDescription). */
export interface MemberDescription {
  /** The member id that the coordinator has given it. */
  readonly consumerId: string;
  /** `group.instance.id` of a static member, or `null`. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  /** The partitions that the member is assigned; empty unless the group is stable. */
  readonly assignment: readonly TopicPartition[];
}

/** What its coordinator knows of a consumer group (Java's ConsumerGroupDescription). */
export interface ConsumerGroupDescription {
  readonly groupId: string;
  /** Whether the group only stores offsets, and has never had a member. */
  readonly isSimpleConsumerGroup: boolean;
  readonly members: readonly MemberDescription[];
  /** The name of the assignor, such as `range`; empty unless the group is stable. */
  readonly partitionAssignor: string;
  /** `Dead`: there is no such group. */
  readonly state: ConsumerGroupState;
  /** The broker that coordinates the group. */
  readonly coordinatorId: number;
}

/** The result of describeConsumerGroups(): awaited, the descriptions by group id (Java's DescribeConsumerGroupsResult). */
export class DescribeConsumerGroupsResult extends MapResult<ConsumerGroupDescription> {
  /** The future of each group, by its id. */
  describedGroups(): Futures<ConsumerGroupDescription> {
    return this.handOut(this.futures);
  }
}

export function describeConsumerGroups(
  calls: RunningCalls,
  groupIds: Iterable<string>,
  options: CallOptions,
): DescribeConsumerGroupsResult {
  checkOptions('admin.describeConsumerGroups()', options, CALL_OPTIONS);
  const ids = checkedList('admin.describeConsumerGroups(groupIds)', groupIds, STRING);
  return new DescribeConsumerGroupsResult(runKeyed(calls, HANDLER, ids, options));
}

const HANDLER: ApiHandler<ConsumerGroupDescription> = {
  apiName: 'describeGroups',
  lookup: coordinators('group'),
  isBatched: true,
  request: (groups) => ({ api: 'DescribeGroups', groups, includeAuthorizedOperations: false }),
  handleResponse: (response, _keys, brokerId) => resultOf(response, brokerId),
};

function resultOf(response: Response, coordinatorId: number): ApiResult<ConsumerGroupDescription> {
  const completed = new Map<string, ConsumerGroupDescription>();
  const failed = new Map<string, Error>();
  const unmapped: string[] = [];
  for (const group of response.api === 'DescribeGroups' ? response.groups : []) {
    const { groupId, error, protocolType } = group;
    if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') unmapped.push(groupId);
    else if (error === 'NONE' && CONSUMER_PROTOCOL_TYPES.includes(protocolType))
      completed.set(groupId, descriptionOf(group, coordinatorId));
    else if (error === 'NONE')
      failed.set(
        groupId,
        new IllegalArgumentException(`GroupId ${groupId} is not a consumer group (${protocolType}).`),
      );
    else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS') failed.set(groupId, exceptionFor(error));
  }
  return { completed, failed, unmapped };
}

function descriptionOf(group: DescribedGroup, coordinatorId: number): ConsumerGroupDescription {
  const { groupId, groupState, protocolType, protocolData, members } = group;
  return {
    groupId,
    isSimpleConsumerGroup: protocolType === '',
    members: members.map(({ memberId, groupInstanceId, clientId, memberAssignment }) => ({
      consumerId: memberId,
      groupInstanceId,
      clientId,
      assignment: memberAssignment.length === 0 ? [] : readAssignment(memberAssignment),
    })),
    partitionAssignor: protocolData,
    state: groupState as ConsumerGroupState,
    coordinatorId,
  };
}

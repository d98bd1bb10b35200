/**
 * What the members of a group tell each other through JoinGroup and SyncGroup: their subscriptions, and the leader's assignment
 * (ConsumerCoordinator.metadata, onLeaderElected).
 */
import {
  type ConsumerSubscription,
  readSubscription,
  writeAssignment,
  writeSubscription,
} from '../../client/groups/consumer-protocol.ts';
import type { TopicsMetadata } from '../../client/metadata/topics-metadata.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { GroupProtocol, JoinGroupResponse } from '../../protocol/messages.ts';
import type { PartitionAssignor, Subscription } from './assignors/partition-assignor.ts';

export interface OwnSubscription {
  readonly topics: readonly string[];
  readonly ownedPartitions: readonly TopicPartition[];
  readonly generationId: number;
  readonly rackId: string;
}

export class GroupAssignment {
  private readonly assignors: readonly PartitionAssignor[];
  private readonly metadata: TopicsMetadata;
  /** As the leader: the partition counts of the group's topics that the last assignment was made for; `null` for other members. */
  private assignedFor: string | null = null;
  private groupTopics: readonly string[] = [];

  constructor(assignors: readonly PartitionAssignor[], metadata: TopicsMetadata) {
    this.assignors = assignors;
    this.metadata = metadata;
  }

  protocols({ topics, ownedPartitions, generationId, rackId }: OwnSubscription): GroupProtocol[] {
    return this.assignors.map((assignor) => {
      const subscription: ConsumerSubscription = {
        topics,
        userData: assignor.subscriptionUserData(),
        ownedPartitions,
        generationId: generationId < 0 ? null : generationId,
        rackId: rackId === '' ? null : rackId,
      };
      return { name: assignor.name, metadata: writeSubscription(subscription) };
    });
  }

  /** @throws IllegalStateException if no assignor has this name */
  assignorNamed(protocolName: string | null): PartitionAssignor {
    const assignor = this.assignors.find(({ name }) => name === protocolName);
    if (assignor === undefined) {
      throw new IllegalStateException(`Coordinator selected invalid assignment protocol: ${protocolName}`);
    }
    return assignor;
  }

  /** The topics of all members; the metadata has to know them before `assign`. */
  topicsOfGroup({ members }: JoinGroupResponse): ReadonlySet<string> {
    return new Set(members.flatMap(({ metadata }) => readSubscription(metadata).topics));
  }

  /** The assignment that the leader makes, by member id. */
  assign(joined: JoinGroupResponse): Map<string, Uint8Array> {
    const { protocolName, members } = joined;
    this.groupTopics = [...this.topicsOfGroup(joined)];
    const subscriptions = new Map(
      members.map(({ memberId, groupInstanceId, metadata }): [string, Subscription] => [
        memberId,
        { ...readSubscription(metadata), groupInstanceId },
      ]),
    );
    this.assignedFor = JSON.stringify(this.partitionCounts());
    const assignment = this.assignorNamed(protocolName).assign(new Map(this.partitionCounts()), subscriptions);
    return new Map(Array.from(assignment, ([memberId, partitions]) => [memberId, writeAssignment(partitions)]));
  }

  /** The member does not lead, or not any more. */
  follow(): void {
    this.assignedFor = null;
  }

  /** Whether topics of the group have other partitions than when the leader made the assignment. */
  get isOutdated(): boolean {
    return this.assignedFor !== null && this.assignedFor !== JSON.stringify(this.partitionCounts());
  }

  private partitionCounts(): [string, number][] {
    const cluster = this.metadata.fetch();
    return this.groupTopics.flatMap((topic): [string, number][] => {
      const count = cluster.partitionCountForTopic(topic) ?? 0;
      return count === 0 ? [] : [[topic, count]];
    });
  }
}

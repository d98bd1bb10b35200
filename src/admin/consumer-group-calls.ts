/**
 * The methods of the admin client about consumer groups.
 */
import * as calls from './calls/index.ts';
import type { CallOptions, RunningCalls } from './running/running-calls.ts';

/** The calls about consumer groups, which every AdminClient has. */
export abstract class ConsumerGroupCalls {
  protected readonly calls: RunningCalls;

  /** @internal */
  constructor(running: RunningCalls) {
    this.calls = running;
  }

  /** Returns the offsets that groups have committed, for example of `{ billing: {} }`. */
  listConsumerGroupOffsets(
    groups: calls.ByName<calls.ListConsumerGroupOffsetsSpec>,
    options: calls.ListConsumerGroupOffsetsOptions = {},
  ): calls.ListConsumerGroupOffsetsResult {
    return calls.listConsumerGroupOffsets(this.calls, groups, options);
  }

  /** Lists the consumer groups of all brokers. @throws an exception if one of them cannot say (rejects); see `valid()` and `errors()` */
  listConsumerGroups(options: calls.ListConsumerGroupsOptions = {}): calls.ListConsumerGroupsResult {
    return calls.listConsumerGroups(this.calls, options);
  }

  /**
   * Describes consumer groups: their states and members. A group that does not exist is `Dead`.
   *
   * @throws IllegalArgumentException (rejects) for a group of clients that are not consumers
   */
  describeConsumerGroups(groupIds: Iterable<string>, options: CallOptions = {}): calls.DescribeConsumerGroupsResult {
    return calls.describeConsumerGroups(this.calls, groupIds, options);
  }

  /**
   * Deletes groups that have no members, with their offsets.
   *
   * @throws GroupNotEmptyException, GroupIdNotFoundException (reject)
   */
  deleteConsumerGroups(groupIds: Iterable<string>, options: CallOptions = {}): calls.DeleteConsumerGroupsResult {
    return calls.deleteConsumerGroups(this.calls, groupIds, options);
  }

  /**
   * Stores offsets for a group that has no members.
   *
   * @param offsets pairs of a partition and its offset
   * @throws IllegalArgumentException for a negative offset; UnknownMemberIdException if the group has members,
   *   UnknownTopicOrPartitionException (reject)
   * @example
   * import { Simulation } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
   * await sim.run(async () => {
   *   const admin = sim.admin();
   *   await admin.alterConsumerGroupOffsets('billing', [[{ topic: 'payments', partition: 0 }, { offset: 7 }]]);
   *   for (const { groupId, state } of await admin.listConsumerGroups()) console.log(groupId, state);
   *   await admin.deleteConsumerGroups(['billing']);
   *   console.log((await admin.describeConsumerGroups(['billing'])).get('billing')?.state);
   * });
   * // prints: billing Empty
   * // prints: Dead
   */
  alterConsumerGroupOffsets(
    groupId: string,
    offsets: calls.ByPartition<calls.NewConsumerGroupOffset>,
    options: CallOptions = {},
  ): calls.AlterConsumerGroupOffsetsResult {
    return calls.alterConsumerGroupOffsets(this.calls, groupId, offsets, options);
  }
}

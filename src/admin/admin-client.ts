/**
 * The admin client (Java's KafkaAdminClient): one method for each call; those about consumer groups are in consumer-group-calls.ts. What
 * a call does is in calls/, connections and retries are in client/call-runner.ts.
 */

import { printAs } from '../checks/printing.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { ConfigResource } from '../protocol/cluster/config-resource.ts';
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import type { ElectionType } from '../protocol/messages.ts';
import { type AdminClientOptions, runningCallsOf } from './admin-parts.ts';
import * as calls from './calls/index.ts';
import type { AdminClientConfigInput } from './config-input.ts';
import { ConsumerGroupCalls } from './consumer-group-calls.ts';
import type { CallOptions } from './running/running-calls.ts';

/**
 * Administers topics, partitions, configurations and transactions (Java's AdminClient). Create one with `sim.admin()`.
 *
 * Await a call to wait until it is done; its result also has the methods of Java's result, which return a future for each topic, for
 * example. Both reject with Kafka's exceptions: with the one that a broker answers with, or with a TimeoutException after the call's
 * `timeoutMs` (default: default.api.timeout.ms). Errors that may pass are retried every retry.backoff.ms until then.
 *
 * A call throws an IllegalArgumentException for an option that does not exist, and for a value of another type than it takes.
 *
 * Maps of results have strings as keys: the name of a topic, `topic-partition`, `type:name` of a configuration, a transactional id.
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 *
 * const sim = new Simulation({ brokers: 3 });
 * const admin = sim.admin();
 * await sim.run(async () => {
 *   await admin.createTopics([{ name: 'payments', numPartitions: 3, replicationFactor: 3 }]);
 *   console.log([...(await admin.listTopics().names())].join());
 *   await admin.deleteTopics(['orders']).catch((error) => console.log(error.name));
 * });
 * // prints: payments
 * // prints: UnknownTopicOrPartitionException
 */
export class AdminClient extends ConsumerGroupCalls {
  /**
   * @internal
   * @throws ConfigException for a value that is not allowed, KafkaException with a cause for what Java finds out later
   */
  constructor(config: AdminClientConfigInput | Properties, clientHost: ClientHost, options: AdminClientOptions) {
    super(runningCallsOf(config, clientHost, options));
  }

  // --- Topics ----------------------------------------------------------------------------------------------------------

  /**
   * Creates topics.
   *
   * @throws TopicExistsException, InvalidReplicationFactorException, ... (rejects)
   */
  createTopics(
    newTopics: Iterable<calls.NewTopic | calls.NewTopicLike>,
    options: calls.CreateTopicsOptions = {},
  ): calls.CreateTopicsResult {
    return calls.createTopics(this.calls, newTopics, options);
  }

  /** Deletes topics. @throws UnknownTopicOrPartitionException, TopicDeletionDisabledException (rejects) */
  deleteTopics(topics: Iterable<string>, options: CallOptions = {}): calls.DeleteTopicsResult {
    return calls.deleteTopics(this.calls, topics, options);
  }

  /** Returns the partitions of topics. @throws UnknownTopicOrPartitionException (rejects) */
  describeTopics(topics: Iterable<string>, options: CallOptions = {}): calls.DescribeTopicsResult {
    return calls.describeTopics(this.calls, topics, options);
  }

  /** Returns the names and ids of all topics. */
  listTopics(options: calls.ListTopicsOptions = {}): calls.ListTopicsResult {
    return calls.listTopics(this.calls, options);
  }

  /**
   * Adds partitions to topics (KIP-195). Records that are in the topics already stay where they are.
   *
   * @param newPartitions by topic, for example `{ payments: NewPartitions.increaseTo(6) }`
   * @throws InvalidPartitionsException if a topic has as many partitions already, UnknownTopicOrPartitionException (rejects)
   */
  createPartitions(
    newPartitions: calls.ByName<calls.NewPartitions>,
    options: calls.CreatePartitionsOptions = {},
  ): calls.CreatePartitionsResult {
    return calls.createPartitions(this.calls, newPartitions, options);
  }

  // --- Records -----------------------------------------------------------------------------------------------------------

  /**
   * Deletes the records before an offset in each partition (KIP-107).
   *
   * @param recordsToDelete pairs of a partition and `RecordsToDelete.beforeOffset(offset)`
   * @throws OffsetOutOfRangeException if the offset is above the high watermark, PolicyViolationException if the topic is only
   *   compacted (rejects)
   */
  deleteRecords(
    recordsToDelete: calls.ByPartition<calls.RecordsToDelete>,
    options: CallOptions = {},
  ): calls.DeleteRecordsResult {
    return calls.deleteRecords(this.calls, recordsToDelete, options);
  }

  /**
   * Returns an offset of each partition.
   *
   * @param offsets pairs of a partition and, for example, `OffsetSpec.latest()`
   * @throws UnknownTopicOrPartitionException if the topic does not exist (rejects)
   * @example
   * import { OffsetSpec, Simulation, StringSerializer } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
   * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
   * await sim.run(async () => {
   *   await producer.send({ topic: 'payments', value: '12 EUR' }).get();
   *   const offsets = await sim.admin().listOffsets([[{ topic: 'payments', partition: 0 }, OffsetSpec.latest()]]);
   *   console.log(offsets.get('payments-0')?.offset);
   * });
   * // prints: 1
   */
  listOffsets(
    offsets: calls.ByPartition<calls.OffsetSpec>,
    options: calls.ListOffsetsOptions = {},
  ): calls.ListOffsetsResult {
    return calls.listOffsets(this.calls, offsets, options);
  }

  // --- Configurations --------------------------------------------------------------------------------------------------

  /**
   * Returns the configurations of topics and brokers.
   *
   * @throws IllegalArgumentException if the name of a broker is not its id; UnknownTopicOrPartitionException (rejects)
   */
  describeConfigs(
    resources: Iterable<ConfigResource>,
    options: calls.DescribeConfigsOptions = {},
  ): calls.DescribeConfigsResult {
    return calls.describeConfigs(this.calls, resources, options);
  }

  /**
   * Changes single keys of configurations (KIP-339). Brokers use a topic's new values from their next request on.
   *
   * @param changes pairs of a resource and its changes
   * @throws IllegalArgumentException if the name of a broker is not its id; InvalidConfigurationException if a key or value is not
   *   allowed, UnknownTopicOrPartitionException (rejects)
   * @example
   * import { Simulation } from 'kafka-trial';
   *
   * const sim = new Simulation();
   * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
   * await sim.run(async () => {
   *   const admin = sim.admin();
   *   const change = { name: 'min.insync.replicas', value: '2' };
   *   await admin.incrementalAlterConfigs([[{ type: 'TOPIC', name: 'payments' }, [change]]]);
   *   const configs = await admin.describeConfigs([{ type: 'TOPIC', name: 'payments' }]);
   *   console.log(configs.get('TOPIC:payments')?.get('min.insync.replicas')?.value);
   * });
   * // prints: 2
   */
  incrementalAlterConfigs(
    changes: Iterable<readonly [ConfigResource, Iterable<calls.AlterConfigOp>]>,
    options: calls.AlterConfigsOptions = {},
  ): calls.AlterConfigsResult {
    return calls.incrementalAlterConfigs(this.calls, changes, options);
  }

  // --- The cluster, and where partitions are ---------------------------------------------------------------------------

  /** Returns the brokers, the controller and the id of the cluster. */
  describeCluster(options: CallOptions = {}): calls.DescribeClusterResult {
    return calls.describeCluster(this.calls, options);
  }

  /**
   * Elects leaders (KIP-460): `PREFERRED` the first replica of each partition, `UNCLEAN` a replica that is not in sync where no other is.
   *
   * @param partitions `null` for all
   * @throws ElectionNotNeededException, PreferredLeaderNotAvailableException, EligibleLeadersNotAvailableException,
   *   NotControllerException (rejects)
   */
  electLeaders(
    electionType: ElectionType,
    partitions: Iterable<TopicPartition> | null,
    options: CallOptions = {},
  ): calls.ElectLeadersResult {
    return calls.electLeaders(this.calls, electionType, partitions, options);
  }

  /**
   * Starts to move partitions to other brokers (KIP-455); it is done when the move has started.
   *
   * @param reassignments pairs of a partition and its new replicas; `null` reverts the move in progress
   * @throws InvalidReplicaAssignmentException, NoReassignmentInProgressException, UnknownTopicOrPartitionException (rejects)
   */
  alterPartitionReassignments(
    reassignments: calls.ByPartition<calls.NewPartitionReassignment | null>,
    options: CallOptions = {},
  ): calls.AlterPartitionReassignmentsResult {
    return calls.alterPartitionReassignments(this.calls, reassignments, options);
  }

  /** Returns the partitions that are being moved. @param partitions the ones of interest; default: all */
  listPartitionReassignments(
    partitions: Iterable<TopicPartition> | null = null,
    options: CallOptions = {},
  ): calls.ListPartitionReassignmentsResult {
    return calls.listPartitionReassignments(this.calls, partitions, options);
  }

  // --- Producers and transactions (KIP-664) ----------------------------------------------------------------------------

  /** Returns the producers that partitions know. A partition that does not exist is asked for until the call times out. */
  describeProducers(
    partitions: Iterable<TopicPartition>,
    options: calls.DescribeProducersOptions = {},
  ): calls.DescribeProducersResult {
    return calls.describeProducers(this.calls, partitions, options);
  }

  /** Returns what coordinators know of transactional ids. @throws TransactionalIdNotFoundException (rejects) */
  describeTransactions(
    transactionalIds: Iterable<string>,
    options: CallOptions = {},
  ): calls.DescribeTransactionsResult {
    return calls.describeTransactions(this.calls, transactionalIds, options);
  }

  /** Returns the transactional ids that all brokers coordinate. */
  listTransactions(options: calls.ListTransactionsOptions = {}): calls.ListTransactionsResult {
    return calls.listTransactions(this.calls, options);
  }

  /**
   * Aborts an open transaction in one partition, where its coordinator does not.
   *
   * @throws InvalidProducerEpochException, TransactionCoordinatorFencedException (rejects)
   */
  abortTransaction(spec: calls.AbortTransactionSpec, options: CallOptions = {}): calls.AbortTransactionResult {
    return calls.abortTransaction(this.calls, spec, options);
  }

  /**
   * Fences the producers of transactional ids (KIP-588), as a new producer with the id does.
   *
   * @throws ConcurrentTransactionsException while an open transaction is being aborted (rejects)
   */
  fenceProducers(transactionalIds: Iterable<string>, options: CallOptions = {}): calls.FenceProducersResult {
    return calls.fenceProducers(this.calls, transactionalIds, options);
  }

  // --- The end -----------------------------------------------------------------------------------------------------------

  /**
   * Closes the client: waits for the requests that are not answered, and refuses new ones with a TimeoutException.
   *
   * @param timeoutMs the longest wait in virtual ms; then the calls that are not finished fail with a TimeoutException. Default: no limit
   * @throws IllegalArgumentException if `timeoutMs` is negative
   */
  close(timeoutMs: number = Number.POSITIVE_INFINITY): Promise<void> {
    return this.calls.close(timeoutMs);
  }
}

printAs(AdminClient, () => 'AdminClient');

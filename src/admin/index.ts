/**
 * The entry point `kafka-trial/admin`: what the calls of an admin client take and return. The class AdminClient is exported as a
 * type; `sim.admin()` creates one.
 */

export type { ConfigResource, ConfigResourceType } from '../protocol/cluster/config-resource.ts';
export type { AdminClient } from './admin-client.ts';
export type { AdminClientConfigInput } from './config-input.ts';
export type { AdminResult } from './futures/admin-result.ts';
export type { KafkaFuture } from './futures/kafka-future.ts';
export type { CallOptions } from './running/running-calls.ts';

// --- Topics ----------------------------------------------------------------------------------------------------------

export {
  type CreatePartitionsOptions,
  type CreatePartitionsResult,
  NewPartitions,
} from './calls/create-partitions.ts';
export type { CreateTopicsOptions, CreateTopicsResult } from './calls/create-topics.ts';
export type { DeleteTopicsResult } from './calls/delete-topics.ts';
export type { DescribeTopicsResult, TopicDescription, TopicPartitionInfo } from './calls/describe-topics.ts';
export type { ListTopicsOptions, ListTopicsResult, TopicListing } from './calls/list-topics.ts';
export { NewTopic, type NewTopicLike } from './calls/new-topic.ts';

// --- Records ---------------------------------------------------------------------------------------------------------

export { type DeletedRecords, type DeleteRecordsResult, RecordsToDelete } from './calls/delete-records.ts';
export type {
  ListConsumerGroupOffsetsOptions,
  ListConsumerGroupOffsetsResult,
  ListConsumerGroupOffsetsSpec,
  OffsetAndMetadata,
} from './calls/list-consumer-group-offsets.ts';
export {
  type ListOffsetsOptions,
  type ListOffsetsResult,
  type ListOffsetsResultInfo,
  OffsetSpec,
} from './calls/list-offsets.ts';

// --- Consumer groups -------------------------------------------------------------------------------------------------

export type {
  AlterConsumerGroupOffsetsResult,
  NewConsumerGroupOffset,
} from './calls/alter-consumer-group-offsets.ts';
export type { ConsumerGroupState } from './calls/consumer-group-state.ts';
export type { DeleteConsumerGroupsResult } from './calls/delete-consumer-groups.ts';
export type {
  ConsumerGroupDescription,
  DescribeConsumerGroupsResult,
  MemberDescription,
} from './calls/describe-consumer-groups.ts';
export type {
  ConsumerGroupListing,
  ListConsumerGroupsOptions,
  ListConsumerGroupsResult,
} from './calls/list-consumer-groups.ts';

// --- Configurations --------------------------------------------------------------------------------------------------

export type { Config, ConfigEntry, DescribeConfigsOptions, DescribeConfigsResult } from './calls/describe-configs.ts';
export type { AlterConfigOp, AlterConfigsOptions, AlterConfigsResult } from './calls/incremental-alter-configs.ts';

// --- The cluster, and where partitions are -----------------------------------------------------------------------------

export type {
  AlterPartitionReassignmentsResult,
  NewPartitionReassignment,
} from './calls/alter-partition-reassignments.ts';
export type { ClusterDescription, DescribeClusterResult } from './calls/describe-cluster.ts';
export type { ElectLeadersResult } from './calls/elect-leaders.ts';
export type { ListPartitionReassignmentsResult, PartitionReassignment } from './calls/list-partition-reassignments.ts';

// --- Producers and transactions ----------------------------------------------------------------------------------------

export type { AbortTransactionResult, AbortTransactionSpec } from './calls/abort-transaction.ts';
export type {
  DescribeProducersOptions,
  DescribeProducersResult,
  PartitionProducerState,
  ProducerState,
} from './calls/describe-producers.ts';
export type { DescribeTransactionsResult, TransactionDescription } from './calls/describe-transactions.ts';
export type { FenceProducersResult } from './calls/fence-producers.ts';
export type { ListTransactionsOptions, ListTransactionsResult, TransactionListing } from './calls/list-transactions.ts';

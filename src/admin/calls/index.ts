/**
 * The calls of the admin client, one file each, with their options and results.
 */
export * from './abort-transaction.ts';
export * from './alter-consumer-group-offsets.ts';
export * from './alter-partition-reassignments.ts';
export type { ByName } from './by-name.ts';
export * from './create-partitions.ts';
export * from './create-topics.ts';
export * from './delete-consumer-groups.ts';
export * from './delete-records.ts';
export * from './delete-topics.ts';
export * from './describe-cluster.ts';
export * from './describe-configs.ts';
export * from './describe-consumer-groups.ts';
export * from './describe-producers.ts';
export * from './describe-topics.ts';
export * from './describe-transactions.ts';
export * from './elect-leaders.ts';
export * from './fence-producers.ts';
export * from './incremental-alter-configs.ts';
export * from './list-consumer-group-offsets.ts';
export * from './list-consumer-groups.ts';
export * from './list-offsets.ts';
export * from './list-partition-reassignments.ts';
export * from './list-topics.ts';
export * from './list-transactions.ts';
export { NewTopic, type NewTopicLike } from './new-topic.ts';
export type { ByPartition } from './partitions.ts';

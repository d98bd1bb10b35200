/** The entry point `kafka-trial/consumer`: what the calls of a consumer take and return. `sim.consumer()` creates one. */
export type { ConsumerGroupMetadata } from '../client/groups/consumer-group-metadata.ts';
export type { OffsetAndMetadata, OffsetsToCommit } from '../client/groups/offsets-to-commit.ts';
export type { ConsumerConfigInput } from './config-input.ts';
export type { ConsumerDeserializers } from './consumer-options.ts';
export type { ConsumerRecord, ConsumerRecords } from './consumer-record.ts';
export type { CommittedOffset } from './groups/offsets-of-group.ts';
export type { ConsumerRebalanceListener } from './groups/rebalance-listener.ts';
export type { KafkaConsumer } from './kafka-consumer.ts';

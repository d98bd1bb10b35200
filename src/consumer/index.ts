/**
 * What the other rooms may import of the consumer.
 */
export type { ConsumerConfigInput } from './config-input.ts';
export type { ConsumerRecord, ConsumerRecords } from './consumer-record.ts';
export { KafkaConsumer, NoOffsetForPartitionException } from './kafka-consumer.ts';

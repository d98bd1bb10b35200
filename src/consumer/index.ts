/**
 * What other folders of src may import of the consumer.
 */
export type { ConsumerConfigInput } from './config-input.ts';
export { defaultClientId } from './consumer-config.ts';
export type { ConsumerDeserializers } from './consumer-options.ts';
export type { ConsumerRecord, ConsumerRecords } from './consumer-record.ts';
export { KafkaConsumer } from './kafka-consumer.ts';
export { NoOffsetForPartitionException } from './position-lookup.ts';
export { RecordDeserializationException } from './record-deserialization-exception.ts';

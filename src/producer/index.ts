/**
 * What the other rooms may import of the producer.
 */
export type { ProducerConfigInput } from './config/input.ts';
export type { BatchSending, BatchView, ReasonToSend } from './events/batch-view.ts';
export type { ProducerEventMap, ProducerEvents, RecordWatcher } from './events/producer-events.ts';
export { KafkaProducer, type ProducerOptions, type ProducerSerializers } from './kafka-producer.ts';
export { type MetricName, type MetricValue, type MetricValues, metricValue } from './metrics/metric-name.ts';
export { murmur2 } from './partitioner/murmur2.ts';
export type { Partitioner } from './partitioner/partitioner.ts';
export { RoundRobinPartitioner } from './partitioner/round-robin-partitioner.ts';
export { UniformStickyPartitioner } from './partitioner/uniform-sticky-partitioner.ts';
export type { ProducerInterceptor } from './record/interceptors.ts';
export { ProducerRecord, type ProducerRecordLike } from './record/producer-record.ts';
export { RecordMetadata } from './record/record-metadata.ts';
export type { Callback, CallbackFunction, CallbackObject } from './result/callback.ts';
export { FutureTimeoutException, RecordFuture } from './result/record-future.ts';
export type { ConsumerGroupMetadata, OffsetAndMetadata, OffsetsToCommit } from './transactions/state/offsets.ts';

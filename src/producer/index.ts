/**
 * The entry point `kafka-trial/producer`: the producer's records and results, and what extends it or looks inside:
 * partitioners, interceptors, events and metrics. The class KafkaProducer is exported as a type; `sim.producer()`
 * creates one.
 */

// --- The producer, what it sends and what it returns -----------------------------------------------------------------

export type { ConsumerGroupMetadata } from '../client/groups/consumer-group-metadata.ts';
export type { OffsetAndMetadata, OffsetsToCommit } from '../client/groups/offsets-to-commit.ts';
export type { ProducerConfigInput } from './config/input.ts';
export type { KafkaProducer, PromisedProducer } from './kafka-producer.ts';
export type { ProducerSerializers } from './producer-options.ts';
export { ProducerRecord, type ProducerRecordLike } from './record/producer-record.ts';
export { RecordMetadata } from './record/record-metadata.ts';
export type { Callback, CallbackFunction, CallbackObject } from './result/callback.ts';
export { FutureTimeoutException } from './result/future-timeout-exception.ts';
export type { RecordFuture } from './result/record-future.ts';

// --- Partitioners, for `partitioner.class` ---------------------------------------------------------------------------

export type { ClusterView, PartitionInfo } from '../client/index.ts';
export type { Node } from '../protocol/cluster/node.ts';
export { murmur2 } from './partitioner/murmur2.ts';
export type { Partitioner } from './partitioner/partitioner.ts';
export { RoundRobinPartitioner } from './partitioner/round-robin-partitioner.ts';
export { UniformStickyPartitioner } from './partitioner/uniform-sticky-partitioner.ts';

// --- Interceptors, for `interceptor.classes` -------------------------------------------------------------------------

export type { ProducerInterceptor } from './record/interceptors.ts';

// --- Events, from `producer.events` ----------------------------------------------------------------------------------

export type { BatchSending, BatchView, ReasonToSend } from './events/batch-view.ts';
export type { CallbackStop } from './events/callback-stop.ts';
export type { ProducerEventMap, ProducerEvents } from './events/producer-events.ts';

// --- Metrics, from `producer.metrics()` ------------------------------------------------------------------------------

export { type MetricName, type MetricValue, type MetricValues, metricValue } from './metrics/metric-name.ts';

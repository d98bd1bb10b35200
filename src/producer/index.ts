/**
 * The door of the producer room. Owns: what other rooms may see of the clients; src/index.ts decides what users see.
 */

// --- Producer: to send, and what comes back --------------------------------------------------------------------------

export type { Callback, CallbackFunction, CallbackObject } from './callback.ts';
export type { Properties } from './config/config-def.ts';
export type { ProducerConfigInput } from './config/input.ts';
export { KafkaProducer, type ProducerOptions, type ProducerSerializers } from './kafka-producer.ts';
export { type HeaderInput, Headers } from './record/headers.ts';
export { ProducerRecord, type ProducerRecordLike } from './record/producer-record.ts';
export { RecordMetadata } from './record/record-metadata.ts';
export { FutureTimeoutException, RecordFuture } from './record-future.ts';

// --- Producer: to look inside and to step in -------------------------------------------------------------------------

export type { ReasonToSend } from './accumulator/reason-to-send.ts';
export type { BatchSending, BatchView, ProducerEventMap, ProducerEvents, RecordWatcher } from './events.ts';
export type { ProducerInterceptor } from './interceptors.ts';
export { type MetricName, type MetricValue, type MetricValues, metricValue } from './metrics/metric-name.ts';

// --- Partitioners ----------------------------------------------------------------------------------------------------

export type { ClusterView, PartitionInfo } from './metadata/cluster-view.ts';
export { murmur2 } from './partitioner/murmur2.ts';
export type { Partitioner } from './partitioner/partitioner.ts';
export { RoundRobinPartitioner } from './partitioner/round-robin-partitioner.ts';
export { UniformStickyPartitioner } from './partitioner/uniform-sticky-partitioner.ts';

// --- Serializers -----------------------------------------------------------------------------------------------------

export {
  ByteArrayDeserializer,
  ByteArraySerializer,
  BytesDeserializer,
  BytesSerializer,
} from './serialization/bytes.ts';
export { JsonDeserializer, JsonSerializer } from './serialization/json.ts';
export {
  DoubleDeserializer,
  DoubleSerializer,
  FloatDeserializer,
  FloatSerializer,
  IntegerDeserializer,
  IntegerSerializer,
  LongDeserializer,
  LongSerializer,
  ShortDeserializer,
  ShortSerializer,
} from './serialization/numbers.ts';
export type { Deserializer, DeserializerClass, Serializer, SerializerClass } from './serialization/serializer.ts';
export { StringDeserializer, StringSerializer } from './serialization/string-serializer.ts';
export { UUIDDeserializer, UUIDSerializer } from './serialization/uuid.ts';
export { VoidDeserializer, VoidSerializer } from './serialization/void.ts';

// --- Admin client ----------------------------------------------------------------------------------------------------

export { AdminClient } from './admin/admin-client.ts';
export { NewTopic, type NewTopicLike } from './admin/new-topic.ts';
export type { TopicDescription, TopicListing } from './admin/results.ts';
export type { AdminClientConfigInput } from './config/input.ts';

// --- Consumer --------------------------------------------------------------------------------------------------------

export type { ConsumerConfigInput } from './config/input.ts';
export type { ConsumerRecord, ConsumerRecords } from './consumer/consumer-record.ts';
export { KafkaConsumer, NoOffsetForPartitionException } from './consumer/kafka-consumer.ts';

// --- What a client needs of its world, and what it says --------------------------------------------------------------

export { renderLogLine } from './logging.ts';
export type { ConsumerGroupMetadata, OffsetAndMetadata, OffsetsToCommit } from './transactions/offsets.ts';
export type { Alarm, Connection, ConnectionListener, DrawPurpose, LogLevel, LogLine, Timer, World } from './world.ts';

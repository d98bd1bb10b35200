/**
 * The door of the producer room: the clients, and what their users hand in and get back.
 */

export type { ReasonToSend } from './accumulator/reason-to-send.ts';
// --- Admin client ------------------------------------------------------------------------------------------------------------
export { AdminClient } from './admin/admin-client.ts';
export { NewTopic, type NewTopicLike } from './admin/new-topic.ts';
export type { TopicDescription, TopicListing } from './admin/results.ts';
// --- Producer --------------------------------------------------------------------------------------------------------------
export type { Callback, CallbackFunction, CallbackObject } from './callback.ts';
export type { Properties } from './config/config-def.ts';
export type { AdminClientConfigInput, ConsumerConfigInput, ProducerConfigInput } from './config/input.ts';
// --- Consumer ----------------------------------------------------------------------------------------------------------------
export { type ConsumerRecord, ConsumerRecords } from './consumer/consumer-record.ts';
export { KafkaConsumer } from './consumer/kafka-consumer.ts';
export {
  type BatchSending,
  type BatchView,
  type ProducerEventMap,
  ProducerEvents,
  type RecordWatcher,
} from './events.ts';
export type { ProducerInterceptor } from './interceptors.ts';
export { KafkaProducer, type ProducerOptions, type ProducerSerializers } from './kafka-producer.ts';
// --- World -------------------------------------------------------------------------------------------------------------------
export { renderLogLine } from './logging.ts';
// --- Metadata and metrics ----------------------------------------------------------------------------------------------------
export type { ClusterView, PartitionInfo } from './metadata/cluster-view.ts';
export { type MetricName, type MetricValue, type MetricValues, metricValue } from './metrics/metric-name.ts';
// --- Partitioners ------------------------------------------------------------------------------------------------------------
export { murmur2 } from './partitioner/murmur2.ts';
export type { Partitioner } from './partitioner/partitioner.ts';
export { RoundRobinPartitioner } from './partitioner/round-robin-partitioner.ts';
export { UniformStickyPartitioner } from './partitioner/uniform-sticky-partitioner.ts';
export { type HeaderInput, Headers } from './record/headers.ts';
export { ProducerRecord, type ProducerRecordLike } from './record/producer-record.ts';
export { RecordMetadata } from './record/record-metadata.ts';
export { FutureTimeoutException, RecordFuture } from './record-future.ts';
// --- Serializers -------------------------------------------------------------------------------------------------------------
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
export type { Connection, ConnectionListener, DrawPurpose, LogLevel, LogLine, Timer, World } from './world.ts';

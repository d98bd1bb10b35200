/**
 * A producer's configuration as users write it: Kafka's dotted keys, typed.
 */
import type {
  BooleanInput,
  ConnectionConfigInput,
  LongInput,
  NumberInput,
  SecurityConfigInput,
} from '../../client/config/input.ts';
import type { SerializerClass } from '../../client/serialization/serializer.ts';
import type { CompressionType } from '../../protocol/record-batch.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { InterceptorClass } from '../record/interceptors.ts';

interface ProducerOwnConfigInput extends ConnectionConfigInput {
  /** Text only, as in Java. */
  readonly acks?: 'all' | '-1' | '0' | '1';
  readonly retries?: NumberInput;
  readonly 'buffer.memory'?: LongInput;
  readonly 'compression.type'?: CompressionType;
  readonly 'batch.size'?: NumberInput;
  readonly 'partitioner.adaptive.partitioning.enable'?: BooleanInput;
  readonly 'partitioner.availability.timeout.ms'?: LongInput;
  readonly 'partitioner.ignore.keys'?: BooleanInput;
  readonly 'linger.ms'?: LongInput;
  readonly 'delivery.timeout.ms'?: NumberInput;
  readonly 'max.request.size'?: NumberInput;
  readonly 'max.block.ms'?: LongInput;
  readonly 'metadata.max.idle.ms'?: LongInput;
  readonly 'max.in.flight.requests.per.connection'?: NumberInput;
  /** A class, or a Java class name such as `org.apache.kafka.common.serialization.StringSerializer`. */
  // biome-ignore lint/suspicious/noExplicitAny: a serializer of any type may be named; send() is typed by the producer
  readonly 'key.serializer'?: string | SerializerClass<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly 'value.serializer'?: string | SerializerClass<any>;
  readonly 'partitioner.class'?: string | (new () => Partitioner) | null;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly 'interceptor.classes'?: string | readonly (string | InterceptorClass<any, any>)[];
  readonly 'enable.idempotence'?: BooleanInput;
  readonly 'transaction.timeout.ms'?: NumberInput;
  readonly 'transactional.id'?: string | null;
}

/** The 88 keys of Java's ProducerConfig. Unknown keys do not compile; write a Map to try one. */
export type ProducerConfigInput = ProducerOwnConfigInput & SecurityConfigInput;

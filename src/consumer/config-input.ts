/**
 * A consumer's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { BooleanInput, ConnectionConfigInput, NumberInput, SecurityConfigInput } from '../client/config/input.ts';
import type { DeserializerClass } from '../client/serialization/serializer.ts';

interface ConsumerOwnConfigInput extends ConnectionConfigInput {
  readonly 'default.api.timeout.ms'?: NumberInput;
  // biome-ignore lint/suspicious/noExplicitAny: a deserializer of any type may be named
  readonly 'key.deserializer'?: string | DeserializerClass<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly 'value.deserializer'?: string | DeserializerClass<any>;
  readonly 'auto.offset.reset'?: 'latest' | 'earliest' | 'none';
  readonly 'fetch.min.bytes'?: NumberInput;
  readonly 'fetch.max.wait.ms'?: NumberInput;
  readonly 'fetch.max.bytes'?: NumberInput;
  readonly 'max.partition.fetch.bytes'?: NumberInput;
  readonly 'max.poll.records'?: NumberInput;
  readonly 'isolation.level'?: 'read_committed' | 'read_uncommitted';
  readonly 'group.id'?: string | null;
  readonly 'enable.auto.commit'?: BooleanInput;
  readonly 'auto.commit.interval.ms'?: NumberInput;
}

export type ConsumerConfigInput = ConsumerOwnConfigInput & SecurityConfigInput;

/**
 * The error of a record that cannot be deserialized.
 */
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { SerializationException } from '../protocol/errors/exceptions.ts';

/** A deserializer has failed; its error is the cause. poll() rejects with it until the consumer has moved past the record. */
export class RecordDeserializationException extends SerializationException {
  private readonly partition: TopicPartition;
  private readonly recordOffset: number;

  constructor(partition: TopicPartition, offset: number, message: string, cause: unknown) {
    super(message, { cause });
    this.partition = partition;
    this.recordOffset = offset;
  }

  /** The partition of the record. */
  topicPartition(): TopicPartition {
    return this.partition;
  }

  /** The offset of the record. */
  offset(): number {
    return this.recordOffset;
  }
}

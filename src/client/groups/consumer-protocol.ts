/**
 * What the leader of a group of consumers assigns to a member, as bytes (org.apache.kafka.clients.consumer.internals.ConsumerProtocol).
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { KafkaException } from '../../protocol/errors/exceptions.ts';

const SHORT_SIZE = 2;
const INT_SIZE = 4;

/** Bytes do not have the form that they should have (Java's exception of the same name). */
export class SchemaException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.protocol.types';
}

/**
 * The partitions of an assignment of any version, since all versions begin like version 0.
 *
 * @throws SchemaException if the bytes end too early
 */
export function readAssignment(assignment: Uint8Array): TopicPartition[] {
  const bytes = new DataView(assignment.buffer, assignment.byteOffset, assignment.byteLength);
  const decoder = new TextDecoder();
  const partitions: TopicPartition[] = [];
  try {
    let at = SHORT_SIZE;
    const topics = bytes.getInt32(at);
    at += INT_SIZE;
    for (let i = 0; i < topics; i++) {
      const nameAt = at + SHORT_SIZE;
      const countAt = nameAt + bytes.getInt16(at);
      const topic = decoder.decode(assignment.subarray(nameAt, countAt));
      const count = bytes.getInt32(countAt);
      at = countAt + INT_SIZE;
      for (let j = 0; j < count; j++, at += INT_SIZE) partitions.push({ topic, partition: bytes.getInt32(at) });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SchemaException("Buffer underflow while parsing consumer protocol's assignment", { cause: error });
  }
  return partitions;
}

/**
 * What the members of a group of consumers tell the leader, and what the leader assigns to them, as bytes
 * (org.apache.kafka.clients.consumer.internals.ConsumerProtocol).
 */
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { KafkaException } from '../../protocol/errors/exceptions.ts';
import { compareTexts } from '../java/compare-texts.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** What a consumer tells the leader of its group (ConsumerProtocolSubscription). */
export interface ConsumerSubscription {
  readonly topics: readonly string[];
  readonly userData: Uint8Array | null;
  readonly ownedPartitions: readonly TopicPartition[];
  /** The generation in which they were assigned; `null` if the member does not say. */
  readonly generationId: number | null;
  readonly rackId: string | null;
}

interface PartitionsOfTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

const LATEST_VERSION = 3;
const OWNED_PARTITIONS_FROM = 1;
const GENERATION_FROM = 2;
const RACK_FROM = 3;

/** Bytes do not have the form that they should have (Java's exception of the same name). */
export class SchemaException extends KafkaException {
  static override readonly javaPackage: string = 'org.apache.kafka.common.protocol.types';
}

/** The subscription in the latest version. */
export function writeSubscription(subscription: ConsumerSubscription): Uint8Array {
  const { topics, userData, ownedPartitions, generationId, rackId } = subscription;
  const writer = new ByteWriter().short(LATEST_VERSION);
  writer.list(topics.toSorted(compareTexts), (topic) => writer.string(topic)).nullableBytes(userData);
  const owned = ownedPartitions.toSorted((a, b) => compareTexts(a.topic, b.topic) || a.partition - b.partition);
  writePartitions(writer, byTopic(owned));
  return writer
    .int(generationId ?? -1)
    .nullableString(rackId)
    .done();
}

/** @throws SchemaException if the bytes end too early */
export function readSubscription(bytes: Uint8Array): ConsumerSubscription {
  return reading('subscription', () => {
    const reader = new ByteReader(bytes);
    const version = reader.short();
    const topics = reader.list(() => reader.string());
    const userData = reader.nullableBytes();
    const ownedPartitions = version >= OWNED_PARTITIONS_FROM ? readPartitions(reader) : [];
    const generationId = version >= GENERATION_FROM ? reader.int() : -1;
    const rackId = version >= RACK_FROM ? reader.nullableString() : null;
    return { topics, userData, ownedPartitions, generationId: generationId < 0 ? null : generationId, rackId };
  });
}

/** The assignment in the latest version, topics in the order of their first partition. */
export function writeAssignment(partitions: readonly TopicPartition[]): Uint8Array {
  const writer = new ByteWriter().short(LATEST_VERSION);
  writePartitions(writer, byTopic(partitions));
  return writer.nullableBytes(null).done();
}

/**
 * The partitions of an assignment of any version, since all versions begin like version 0.
 *
 * @throws SchemaException if the bytes end too early
 */
export function readAssignment(bytes: Uint8Array): TopicPartition[] {
  return reading('assignment', () => {
    const reader = new ByteReader(bytes);
    reader.short();
    return readPartitions(reader);
  });
}

export function byTopic(partitions: readonly TopicPartition[]): PartitionsOfTopic[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return Array.from(topics, ([topic, numbers]) => ({ topic, partitions: numbers }));
}

export function writePartitions(writer: ByteWriter, topics: readonly PartitionsOfTopic[]): void {
  writer.list(topics, ({ topic, partitions }) =>
    writer.string(topic).list(partitions, (partition) => writer.int(partition)),
  );
}

export function readPartitions(reader: ByteReader): TopicPartition[] {
  const topics = reader.list(() => ({ topic: reader.string(), partitions: reader.list(() => reader.int()) }));
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SchemaException(`Buffer underflow while parsing consumer protocol's ${what}`, { cause: error });
  }
}

/**
 * The metadata of a record that was sent: its partition, offset, timestamp and sizes.
 */

import { fieldsText, inspectAs } from '../../checks/printing.ts';

/** In place of a partition's number. */
export const UNKNOWN_PARTITION = -1;
const UNKNOWN_OFFSET = -1;
export const NO_TIMESTAMP = -1;

/**
 * The metadata of a record that was acknowledged (Java's RecordMetadata). The callback of a failed record gets one, too, with -1
 * for what is not known.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const metadata = await producer.send({ topic: 'payments', partition: 0, value: '12 EUR' }).get();
 *   console.log(metadata.toString());
 *   console.log(metadata.topic(), metadata.partition(), metadata.offset(), metadata.serializedKeySize());
 * });
 * // prints: payments-0@0
 * // prints: payments 0 0 -1
 */
export class RecordMetadata {
  private readonly topicName: string;
  private readonly partitionNumber: number;
  private readonly recordOffset: number;
  private readonly timestampMs: number;
  private readonly keySize: number;
  private readonly valueSize: number;

  /**
   * @param baseOffset offset of the first record of the batch; -1 if it is not known
   * @param batchIndex index of the record in its batch, from 0; -1 if it is in none
   * @param timestampMs in ms since the epoch; -1 if there is none
   * @param serializedKeySize in bytes; -1 for no key
   * @param serializedValueSize in bytes; -1 for `null`
   */
  constructor(
    topic: string,
    partition: number,
    baseOffset: number,
    batchIndex: number,
    timestampMs: number,
    serializedKeySize: number,
    serializedValueSize: number,
  ) {
    this.topicName = topic;
    this.partitionNumber = partition;
    this.recordOffset = baseOffset === UNKNOWN_OFFSET ? UNKNOWN_OFFSET : baseOffset + batchIndex;
    this.timestampMs = timestampMs;
    this.keySize = serializedKeySize;
    this.valueSize = serializedValueSize;
  }

  /** @internal The metadata of a failed record. */
  static unknown(topic: string, partition: number): RecordMetadata {
    return new RecordMetadata(topic, partition, UNKNOWN_OFFSET, -1, NO_TIMESTAMP, -1, -1);
  }

  /** The name of the topic. */
  topic(): string {
    return this.topicName;
  }

  /** The number of the partition; -1 if the record failed before one was chosen. */
  partition(): number {
    return this.partitionNumber;
  }

  /**
   * The record's offset in its partition; -1 if unknown: with acks=0, for a failed record, and for a duplicate of a batch that
   * the broker no longer remembers.
   */
  offset(): number {
    return this.recordOffset;
  }

  /** Whether the offset is known. */
  hasOffset(): boolean {
    return this.recordOffset !== UNKNOWN_OFFSET;
  }

  /** In ms since the epoch: the record's own timestamp, or the broker's if the topic uses LogAppendTime; -1 if unknown. */
  timestamp(): number {
    return this.timestampMs;
  }

  /** Whether the timestamp is known. */
  hasTimestamp(): boolean {
    return this.timestampMs !== NO_TIMESTAMP;
  }

  /** Size of the serialized key in bytes, before compression; -1 for no key, and for a failed record. */
  serializedKeySize(): number {
    return this.keySize;
  }

  /** Size of the serialized value in bytes, before compression; -1 for `null`, and for a failed record. */
  serializedValueSize(): number {
    return this.valueSize;
  }

  /** What JSON.stringify() and the printers of test runners show; -1 for what is not known. */
  toJSON(): { topic: string; partition: number; offset: number; timestampMs: number } {
    const { topicName: topic, partitionNumber: partition, recordOffset: offset, timestampMs } = this;
    return { topic, partition, offset, timestampMs };
  }

  /** `topic-partition@offset`. */
  toString(): string {
    return `${this.topicName}-${this.partitionNumber}@${this.recordOffset}`;
  }
}

inspectAs(RecordMetadata.prototype, (metadata) => fieldsText('RecordMetadata', metadata.toJSON()));

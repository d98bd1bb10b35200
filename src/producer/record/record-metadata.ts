/**
 * Where an acknowledged record went: its partition, offset and timestamp.
 *
 * Owns: the answers of Java's RecordMetadata, unknown ones (-1) included.
 * Refuses to know: batches and futures.
 */

export const UNKNOWN_PARTITION = -1;
const UNKNOWN_OFFSET = -1;
const NO_TIMESTAMP = -1;

export class RecordMetadata {
  private readonly topicName: string;
  private readonly partitionNumber: number;
  private readonly recordOffset: number;
  private readonly timestampMs: number;
  private readonly keySize: number;
  private readonly valueSize: number;

  /**
   * @param baseOffset offset of the batch's first record, -1 if unknown (acks=0, or a duplicate the broker no longer knows).
   * @param batchIndex place of the record in its batch, from 0; -1 if there is none.
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

  /** What a callback gets beside an error: the topic, the partition as far as known, and nothing else. */
  static unknown(topic: string, partition: number): RecordMetadata {
    return new RecordMetadata(topic, partition, UNKNOWN_OFFSET, -1, NO_TIMESTAMP, -1, -1);
  }

  topic(): string {
    return this.topicName;
  }

  /** The partition's number; -1 if the record failed before one was chosen. */
  partition(): number {
    return this.partitionNumber;
  }

  /** Offset of the record in its partition; -1 if unknown (see `hasOffset`). */
  offset(): number {
    return this.recordOffset;
  }

  hasOffset(): boolean {
    return this.recordOffset !== UNKNOWN_OFFSET;
  }

  /** Timestamp in ms: the user's, or the broker's if the topic uses LogAppendTime; -1 if there is none. */
  timestamp(): number {
    return this.timestampMs;
  }

  hasTimestamp(): boolean {
    return this.timestampMs !== NO_TIMESTAMP;
  }

  /** Size of the serialized key in bytes, before compression; -1 for no key. */
  serializedKeySize(): number {
    return this.keySize;
  }

  /** Size of the serialized value in bytes, before compression; -1 for `null`. */
  serializedValueSize(): number {
    return this.valueSize;
  }

  /** `topic-partition@offset`. */
  toString(): string {
    return `${this.topicName}-${this.partitionNumber}@${this.recordOffset}`;
  }
}

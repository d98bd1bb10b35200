/**
 * Where Kafka's segments of a log begin, and the entries of their sparse offset indexes (LogSegment.append, shouldRoll).
 *
 * Logs are kept in one piece here. This is worked out from their batches when something depends on it, so that appends need not.
 */
import type { StoredBatch } from '../../protocol/records/record-batch.ts';
import type { TopicConfig } from '../config/topic-config.ts';

/** index.interval.bytes, by default: an entry is written before a batch that comes after more bytes than this. */
const INDEX_INTERVAL_BYTES = 4_096;

interface Entry {
  /** Of the batch's last record. */
  readonly offset: number;
  /** Bytes in front of the batch. */
  readonly position: number;
}

export class OffsetIndex {
  private batches: readonly StoredBatch[] = [];
  private readonly config: TopicConfig;
  /** Bytes in front of each batch, counted from the first. */
  private readonly positions: number[] = [];
  private readonly entries: Entry[] = [];
  /** Places of the batches that begin a segment. */
  private readonly segmentStarts: number[] = [];
  private position = 0;
  private segmentBytes = 0;
  private firstTimestampMs = 0;
  private bytesSinceEntry = 0;

  constructor(config: TopicConfig) {
    this.config = config;
  }

  /** Takes the first `length` batches of the log, of which more may be added to the earlier ones, but none removed. */
  catchUp(batches: readonly StoredBatch[], length: number): void {
    this.batches = batches;
    for (let place = this.positions.length; place < length; place++) this.add(batches[place] as StoredBatch, place);
  }

  /** Where the segment ends that holds the batch at `place`; undefined for the newest segment. */
  segmentEnd(place: number): number | undefined {
    const next = this.segmentStarts.find((start) => start > place);
    return next === undefined ? undefined : (this.batches[next] as StoredBatch).baseOffset;
  }

  /**
   * An offset that is not below what follows on `bytes` read from the batch at `place`: that of the next index entry, the next
   * segment or the log's end (LogSegment.fetchUpperBoundOffset).
   */
  upperBound(place: number, bytes: number, logEndOffset: number): number {
    const segmentEnd = this.segmentEnd(place) ?? logEndOffset;
    const endPosition = (this.positions[place] ?? this.position) + bytes;
    const entry = this.entries.find(({ position }) => position >= endPosition);
    return entry !== undefined && entry.offset < segmentEnd ? entry.offset : segmentEnd;
  }

  private add(stored: StoredBatch, place: number): void {
    const { sizeInBytes, recordCount } = stored.batch;
    if (place === 0 || this.isFull(stored)) {
      this.segmentStarts.push(place);
      this.segmentBytes = 0;
      this.bytesSinceEntry = 0;
      this.firstTimestampMs = timestampOf(stored);
    }
    if (this.bytesSinceEntry > INDEX_INTERVAL_BYTES) {
      this.entries.push({ offset: stored.baseOffset + recordCount - 1, position: this.position });
      this.bytesSinceEntry = 0;
    }
    this.positions.push(this.position);
    this.position += sizeInBytes;
    this.segmentBytes += sizeInBytes;
    this.bytesSinceEntry += sizeInBytes;
  }

  /** The batch begins a new segment: the current one would grow too large, or too much younger than its first batch. */
  private isFull(stored: StoredBatch): boolean {
    const { segmentBytes, segmentMs } = this.config;
    return (
      this.segmentBytes + stored.batch.sizeInBytes > segmentBytes ||
      timestampOf(stored) - this.firstTimestampMs > segmentMs
    );
  }
}

function timestampOf({ logAppendTimeMs, batch }: StoredBatch): number {
  return logAppendTimeMs ?? batch.maxTimestampMs;
}

/**
 * Which records of a log may be deleted by age and by size (UnifiedLog.deleteOldSegments). When this is checked is decided in
 * replication/log-retention.ts.
 *
 * Logs are not divided into segments here. Where Kafka's segments would begin follows from segment.bytes, segment.ms and the
 * batches; it is computed by the check, so that appends are not slowed down.
 */
import type { StoredBatch } from '../../protocol/records/record-batch.ts';
import type { TopicConfig } from '../config/topic-config.ts';
import type { ReplicaLog } from './replica-log.ts';

interface Segment {
  readonly endOffset: number;
  readonly sizeInBytes: number;
  /** -1 if its records have no timestamps: then it never becomes too old. */
  readonly largestTimestampMs: number;
}

/**
 * Where the log's first segment begins after all segments are deleted that retention.ms and retention.bytes do not keep, or that
 * lie before the log's start.
 */
export function retainedFrom(log: ReplicaLog, config: TopicConfig, nowMs: number): number {
  let offset = log.earliestKeptOffset;
  if (!config.isDeleted) return offset;
  let excessBytes = excessOf(log, config.retentionBytes);
  for (const { endOffset, sizeInBytes, largestTimestampMs } of segmentsOf(log, config)) {
    const isOld = largestTimestampMs >= 0 && nowMs - largestTimestampMs > config.retentionMs;
    const isDeleted = endOffset <= log.startOffset && endOffset < log.endOffset;
    // Records that are not replicated yet are never deleted.
    if (endOffset > log.highWatermark || (!isOld && !isDeleted && sizeInBytes > excessBytes)) break;
    excessBytes -= sizeInBytes;
    offset = endOffset;
  }
  return offset;
}

/** When the oldest segment will be too old; Infinity if it never will. */
export function nextRetentionMs(log: ReplicaLog, config: TopicConfig): number {
  const never = Number.POSITIVE_INFINITY;
  if (!config.isDeleted || config.retentionMs === never) return never;
  for (const { largestTimestampMs } of segmentsOf(log, config)) {
    return largestTimestampMs < 0 ? never : largestTimestampMs + config.retentionMs + 1;
  }
  return never;
}

function excessOf(log: ReplicaLog, retentionBytes: number): number {
  if (retentionBytes < 0) return Number.NEGATIVE_INFINITY;
  return log.bytesBetween(log.earliestKeptOffset, log.endOffset, Number.POSITIVE_INFINITY) - retentionBytes;
}

/** A segment ends before a batch that would make it too large, or that is too much later than its first (LogSegment.shouldRoll). */
function* segmentsOf(log: ReplicaLog, { segmentBytes, segmentMs }: TopicConfig): Generator<Segment> {
  let sizeInBytes = 0;
  let largestTimestampMs = -1;
  let firstTimestampMs = 0;
  for (const stored of log.read(log.earliestKeptOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    const timestampMs = timestampOf(stored);
    const batchBytes = stored.batch.sizeInBytes;
    const isFull = sizeInBytes + batchBytes > segmentBytes || timestampMs - firstTimestampMs > segmentMs;
    if (sizeInBytes > 0 && isFull) {
      yield { endOffset: stored.baseOffset, sizeInBytes, largestTimestampMs };
      sizeInBytes = 0;
      largestTimestampMs = -1;
    }
    if (sizeInBytes === 0) firstTimestampMs = timestampMs;
    sizeInBytes += batchBytes;
    largestTimestampMs = Math.max(largestTimestampMs, timestampMs);
  }
  if (sizeInBytes > 0) yield { endOffset: log.endOffset, sizeInBytes, largestTimestampMs };
}

function timestampOf({ logAppendTimeMs, batch }: StoredBatch): number {
  return logAppendTimeMs ?? batch.maxTimestampMs;
}

/**
 * Finding a record by its timestamp (UnifiedLog.fetchOffsetByTimestamp, FileRecords.searchForTimestamp; KIP-79, KIP-734).
 * Transaction markers are found like records.
 */
import { type StoredBatch, timestampOf } from '../../protocol/records/record-batch.ts';
import type { ReplicaLog } from './replica-log.ts';

export interface FoundRecord {
  readonly timestampMs: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** The first record that is not older than `timestampMs`; undefined if there is none. */
export function firstRecordSince(log: ReplicaLog, timestampMs: number): FoundRecord | undefined {
  const { startOffset } = log;
  for (const stored of log.read(startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    if (largestTimestampOf(stored) < timestampMs) continue;
    for (let row = 0; row < stored.batch.recordCount; row++) {
      const foundMs = recordTimestamp(stored, row);
      const offset = stored.baseOffset + row;
      if (foundMs < timestampMs || offset < startOffset) continue;
      return { timestampMs: foundMs, offset, leaderEpoch: stored.partitionLeaderEpoch };
    }
  }
  return undefined;
}

/**
 * The first record with the largest timestamp, deleted ones included while their segment is there. Of a batch that is compressed,
 * has its append time or was not appended by this broker as leader, the segment knows the last offset only.
 */
export function recordWithLargestTimestamp(log: ReplicaLog): FoundRecord {
  const { earliestKeptOffset } = log;
  // What an empty time index says.
  let found = { timestampMs: -1, offset: earliestKeptOffset };
  for (const stored of log.read(earliestKeptOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    const timestampMs = largestTimestampOf(stored);
    if (timestampMs > found.timestampMs) found = { timestampMs, offset: offsetOfLargest(log, stored, timestampMs) };
  }
  return { ...found, leaderEpoch: log.leaderEpochs.latest() };
}

function offsetOfLargest(log: ReplicaLog, stored: StoredBatch, timestampMs: number): number {
  const { baseOffset, batch, logAppendTimeMs } = stored;
  const isShallow = batch.compression !== 'none' || logAppendTimeMs !== undefined;
  if (!isShallow && log.ledEpochs.has(stored.partitionLeaderEpoch)) {
    for (let row = 0; row < batch.recordCount; row++) {
      if (recordTimestamp(stored, row) === timestampMs) return baseOffset + row;
    }
  }
  return baseOffset + batch.recordCount - 1;
}

function largestTimestampOf({ batch, logAppendTimeMs }: StoredBatch): number {
  return logAppendTimeMs ?? batch.maxTimestampMs;
}

function recordTimestamp({ batch, logAppendTimeMs }: StoredBatch, row: number): number {
  return logAppendTimeMs ?? timestampOf(batch, row);
}

/**
 * The records of a log that a consumer would see: those below the high watermark, or those of committed transactions only.
 * Transaction markers are not records.
 */
import type { IsolationLevel } from '../../protocol/messages.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import { type Header, type StoredBatch, timestampOf } from '../../protocol/records/record-batch.ts';
import type { ReplicaLog } from './replica-log.ts';

export interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Payload;
  readonly value: Payload;
  readonly headers: readonly Header[];
}

interface PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly log: ReplicaLog;
}

const NO_HEADERS: readonly Header[] = [];

/** In order of offset. */
export function* visibleRecords(
  { topic, partition, log }: PartitionLog,
  isolation: IsolationLevel,
): Generator<ReadRecord> {
  for (const { baseOffset, batch, logAppendTimeMs } of visibleBatches(log, isolation)) {
    // The first batch may begin before the log does.
    for (let i = Math.max(log.startOffset - baseOffset, 0); i < batch.recordCount; i++) {
      yield {
        topic,
        partition,
        offset: baseOffset + i,
        timestampMs: logAppendTimeMs ?? timestampOf(batch, i),
        key: batch.keys[i] as Payload,
        value: batch.values[i] as Payload,
        headers: batch.headers?.[i] ?? NO_HEADERS,
      };
    }
  }
}

function* visibleBatches(log: ReplicaLog, isolation: IsolationLevel): Generator<StoredBatch> {
  const isCommittedOnly = isolation === 'read_committed';
  const end = isCommittedOnly ? log.lastStableOffset : log.highWatermark;
  const upcoming = isCommittedOnly ? [...(log.transactions?.abortedBetween(log.startOffset, end) ?? [])] : [];
  upcoming.sort((a, b) => b.firstOffset - a.firstOffset);
  const aborting = new Set<number>();
  for (const stored of log.read(log.startOffset, end, Number.POSITIVE_INFINITY, true)) {
    const { baseOffset, batch } = stored;
    let next = upcoming[upcoming.length - 1];
    while (next !== undefined && next.firstOffset <= baseOffset) {
      aborting.add(next.producerId);
      upcoming.pop();
      next = upcoming[upcoming.length - 1];
    }
    if (batch.control === 'ABORT') aborting.delete(batch.producerId);
    if (batch.control !== undefined || (batch.isTransactional && aborting.has(batch.producerId))) continue;
    yield stored;
  }
}

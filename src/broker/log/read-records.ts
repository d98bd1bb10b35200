/**
 * Reading a topic without a client: what a consumer from the beginning would print.
 *
 * Owns: which records can be seen: those below the high watermark, or those whose transactions were committed; transaction
 * markers are no records.
 * Refuses to know: requests.
 */
import type { IsolationLevel } from '../../protocol/messages.ts';
import type { Payload } from '../../protocol/payload.ts';
import { type Header, type StoredBatch, timestampOf } from '../../protocol/record-batch.ts';
import type { Replica } from '../replication/replica.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import type { PartitionState } from '../state/control-plane.ts';
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

const NO_HEADERS: readonly Header[] = [];

/** Partition by partition, in order of offset. A topic that does not exist has no records. */
export function* readRecords(
  state: ClusterState,
  topic: string,
  partition: number | undefined,
  isolation: IsolationLevel,
): Generator<ReadRecord> {
  for (const candidate of state.topic(topic)?.partitions ?? []) {
    if (partition !== undefined && candidate.partition !== partition) continue;
    const replica = sourceOf(state, topic, candidate);
    if (replica !== undefined) yield* recordsOf(replica, isolation);
  }
}

/** The leader's replica; without a leader, that of the in-sync replica that got furthest: one of these leads next. */
function sourceOf(state: ClusterState, topic: string, { partition, leader, isr }: PartitionState): Replica | undefined {
  const ids = leader >= 0 ? [leader] : isr;
  let source: Replica | undefined;
  for (const id of ids) {
    const replica = state.broker(id)?.replica(topic, partition);
    if (replica === undefined) continue;
    if (source === undefined || replica.log.highWatermark > source.log.highWatermark) source = replica;
  }
  return source;
}

function* recordsOf({ topic, partition, log }: Replica, isolation: IsolationLevel): Generator<ReadRecord> {
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

/** Batches of records that a reader may see, in order of offset. */
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

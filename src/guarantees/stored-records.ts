/**
 * The records in the cluster's logs, each with the send that it comes from. Transaction markers are left out, and so are the
 * records that coordinators write to internal topics.
 */
import type { PartitionState, TopicState } from '../broker/index.ts';
import { type ReplicaView, type RunView, replicasOf, type SentRecord } from './run-view.ts';

export interface StoredRecord {
  /** `null`: no producer sent it. */
  readonly record: SentRecord | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** It is below the high watermark, so that consumers can read it. */
  readonly isCommitted: boolean;
}

/** The stored records, partition by partition, in the order of their offsets. */
export function storedRecords(run: RunView): readonly StoredRecord[] {
  return run.memo?.get(run, readLogs) ?? readLogs(run);
}

/** All places of each record that a producer sent, in the order of their offsets. */
export function placesByRecord(run: RunView): ReadonlyMap<SentRecord, readonly StoredRecord[]> {
  return run.memo?.get(run, placesOf) ?? placesOf(run);
}

function readLogs(run: RunView): readonly StoredRecord[] {
  const records: StoredRecord[] = [];
  for (const topic of run.topics) {
    if (topic.isInternal) continue;
    for (const state of topic.partitions) {
      const replica = leadingReplica(run, topic, state);
      if (replica !== undefined) addRecords(records, run, replica);
    }
  }
  return records;
}

function placesOf(run: RunView): ReadonlyMap<SentRecord, readonly StoredRecord[]> {
  const places = new Map<SentRecord, StoredRecord[]>();
  for (const stored of storedRecords(run)) {
    if (stored.record === null) continue;
    const known = places.get(stored.record);
    if (known === undefined) places.set(stored.record, [stored]);
    else known.push(stored);
  }
  return places;
}

/**
 * The replica whose log counts as that of the partition: the leader's. Without a leader, the in-sync replica with the highest high
 * watermark, since one of the in-sync replicas will be the next leader. `undefined` if there is neither.
 */
export function leadingReplica(
  run: RunView,
  topic: TopicState,
  { partition, leader, isr }: PartitionState,
): ReplicaView | undefined {
  let leading: ReplicaView | undefined;
  for (const replica of replicasOf(run, topic.name, partition)) {
    if (replica.brokerId === leader) return replica;
    if (leader >= 0 || !isr.includes(replica.brokerId)) continue;
    if (leading === undefined || replica.log.highWatermark > leading.log.highWatermark) leading = replica;
  }
  return leading;
}

function addRecords(records: StoredRecord[], run: RunView, { topic, partition, log }: ReplicaView): void {
  for (const { baseOffset, batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    if (batch.control !== undefined) continue;
    const sent = run.batchOf(batch.values);
    for (let row = 0; row < batch.recordCount; row++) {
      const offset = baseOffset + row;
      const record = sent?.records[row] ?? null;
      records.push({ record, topic, partition, offset, isCommitted: offset < log.highWatermark });
    }
  }
}

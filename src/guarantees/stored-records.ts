/**
 * What the cluster's logs hold, record by record, and who sent it.
 *
 * Owns: which replica speaks for a partition: its leader; without one, the in-sync replica that got furthest, for one of
 * these leads next. Transaction markers are no records, and what coordinators write to their own topics nobody sent.
 */
import type { PartitionState, TopicState } from '../broker/index.ts';
import { type ReplicaView, replicasOf, type SentRecord, type TrialSubject } from './trial-subject.ts';

export interface StoredRecord {
  /** `null`: nobody sent it. */
  readonly record: SentRecord | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Consumers can see it: it is below the high watermark. */
  readonly isCommitted: boolean;
}

/** Partition by partition, in order of offset. */
export function storedRecords(subject: TrialSubject): readonly StoredRecord[] {
  const records: StoredRecord[] = [];
  for (const topic of subject.topics) {
    if (topic.isInternal) continue;
    for (const state of topic.partitions) {
      const replica = speakerOf(subject, topic, state);
      if (replica !== undefined) addRecords(records, subject, replica);
    }
  }
  return records;
}

/** All places of each record, in order of offset. Records that nobody sent are left out. */
export function placesByRecord(subject: TrialSubject): ReadonlyMap<SentRecord, readonly StoredRecord[]> {
  const places = new Map<SentRecord, StoredRecord[]>();
  for (const stored of storedRecords(subject)) {
    if (stored.record === null) continue;
    const known = places.get(stored.record);
    if (known === undefined) places.set(stored.record, [stored]);
    else known.push(stored);
  }
  return places;
}

/** The replica whose log counts; undefined if there is none. */
export function speakerOf(
  subject: TrialSubject,
  topic: TopicState,
  { partition, leader, isr }: PartitionState,
): ReplicaView | undefined {
  let speaker: ReplicaView | undefined;
  for (const replica of replicasOf(subject, topic.name, partition)) {
    if (replica.brokerId === leader) return replica;
    if (leader >= 0 || !isr.includes(replica.brokerId)) continue;
    if (speaker === undefined || replica.log.highWatermark > speaker.log.highWatermark) speaker = replica;
  }
  return speaker;
}

function addRecords(records: StoredRecord[], subject: TrialSubject, { topic, partition, log }: ReplicaView): void {
  for (const { baseOffset, batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    if (batch.control !== undefined) continue;
    const sent = subject.batchOf(batch.values);
    for (let row = 0; row < batch.recordCount; row++) {
      const offset = baseOffset + row;
      const record = sent?.records[row] ?? null;
      records.push({ record, topic, partition, offset, isCommitted: offset < log.highWatermark });
    }
  }
}

/**
 * OffsetsUniqueAndTrue: every offset of a log belongs to one record, and the offset that a program gets for a record is where it is
 * stored.
 *
 * Guaranteed: always, for callback and future alike. A record that is no longer stored is the subject of NoAcknowledgedRecordLost;
 * so is a record of which the acknowledged copy was lost while an earlier copy remains at another offset.
 * Source: javadoc of RecordMetadata; Kafka documentation, 4.1 (an offset identifies a record within its partition).
 */
import { fateOf } from './fate.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition } from './guarantee.ts';
import type { ReplicaView, RunView, SentRecord } from './run-view.ts';
import { placesByRecord, type StoredRecord } from './stored-records.ts';

export const offsetsUniqueAndTrue: GuaranteeDefinition = {
  create: () => ({
    name: 'OffsetsUniqueAndTrue',
    validate: (run) => overlapProblem(run) ?? problemOf(untrueOffsets(run)),
  }),
};

/** A log in which two batches have an offset in common. */
export function overlapProblem({ replicas }: RunView): string | undefined {
  for (const replica of replicas) {
    const problem = overlapIn(replica);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function overlapIn({ topic, partition, brokerId, log }: ReplicaView): string | undefined {
  let next = log.startOffset;
  for (const { baseOffset, batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    // The first batch may begin before the start of the log.
    if (baseOffset < next && next !== log.startOffset) {
      return `In the log of ${topic}-${partition} on broker ${brokerId}, a batch begins at offset ${baseOffset}, but the batch before it ends at offset ${next - 1}.`;
    }
    next = baseOffset + batch.recordCount;
  }
  return undefined;
}

/** Records that are stored at another offset than their programs got, or whose callback and future got different ones. */
export function untrueOffsets(run: RunView): readonly Finding[] {
  const places = placesByRecord(run);
  const findings: Finding[] = [];
  for (const { sends } of run.producers) {
    for (const record of sends) {
      const problem = problemWith(record, places.get(record));
      if (problem === undefined) continue;
      const { topic, batch, offset } = record;
      findings.push({ record, topic, partition: batch?.partition ?? -1, offset, text: `${nameOf(record)} ${problem}` });
    }
  }
  return findings;
}

function problemWith(record: SentRecord, found: readonly StoredRecord[] | undefined): string | undefined {
  if (fateOf(record) !== 'acknowledged') return undefined;
  const { offset, futureEnd } = record;
  if (found !== undefined && !found.some((place) => place.offset === offset))
    return `was acknowledged at offset ${offset} but is stored at offset ${found.map((place) => place.offset).join(', ')}.`;
  if (futureEnd !== null && !('message' in futureEnd) && futureEnd.offset() !== offset)
    return `has offset ${offset} for its callback and offset ${futureEnd.offset()} for its future.`;
  return undefined;
}

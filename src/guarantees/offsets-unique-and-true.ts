/**
 * OffsetsUniqueAndTrue: in a log every offset is one record's, and the offset a program was told is the record's own.
 *
 * Guarantee: always, for callback and future alike. What became of a record that is no longer there is not told here
 * (NoAcknowledgedRecordLost); nor of one whose acknowledged copy was lost so, while an earlier one remains at another offset.
 * Source: javadoc of RecordMetadata; Kafka documentation, 4.1 (an offset identifies a record within its partition).
 */
import type { Validation } from '../sim/index.ts';
import { fateOf } from './fate.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import { placesByRecord, type StoredRecord } from './stored-records.ts';
import type { ReplicaView, SentRecord, TrialSubject } from './trial-subject.ts';

export function offsetsUniqueAndTrue(): Validation<TrialSubject> {
  return {
    name: 'OffsetsUniqueAndTrue',
    validate: (subject) => overlapProblem(subject) ?? problemOf(untrueOffsets(subject)),
  };
}

/** A log in which two batches have an offset in common. */
export function overlapProblem({ replicas }: TrialSubject): string | undefined {
  for (const replica of replicas) {
    const problem = overlapIn(replica);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function overlapIn({ topic, partition, brokerId, log }: ReplicaView): string | undefined {
  let next = log.startOffset;
  for (const { baseOffset, batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    // The first batch may begin below the log's start.
    if (baseOffset < next && next !== log.startOffset) {
      return `In the log of ${topic}-${partition} on broker ${brokerId}, a batch begins at offset ${baseOffset}; the one before it ends at ${next - 1}.`;
    }
    next = baseOffset + batch.recordCount;
  }
  return undefined;
}

/** Records that lie elsewhere than their programs were told, and those of which callback and future tell different offsets. */
export function untrueOffsets(subject: TrialSubject): readonly Finding[] {
  const places = placesByRecord(subject);
  return subject.producers.flatMap(({ sends }) =>
    sends.flatMap((record) => {
      const problem = problemWith(record, places.get(record));
      const { topic, batch, offset } = record;
      return problem === undefined
        ? []
        : [{ record, topic, partition: batch?.partition ?? -1, offset, text: `${nameOf(record)}${problem}` }];
    }),
  );
}

function problemWith(record: SentRecord, found: readonly StoredRecord[] | undefined): string | undefined {
  if (fateOf(record) !== 'acknowledged') return undefined;
  const { offset, futureEnd } = record;
  if (found !== undefined && !found.some((place) => place.offset === offset))
    return ` was told offset ${offset}, and lies at ${found.map((place) => place.offset).join(', ')}.`;
  if (futureEnd !== null && !('message' in futureEnd) && futureEnd.offset() !== offset)
    return `: its callback was told offset ${offset}, its future ${futureEnd.offset()}.`;
  return undefined;
}

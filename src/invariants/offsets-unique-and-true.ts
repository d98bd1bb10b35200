/**
 * OffsetsUniqueAndTrue: in a log every offset is one record's, and the offset a program was told is the record's own.
 *
 * Promised: always, for callback and future alike. What became of a record that is no longer there is not told here
 * (NoAcknowledgedRecordLost).
 * Source: javadoc of RecordMetadata; Kafka documentation, 4.1 (an offset identifies a record within its partition).
 */
import type { Validation } from '../sim/index.ts';
import { fateOf } from './fate.ts';
import { nameOf } from './finding.ts';
import { placesByRecord } from './stored-records.ts';
import type { ReplicaView, TrialSubject } from './trial-subject.ts';

export function offsetsUniqueAndTrue(): Validation<TrialSubject> {
  return {
    name: 'OffsetsUniqueAndTrue',
    validate: (subject) => {
      for (const replica of subject.replicas) {
        const problem = overlapIn(replica);
        if (problem !== undefined) return problem;
      }
      return untrueOffset(subject);
    },
  };
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

function untrueOffset(subject: TrialSubject): string | undefined {
  const places = placesByRecord(subject);
  for (const { sends } of subject.producers) {
    for (const record of sends) {
      if (fateOf(record) !== 'acknowledged') continue;
      const { offset, futureEnd } = record;
      const found = places.get(record);
      if (found !== undefined && !found.some((place) => place.offset === offset)) {
        const actual = found.map((place) => place.offset).join(', ');
        return `${nameOf(record)} was told offset ${offset}, and lies at ${actual}.`;
      }
      if (futureEnd !== null && !('message' in futureEnd) && futureEnd.offset() !== offset) {
        return `${nameOf(record)}: its callback was told offset ${offset}, its future ${futureEnd.offset()}.`;
      }
    }
  }
  return undefined;
}

/**
 * Why a consumer does not see a record that was sent, if the record's history does not make it obvious: the record is
 * still in flight, or its transaction keeps it from consumers with read_committed.
 */
import { placesByRecord } from '../../guarantees/stored-records.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { ReadOptions, TopicView } from '../../simulation/topic-view.ts';

/** For a record that a consumer with these options does not see: one line, or none. */
export function whyNotVisible(entry: RecordEntry, { isolation }: ReadOptions): readonly string[] {
  const place = placesByRecord(entry.recorder.run)
    .get(entry)
    ?.find(({ isCommitted }) => isCommitted);
  if (place === undefined) return entry.endedMs === -1 ? [entry.recorder.run.progress.adviceInFlight()] : [];
  return isolation === 'read_committed' ? [whyNotCommitted(entry, `${place.topic}-${place.partition}`)] : [];
}

/** For a topic that was deleted: one line. Otherwise none. */
export function deletedTopicText({ name, trial: { topics } }: TopicView): readonly string[] {
  return topics.some((topic) => topic.name === name) ? [] : [`Topic ${name} was deleted.`];
}

/**
 * Kafka reports a transaction as committed before its markers are written, and so before consumers can see its records.
 */
function whyNotCommitted({ transaction }: RecordEntry, partition: string): string {
  const consumer = 'A consumer with read_committed';
  switch (transaction?.outcome) {
    case 'committed':
      return `${consumer} does not see it yet: its transaction is committed, but the marker for ${partition} is still in flight, or an earlier transaction there is open. Let time pass with sim.settle() after the program, or with sim.sleep(100) in it.`;
    case 'aborted':
      return `${consumer} never sees it: its transaction was aborted.`;
    case 'unknown':
      return `${consumer} does not see it: its transaction is neither committed nor aborted.`;
    default:
      return `${consumer} does not see it yet: an earlier transaction in ${partition} is open.`;
  }
}

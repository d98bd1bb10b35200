/**
 * Why a reader does not see what was sent, where its story alone would leave one guessing: it is still on its way, or a
 * transaction keeps it from those who read committed records.
 *
 * Refuses to know: what was expected.
 */
import { placesByRecord } from '../../guarantees/stored-records.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { ReadOptions, TopicView } from '../../simulation/topic-view.ts';

/** Of a record that a reader with these options does not see: no line, or one. */
export function whyUnseen(note: RecordEntry, { isolation }: ReadOptions): readonly string[] {
  const place = placesByRecord(note.recorder.run)
    .get(note)
    ?.find(({ isCommitted }) => isCommitted);
  if (place === undefined) return note.endedMs === -1 ? [ON_ITS_WAY] : [];
  return isolation === 'read_committed' ? [whyUncommitted(note, `${place.topic}-${place.partition}`)] : [];
}

/** Of a topic that nobody has created: no line, or one. */
export function whyAbsent({ name, trial }: TopicView): readonly string[] {
  const names = (trial?.topics ?? []).filter(({ isInternal }) => !isInternal).map((topic) => topic.name);
  if (trial === null || names.includes(name)) return [];
  const others = names.length === 0 ? ', and no other either' : `; there ${isOrAre(names)} ${names.sort().join(', ')}`;
  return [`There is no topic ${name}${others}.`];
}

const ON_ITS_WAY =
  'It was still on its way: end the program with await producer.flush(), or let time pass after it with sim.settle().';

/** Kafka tells a program that its transaction is committed before its readers can know. */
function whyUncommitted({ transaction }: RecordEntry, partition: string): string {
  const reader = 'Who reads committed records';
  switch (transaction?.outcome) {
    case 'committed':
      return `${reader} does not see it yet: its transaction was committed, but the marker that says so is still on its way to ${partition}, or an earlier transaction there is open. Let time pass: sim.settle() after the program, or sim.sleep(100) in it.`;
    case 'aborted':
      return `${reader} never sees it: its transaction was aborted.`;
    case 'unknown':
      return `${reader} does not see it: its transaction was neither committed nor aborted.`;
    default:
      return `${reader} does not see it yet: an earlier transaction in ${partition} is open.`;
  }
}

function isOrAre({ length }: readonly string[]): string {
  return length === 1 ? 'is' : 'are';
}

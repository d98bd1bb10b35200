/**
 * Expected: a topic holds these records and no others.
 *
 * Owns: what counts as delivered: what a reader of the topic sees, each record once. Kafka keeps order within a partition alone,
 * so the records are expected in the order in which they are named, as far as they lie in the same partition.
 */
import type { ReadOptions, TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { fieldsOf, fits, patternText, type RecordFields, type RecordPattern, recordText } from './record-pattern.ts';
import { storiesOfMissing, storiesOfStored, topicTrial } from './topic-stories.ts';
import { wrongSubject } from './wrong-subject.ts';

/** @throws TypeError for a subject that is no topic, for what is no list, and for what is no pattern */
export function delivered(
  topic: TopicView,
  expected: readonly RecordPattern[],
  options: ReadOptions = {},
): ExpectationResult {
  const trial = topicTrial(topic, 'toHaveDelivered');
  if (!Array.isArray(expected)) throw wrongSubject('toHaveDelivered takes a list of records', expected);
  const wanted = expected.map(fieldsOf);
  const records = topic.records(options);
  const isMet = records.length === wanted.length && isInterleaving(wanted, byPartition(records));
  return {
    isMet,
    trial,
    actual: records.map(recordText),
    expected: expected.map(patternText),
    problem: () => {
      if (isMet) return `${topic.name} holds exactly what it was not to hold: ${list(expected.map(patternText))}.`;
      const { missing, surplus } = difference(wanted, records);
      const texts = missing.map((index) => patternText(expected[index] as RecordPattern));
      return [
        `${topic.name} does not hold what was to be delivered: ${summary(missing.length, surplus.length)}.`,
        ...texts.map((text) => `  missing:   ${text}`),
        ...surplus.map((record) => `  too many:  ${recordText(record)}`),
        ...(missing.length + surplus.length === 0 ? orders(expected, records) : []),
        ...storiesOfMissing(
          topic,
          missing.map((index) => wanted[index] as RecordFields),
          texts,
          options,
        ),
        ...storiesOfStored(topic, surplus),
      ].join('\n');
    },
  };
}

/** Whether the records, each partition's in its order, can be merged so that each fits what is wanted at its place. */
function isInterleaving(wanted: readonly RecordFields[], partitions: readonly (readonly TopicRecord[])[]): boolean {
  /** How many records of each partition are placed. */
  const placed = partitions.map(() => 0);
  /** The partition that each place so far was given to. */
  const choices: number[] = [];
  const deadEnds = new Set<string>();
  let from = 0;
  while (choices.length < wanted.length) {
    const fields = wanted[choices.length] as RecordFields;
    const which = deadEnds.has(placed.join()) ? -1 : nextFit(partitions, placed, fields, from);
    if (which >= 0) {
      choices.push(which);
      placed[which]!++;
      from = 0;
      continue;
    }
    // Nothing can follow here: the last choice was wrong.
    deadEnds.add(placed.join());
    const last = choices.pop();
    if (last === undefined) return false;
    placed[last]!--;
    from = last + 1;
  }
  return true;
}

/** The first partition, counted from `from`, whose next record fits; -1 if there is none. */
function nextFit(
  partitions: readonly (readonly TopicRecord[])[],
  placed: readonly number[],
  fields: RecordFields,
  from: number,
): number {
  return partitions.findIndex((records, which) => {
    const next = records[placed[which] as number];
    return which >= from && next !== undefined && fits(next, fields);
  });
}

function byPartition(records: readonly TopicRecord[]): readonly (readonly TopicRecord[])[] {
  const partitions = new Map<number, TopicRecord[]>();
  for (const record of records) {
    const known = partitions.get(record.partition);
    if (known === undefined) partitions.set(record.partition, [record]);
    else known.push(record);
  }
  return [...partitions.values()];
}

/** Order aside: the indices of what nothing fits, and what fits nothing. */
function difference(
  wanted: readonly RecordFields[],
  records: readonly TopicRecord[],
): { readonly missing: readonly number[]; readonly surplus: readonly TopicRecord[] } {
  const surplus = [...records];
  const missing: number[] = [];
  for (const [index, fields] of wanted.entries()) {
    const found = surplus.findIndex((record) => fits(record, fields));
    if (found < 0) missing.push(index);
    else surplus.splice(found, 1);
  }
  return { missing, surplus };
}

function summary(missing: number, surplus: number): string {
  if (missing + surplus === 0) return 'the order is another';
  const count = (records: number): string => (records === 1 ? '1 record is' : `${records} records are`);
  const parts = [
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    ...(surplus > 0 ? [`${count(surplus)} too many`] : []),
  ];
  return parts.join(', ');
}

function orders(expected: readonly RecordPattern[], records: readonly TopicRecord[]): readonly string[] {
  return [`  expected:  ${list(expected.map(patternText))}`, `  delivered: ${list(records.map(recordText))}`];
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

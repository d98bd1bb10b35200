/**
 * The expectation that a topic contains exactly these records, as a consumer sees them. Kafka orders only the records
 * of one partition, so records of different partitions may be in any order.
 */
import type { ReadOptions, TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { patternText, recordText } from './pattern-text.ts';
import { fits, type ParsedPattern, parsePattern, type RecordPattern } from './record-pattern.ts';
import { historiesOfMissing, historiesOfStored, topicRun } from './topic-histories.ts';
import { wrongSubject } from './wrong-subject.ts';

/** @throws TypeError if `topic` is not a topic, or `expected` is not a list of patterns */
export function delivered(
  topic: TopicView,
  expected: readonly RecordPattern[],
  options: ReadOptions = {},
): ExpectationResult {
  const run = topicRun(topic, 'toHaveDelivered');
  if (!Array.isArray(expected)) throw wrongSubject('toHaveDelivered expects a list of records', expected);
  const wanted = expected.map((pattern: RecordPattern) => parsePattern(pattern, 'exact'));
  const records = topic.records(options);
  const isMet = records.length === wanted.length && isInterleaving(wanted, byPartition(records));
  return {
    isMet,
    run,
    actual: records.map(recordText),
    expected: wanted.map(patternText),
    problem: () => {
      if (isMet) return `${topic.name} contains exactly these records: ${list(wanted.map(patternText))}.`;
      const { missing, unexpected } = difference(wanted, records);
      return [
        `${topic.name} does not contain exactly the expected records: ${summary(missing.length, unexpected.length)}.`,
        ...missing.map((pattern) => `  missing:    ${patternText(pattern)}`),
        ...unexpected.map((record) => `  unexpected: ${recordText(record)}`),
        ...(missing.length + unexpected.length === 0 ? orders(wanted, records) : []),
        ...historiesOfMissing(topic, missing, options),
        ...historiesOfStored(topic, unexpected),
      ].join('\n');
    },
  };
}

/**
 * Whether the records of the partitions can be merged, each partition in its own order, into a list that fits `wanted`
 * element by element. A search with backtracking: several partitions may have a next record that fits, and the wrong
 * choice leads to a dead end later.
 */
function isInterleaving(wanted: readonly ParsedPattern[], partitions: readonly (readonly TopicRecord[])[]): boolean {
  /** Number of records placed so far, by partition. */
  const placed = partitions.map(() => 0);
  /** The partition chosen for each element of `wanted` so far. */
  const choices: number[] = [];
  /** Values of `placed` from which no merge exists. */
  const deadEnds = new Set<string>();
  let from = 0;
  while (choices.length < wanted.length) {
    const pattern = wanted[choices.length] as ParsedPattern;
    const chosen = deadEnds.has(placed.join()) ? -1 : nextFit(partitions, placed, pattern, from);
    if (chosen >= 0) {
      choices.push(chosen);
      placed[chosen]!++;
      from = 0;
      continue;
    }
    // No partition has a record that fits here, so the last choice was wrong.
    deadEnds.add(placed.join());
    const last = choices.pop();
    if (last === undefined) return false;
    placed[last]!--;
    from = last + 1;
  }
  return true;
}

/** The first partition from `from` on whose next record fits; -1 if there is none. */
function nextFit(
  partitions: readonly (readonly TopicRecord[])[],
  placed: readonly number[],
  pattern: ParsedPattern,
  from: number,
): number {
  return partitions.findIndex((records, index) => {
    const next = records[placed[index] as number];
    return index >= from && next !== undefined && fits(next, pattern);
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

/** Without regard to order: the patterns that no record fits, and the records that fit none of them. */
function difference(
  wanted: readonly ParsedPattern[],
  records: readonly TopicRecord[],
): { readonly missing: readonly ParsedPattern[]; readonly unexpected: readonly TopicRecord[] } {
  const unexpected = [...records];
  const missing: ParsedPattern[] = [];
  for (const pattern of wanted) {
    const found = unexpected.findIndex((record) => fits(record, pattern));
    if (found < 0) missing.push(pattern);
    else unexpected.splice(found, 1);
  }
  return { missing, unexpected };
}

function summary(missing: number, unexpected: number): string {
  if (missing + unexpected === 0) return 'their order differs';
  const count = (records: number): string => (records === 1 ? '1 record is' : `${records} records are`);
  const parts = [
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    ...(unexpected > 0 ? [`${count(unexpected)} unexpected`] : []),
  ];
  return parts.join(', ');
}

function orders(wanted: readonly ParsedPattern[], records: readonly TopicRecord[]): readonly string[] {
  return [`  expected: ${list(wanted.map(patternText))}`, `  stored:   ${list(records.map(recordText))}`];
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

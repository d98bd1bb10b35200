/**
 * The expectation that a topic contains exactly these records, as a consumer sees them. Kafka orders only the records
 * of one partition, so records of different partitions may be in any order.
 */
import type { ReadOptions, TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import { align, type Place } from './alignment.ts';
import { compareLists } from './comparison.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { fieldDifferences } from './field-differences.ts';
import { patternText, recordText } from './pattern-text.ts';
import { fits, type ParsedPattern, parsePattern, type RecordPattern } from './record-pattern.ts';
import { historiesOfMissing, historiesOfStored, topicRun } from './topic-histories.ts';
import { wrongSubject } from './wrong-subject.ts';

const MOST_SHOWN = 10;

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
  const places = isMet ? [] : align(wanted, byPartition(records));
  return {
    isMet,
    run,
    ...(!isMet && compareLists(places)),
    problem: () => {
      if (isMet) return `${topic.name} contains exactly these records: ${list(wanted.map(patternText))}.`;
      const missing = places.flatMap(({ kind, pattern }) => (kind === 'missing' && pattern !== null ? [pattern] : []));
      const wrong = places.flatMap(({ kind, record }) =>
        (kind === 'unexpected' || kind === 'differs') && record !== null ? [record] : [],
      );
      return [
        `${topic.name} does not contain exactly the expected records: ${summary(places)}.`,
        ...differences(places),
        ...(isOrder(places) ? orders(wanted, records) : []),
        ...historiesOfMissing(topic, missing, options),
        ...historiesOfStored(topic, wrong),
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

/** Only the order of the records is not as expected. */
function isOrder(places: readonly Place[]): boolean {
  return places.every(({ kind }) => kind === 'fits' || kind === 'moved');
}

function summary(places: readonly Place[]): string {
  if (isOrder(places)) return 'their order differs';
  const count = (kind: Place['kind']): number =>
    places.filter((place) => place.kind === kind && !(kind === 'moved' && place.record !== null)).length;
  const [differing, missing, unexpected, moved] = [
    count('differs'),
    count('missing'),
    count('unexpected'),
    count('moved'),
  ];
  return [
    ...(differing > 0 ? [differing === 1 ? '1 record differs' : `${differing} records differ`] : []),
    ...(missing > 0 ? [`${missing === 1 ? '1 record is' : `${missing} records are`} missing`] : []),
    ...(unexpected > 0 ? [`${unexpected === 1 ? '1 record is' : `${unexpected} records are`} unexpected`] : []),
    ...(moved > 0 ? [`${moved === 1 ? '1 record is' : `${moved} records are`} in another place`] : []),
  ].join(', ');
}

/** The records that are missing, unexpected or different: each in a line, and the fields that differ. */
function differences(places: readonly Place[]): readonly string[] {
  const wrong = places.filter(({ kind }) => kind !== 'fits' && kind !== 'moved');
  const blocks = wrong.slice(0, MOST_SHOWN).map(differenceText);
  const rest = wrong.length - MOST_SHOWN;
  return rest > 0 ? [...blocks, `  ... and ${rest} more`] : blocks;
}

function differenceText({ pattern, record }: Place): string {
  if (record === null) return `  missing:    ${patternText(pattern!)}`;
  if (pattern === null) return `  unexpected: ${recordText(record)}`;
  const fields = fieldDifferences(record, pattern).map((line) => `              ${line}`);
  return [`  differs:    ${recordText(record)}`, ...fields].join('\n');
}

function orders(wanted: readonly ParsedPattern[], records: readonly TopicRecord[]): readonly string[] {
  return [`  expected: ${list(wanted.map(patternText))}`, `  stored:   ${list(records.map(recordText))}`];
}

function list(texts: readonly string[]): string {
  if (texts.length === 0) return 'nothing';
  const rest = texts.length - MOST_SHOWN;
  return [...texts.slice(0, MOST_SHOWN), ...(rest > 0 ? [`... and ${rest} more`] : [])].join(', ');
}

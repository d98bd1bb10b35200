/**
 * The records that a topic should contain, beside those that it contains: which belong together, which differ, which are
 * missing and which are unexpected.
 */
import type { TopicRecord } from '../../simulation/topic-view.ts';
import { fits, type ParsedPattern } from './record-pattern.ts';
import { similarity } from './similarity.ts';

/** One place in the two lists. At least one of pattern and record is given. */
export interface Place {
  readonly pattern: ParsedPattern | null;
  readonly record: TopicRecord | null;
  /**
   * - `fits`: the record matches the pattern.
   * - `differs`: it does not, and is so similar that it probably should.
   * - `missing`: a pattern without a record.
   * - `unexpected`: a record without a pattern.
   * - `moved`: a pattern or a record that has its counterpart in another place.
   */
  readonly kind: 'fits' | 'differs' | 'missing' | 'unexpected' | 'moved';
}

/** Above this number of comparisons, only the beginning and the end of the lists are aligned. */
const MOST_COMPARISONS = 40_000;

/**
 * @param partitions the records of each partition, in their order; records of different partitions have none, and are put
 *   in that of the patterns
 */
export function align(
  wanted: readonly ParsedPattern[],
  partitions: readonly (readonly TopicRecord[])[],
): readonly Place[] {
  const records = partitions.length === 1 ? partitions[0]! : merged(wanted, partitions);
  const pairs = longestCommon(wanted, records);
  const moved = findMoved(wanted, records, pairs);
  const places: Place[] = [];
  let [nextPattern, nextRecord] = [0, 0];
  for (const [i, j] of [...pairs, [wanted.length, records.length] as const]) {
    places.push(...gap(wanted.slice(nextPattern, i), records.slice(nextRecord, j), moved));
    if (i < wanted.length) places.push({ pattern: wanted[i]!, record: records[j]!, kind: 'fits' });
    [nextPattern, nextRecord] = [i + 1, j + 1];
  }
  return places;
}

/** The records of all partitions in one list that follows the patterns as well as it can. */
function merged(
  wanted: readonly ParsedPattern[],
  partitions: readonly (readonly TopicRecord[])[],
): readonly TopicRecord[] {
  const rests = partitions.map((records) => [...records]);
  const list: TopicRecord[] = [];
  for (const [index, pattern] of wanted.entries()) {
    const later = wanted.slice(index + 1);
    list.push(...takeNext(rests, pattern, (record) => later.some((other) => fits(record, other))));
  }
  return [...list, ...rests.flat()];
}

/**
 * Takes the next record of a partition that fits, with those before it that no later pattern fits.
 *
 * @param isNeeded whether a later pattern fits a record
 */
function takeNext(
  rests: readonly TopicRecord[][],
  pattern: ParsedPattern,
  isNeeded: (record: TopicRecord) => boolean,
): readonly TopicRecord[] {
  for (const rest of rests) {
    const next = rest.findIndex((record) => fits(record, pattern) || isNeeded(record));
    if (next >= 0 && fits(rest[next]!, pattern)) return rest.splice(0, next + 1);
  }
  // No next record fits: a record that no later pattern fits is probably the one that should.
  const other = rests.find(([head]) => head !== undefined && !isNeeded(head));
  return other === undefined ? [] : [other.shift()!];
}

/** The longest list of pairs of indices in which each record fits its pattern and both are in order. */
function longestCommon(
  wanted: readonly ParsedPattern[],
  records: readonly TopicRecord[],
): readonly (readonly [pattern: number, record: number])[] {
  const isPair = (i: number, j: number): boolean => fits(records[j]!, wanted[i]!);
  const shorter = Math.min(wanted.length, records.length);
  let start = 0;
  while (start < shorter && isPair(start, start)) start++;
  let end = 0;
  while (end < shorter - start && isPair(wanted.length - 1 - end, records.length - 1 - end)) end++;
  const [rows, columns] = [wanted.length - start - end, records.length - start - end];
  const middle =
    rows * columns > MOST_COMPARISONS ? [] : longestBetween(rows, columns, (i, j) => isPair(start + i, start + j));
  return [
    ...Array.from({ length: start }, (_, i) => [i, i] as const),
    ...middle.map(([i, j]) => [start + i, start + j] as const),
    ...Array.from({ length: end }, (_, i) => [start + rows + i, start + columns + i] as const),
  ];
}

function longestBetween(
  rows: number,
  columns: number,
  isPair: (row: number, column: number) => boolean,
): readonly (readonly [row: number, column: number])[] {
  const pairs = Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => isPair(i, j)));
  /** The number of pairs from a row and a column on. */
  const lengths = Array.from({ length: rows + 1 }, () => Array.from({ length: columns + 1 }, () => 0));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i]![j] = pairs[i]![j]! ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const list: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    if (pairs[i]![j]!) list.push([i++, j++]);
    // Neither is needed for the rest: probably the record should fit the pattern.
    else if (lengths[i + 1]![j + 1] === lengths[i]![j]) [i, j] = [i + 1, j + 1];
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return list;
}

/** The patterns and records outside of `pairs` that fit one another. */
function findMoved(
  wanted: readonly ParsedPattern[],
  records: readonly TopicRecord[],
  pairs: readonly (readonly [pattern: number, record: number])[],
): ReadonlySet<ParsedPattern | TopicRecord> {
  const paired = { patterns: new Set(pairs.map(([i]) => i)), records: new Set(pairs.map(([, j]) => j)) };
  const rest = records.filter((_, j) => !paired.records.has(j));
  const moved = new Set<ParsedPattern | TopicRecord>();
  for (const pattern of wanted.filter((_, i) => !paired.patterns.has(i))) {
    const found = rest.findIndex((record) => fits(record, pattern));
    if (found >= 0) moved.add(pattern).add(rest.splice(found, 1)[0]!);
  }
  return moved;
}

/** The places between two records that fit. */
function gap(
  patterns: readonly ParsedPattern[],
  records: readonly TopicRecord[],
  moved: ReadonlySet<ParsedPattern | TopicRecord>,
): readonly Place[] {
  const places: Place[] = [];
  let next = 0;
  const recordsUntil = (end: number): void => {
    for (; next < end; next++) places.push({ pattern: null, record: records[next]!, kind: kindOf(records[next]!) });
  };
  const kindOf = (record: TopicRecord): 'moved' | 'unexpected' => (moved.has(record) ? 'moved' : 'unexpected');
  for (const pattern of patterns) {
    const found = moved.has(pattern) ? -1 : mostSimilar(pattern, records, next, moved);
    if (found < 0) {
      places.push({ pattern, record: null, kind: moved.has(pattern) ? 'moved' : 'missing' });
      continue;
    }
    recordsUntil(found);
    places.push({ pattern, record: records[next++]!, kind: 'differs' });
  }
  recordsUntil(records.length);
  return places;
}

/** The index of the first of the most similar records from `start` on; -1 if none is similar. */
function mostSimilar(
  pattern: ParsedPattern,
  records: readonly TopicRecord[],
  start: number,
  moved: ReadonlySet<ParsedPattern | TopicRecord>,
): number {
  let [best, bestScore] = [-1, 0];
  for (let j = start; j < records.length; j++) {
    const score = moved.has(records[j]!) ? 0 : similarity(records[j]!, pattern);
    if (score > bestScore) [best, bestScore] = [j, score];
  }
  return best;
}

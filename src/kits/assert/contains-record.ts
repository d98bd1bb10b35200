/**
 * The expectation that a topic contains a record that matches a pattern, among any number of others.
 */
import type { ReadOptions, TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import { compareRecord } from './comparison.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { fieldDifferences } from './field-differences.ts';
import { patternText, recordText } from './pattern-text.ts';
import { fits, type ParsedPattern, parsePattern, type RecordPattern } from './record-pattern.ts';
import { similarity } from './similarity.ts';
import { historiesOfMissing, historiesOfStored, topicRun } from './topic-histories.ts';

const MOST_SHOWN = 10;

/** @throws TypeError if `topic` is not a topic, or `pattern` is not a pattern */
export function containsRecord(topic: TopicView, pattern: RecordPattern, options: ReadOptions = {}): ExpectationResult {
  const run = topicRun(topic, 'toContainRecord');
  const wanted = parsePattern(pattern, 'partial');
  const records = topic.records(options);
  const found = records.filter((record) => fits(record, wanted));
  const text = patternText(wanted);
  const nearest = found.length > 0 ? undefined : mostSimilar(records, wanted);
  return {
    isMet: found.length > 0,
    run,
    ...(nearest !== undefined && compareRecord(nearest, wanted)),
    problem: () => {
      if (found.length > 0) {
        return [`${topic.name} contains ${text}:`, ...listed(found), ...historiesOfStored(topic, found)].join('\n');
      }
      return [
        `${topic.name} does not contain ${text}. ${records.length === 0 ? 'It is empty.' : 'It contains:'}`,
        ...listed(records),
        ...(nearest === undefined ? [] : nearestText(nearest, wanted)),
        ...historiesOfMissing(topic, [wanted], options),
      ].join('\n');
    },
  };
}

/** The first of the most similar records; `undefined` if none is similar. */
function mostSimilar(records: readonly TopicRecord[], pattern: ParsedPattern): TopicRecord | undefined {
  let [best, bestScore]: [TopicRecord | undefined, number] = [undefined, 0];
  for (const record of records) {
    const score = similarity(record, pattern);
    if (score > bestScore) [best, bestScore] = [record, score];
  }
  return best;
}

function nearestText(record: TopicRecord, pattern: ParsedPattern): readonly string[] {
  const place = `${record.topic}-${record.partition}@${record.offset}`;
  return [`The most similar record is at ${place}:`, ...fieldDifferences(record, pattern).map((line) => `  ${line}`)];
}

function listed(records: readonly TopicRecord[]): readonly string[] {
  const rest = records.length - MOST_SHOWN;
  const lines = records.slice(0, MOST_SHOWN).map((record) => `  ${recordText(record)}`);
  return rest > 0 ? [...lines, `  ... and ${rest} more`] : lines;
}

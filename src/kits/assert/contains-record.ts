/**
 * The expectation that a topic contains a record that matches a pattern, among any number of others.
 */
import type { ReadOptions, TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { patternText, recordText } from './pattern-text.ts';
import { fits, parsePattern, type RecordPattern } from './record-pattern.ts';
import { historiesOfMissing, historiesOfStored, topicRun } from './topic-histories.ts';

const MOST_SHOWN = 10;

/** @throws TypeError if `topic` is not a topic, or `pattern` is not a pattern */
export function containsRecord(topic: TopicView, pattern: RecordPattern, options: ReadOptions = {}): ExpectationResult {
  const run = topicRun(topic, 'toContainRecord');
  const wanted = parsePattern(pattern, 'partial');
  const records = topic.records(options);
  const found = records.filter((record) => fits(record, wanted));
  const text = patternText(wanted);
  return {
    isMet: found.length > 0,
    run,
    problem: () => {
      if (found.length > 0) {
        return [`${topic.name} contains ${text}:`, ...listed(found), ...historiesOfStored(topic, found)].join('\n');
      }
      return [
        `${topic.name} does not contain ${text}. ${records.length === 0 ? 'It is empty.' : 'It contains:'}`,
        ...listed(records),
        ...historiesOfMissing(topic, [wanted], options),
      ].join('\n');
    },
  };
}

function listed(records: readonly TopicRecord[]): readonly string[] {
  const rest = records.length - MOST_SHOWN;
  const lines = records.slice(0, MOST_SHOWN).map((record) => `  ${recordText(record)}`);
  return rest > 0 ? [...lines, `  ... and ${rest} more`] : lines;
}

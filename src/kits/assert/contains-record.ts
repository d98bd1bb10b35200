/**
 * Expected: a topic holds a record that looks like this; how many others it holds does not matter.
 */
import type { ReadOptions, TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { fieldsOf, fits, patternText, type RecordPattern, recordText } from './record-pattern.ts';
import { storiesOfMissing, storiesOfStored, topicTrial } from './topic-stories.ts';

const MOST_SHOWN = 10;

/** @throws TypeError for a subject that is no topic, and for what is no pattern */
export function containsRecord(topic: TopicView, pattern: RecordPattern, options: ReadOptions = {}): ExpectationResult {
  const trial = topicTrial(topic, 'toContainRecord');
  const fields = fieldsOf(pattern);
  const records = topic.records(options);
  const found = records.filter((record) => fits(record, fields));
  const text = patternText(pattern);
  return {
    isMet: found.length > 0,
    trial,
    problem: () => {
      if (found.length > 0) {
        return [`${topic.name} holds ${text}:`, ...shown(found), ...storiesOfStored(topic, found)].join('\n');
      }
      const contents = records.length === 0 ? 'It holds nothing.' : 'It holds:';
      return [
        `${topic.name} does not hold ${text}. ${contents}`,
        ...shown(records),
        ...storiesOfMissing(topic, [fields], [text], options),
      ].join('\n');
    },
  };
}

function shown(records: readonly TopicRecord[]): readonly string[] {
  const rest = records.length - MOST_SHOWN;
  const lines = records.slice(0, MOST_SHOWN).map((record) => `  ${recordText(record)}`);
  return rest > 0 ? [...lines, `  ... and ${rest} more`] : lines;
}

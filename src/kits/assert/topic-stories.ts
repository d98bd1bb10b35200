/**
 * The stories of the records that a topic lacks, and of those it should not have.
 *
 * Owns: finding who sent a record, by where it lies or by what it looks like.
 */
import { storedRecords } from '../../guarantees/stored-records.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { Trial } from '../../simulation/checking/trial.ts';
import { type ReadOptions, type TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import { fitsText, type RecordFields } from './record-pattern.ts';
import { recordStory } from './record-story.ts';
import { sentKey, sentValue } from './sent-value.ts';
import { whyAbsent, whyUnseen } from './unseen.ts';
import { wrongSubject } from './wrong-subject.ts';

const MOST_STORIES = 2;
const NOT_WRITTEN_DOWN = "What became of it was not written down: make the simulation with { guarantees: 'all' }.";

/** @throws TypeError unless it is a topic of a simulation */
export function topicTrial(topic: TopicView, matcher: string): Trial | null {
  if (topic instanceof TopicView) return topic.trial;
  throw wrongSubject(`${matcher} is about a topic: give sim.topic('...')`, topic);
}

/** Of records that a reader was to see: what became of those that were sent and are not seen. `texts` name them. */
export function storiesOfMissing(
  topic: TopicView,
  missing: readonly RecordFields[],
  texts: readonly string[],
  options: ReadOptions,
): readonly string[] {
  const { trial } = topic;
  if (missing.length === 0) return [];
  if (trial?.isOn !== true) return [...whyAbsent(topic), NOT_WRITTEN_DOWN];
  const stored = new Set(Array.from(topic.records(options), ({ partition, offset }) => `${partition}@${offset}`));
  const seen = new Set<RecordEntry>();
  for (const { record, topic: name, partition, offset } of storedRecords(trial)) {
    if (record instanceof RecordEntry && name === topic.name && stored.has(`${partition}@${offset}`)) seen.add(record);
  }
  const stories = missing.slice(0, MOST_STORIES).flatMap((fields, index) => {
    const sent = sentTo(topic.name, trial).filter((note) => looksLike(note, fields));
    const note = sent.find((one) => !seen.has(one));
    if (note === undefined) {
      return `Nobody sent ${texts[index]} to ${topic.name}${sent.length === 0 ? '' : ' more often than it is there'}.`;
    }
    seen.add(note);
    return [recordStory(note), ...whyUnseen(note, options)];
  });
  return [...whyAbsent(topic), ...stories];
}

/** Of records that are there. */
export function storiesOfStored({ trial }: TopicView, records: readonly TopicRecord[]): readonly string[] {
  if (records.length === 0) return [];
  if (trial?.isOn !== true) return [NOT_WRITTEN_DOWN];
  return records.slice(0, MOST_STORIES).map((record) => {
    const note = senderOf(trial, record);
    return note === undefined ? `Nobody sent ${record.topic}-${record.partition}@${record.offset}.` : recordStory(note);
  });
}

function senderOf(trial: Trial, { topic, partition, offset }: TopicRecord): RecordEntry | undefined {
  for (const stored of storedRecords(trial)) {
    if (stored.topic !== topic || stored.partition !== partition || stored.offset !== offset) continue;
    return stored.record instanceof RecordEntry ? stored.record : undefined;
  }
  return undefined;
}

function sentTo(topic: string, { producers }: Trial): readonly RecordEntry[] {
  return producers.flatMap(({ sends }) => sends.filter((note) => note.topic === topic));
}

function looksLike(note: RecordEntry, { key, value, partition }: RecordFields): boolean {
  if (partition !== undefined && note.batch !== null && note.batch.partition !== partition) return false;
  return fitsText(sentKey(note), key) && fitsText(sentValue(note), value);
}

/**
 * The histories of the records that a topic should contain and does not, and of those that it should not contain.
 */
import { storedRecords } from '../../guarantees/stored-records.ts';
import { sentKey, sentValue } from '../../report/model/record-content.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { Trial } from '../../simulation/checking/trial.ts';
import { type ReadOptions, type TopicRecord, TopicView } from '../../simulation/topic-view.ts';
import { patternText } from './pattern-text.ts';
import { historyOf, NOT_RECORDED } from './record-history.ts';
import type { ParsedPattern } from './record-pattern.ts';
import { fitsText, fitsValue, isMatcher } from './value-pattern.ts';
import { deletedTopicText, whyNotVisible } from './visibility.ts';
import { wrongSubject } from './wrong-subject.ts';

const MOST_HISTORIES = 2;

/** @throws TypeError if `topic` is not a topic of a simulation */
export function topicRun(topic: TopicView, matcher: string): Trial {
  if (topic instanceof TopicView) return topic.trial;
  throw wrongSubject(`${matcher} expects a topic, for example sim.topic('orders')`, topic);
}

/**
 * For patterns that no visible record fits: the histories of records that were sent and fit. Patterns of whole records
 * have none: what was sent has no offset yet.
 */
export function historiesOfMissing(
  topic: TopicView,
  missing: readonly ParsedPattern[],
  options: ReadOptions,
): readonly string[] {
  const { trial: run } = topic;
  if (missing.length === 0) return [];
  if (!run.isOn) return [...deletedTopicText(topic), NOT_RECORDED];
  const visible = visibleEntries(topic, run, options);
  const histories = missing.slice(0, MOST_HISTORIES).flatMap((pattern) => {
    if (pattern.whole !== null) return [];
    const sent = sentTo(topic.name, run).filter((entry) => mayFit(entry, pattern));
    const entry = sent.find((one) => !visible.has(one));
    if (entry === undefined) {
      const problem = `No producer sent ${patternText(pattern)} to ${topic.name}`;
      return sent.length === 0
        ? `${problem}.${sentElsewhere(pattern, topic)}`
        : `${problem} more often than it is stored.`;
    }
    visible.add(entry);
    return [historyOf(entry), ...whyNotVisible(entry, options)];
  });
  return [...deletedTopicText(topic), ...histories];
}

/** Where a producer has sent a record like this one: perhaps the topic is the mistake. Empty if there is none. */
function sentElsewhere(pattern: ParsedPattern, { name, trial }: TopicView): string {
  if (pattern.fields.value === undefined || !isData(pattern.fields)) return '';
  const sent = trial.producers.flatMap(({ sends }) => sends);
  const entry = sent.find((one) => one.topic !== name && mayFit(one, pattern));
  return entry === undefined ? '' : ` ${entry.producer} sent one to ${entry.topic}.`;
}

/** Whether a pattern has no function of the test, which may not be made for the records of other topics. */
function isData(pattern: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return typeof pattern !== 'function';
  return !isMatcher(pattern) && Object.values(pattern).every(isData);
}

/** The histories of stored records. */
export function historiesOfStored({ trial: run }: TopicView, records: readonly TopicRecord[]): readonly string[] {
  if (records.length === 0) return [];
  if (!run.isOn) return [NOT_RECORDED];
  return records.slice(0, MOST_HISTORIES).map((record) => {
    const entry = entryOf(run, record);
    return entry === undefined
      ? `No producer sent the record at ${record.topic}-${record.partition}@${record.offset}.`
      : historyOf(entry);
  });
}

/** The sent records that a consumer with these options sees. */
function visibleEntries(topic: TopicView, run: Trial, options: ReadOptions): Set<RecordEntry> {
  const places = new Set(Array.from(topic.records(options), ({ partition, offset }) => `${partition}@${offset}`));
  const visible = new Set<RecordEntry>();
  for (const { record, topic: name, partition, offset } of storedRecords(run)) {
    if (record instanceof RecordEntry && name === topic.name && places.has(`${partition}@${offset}`))
      visible.add(record);
  }
  return visible;
}

function entryOf(run: Trial, { topic, partition, offset }: TopicRecord): RecordEntry | undefined {
  for (const stored of storedRecords(run)) {
    if (stored.topic !== topic || stored.partition !== partition || stored.offset !== offset) continue;
    return stored.record instanceof RecordEntry ? stored.record : undefined;
  }
  return undefined;
}

function sentTo(topic: string, { producers }: Trial): readonly RecordEntry[] {
  return producers.flatMap(({ sends }) => sends.filter((entry) => entry.topic === topic));
}

function mayFit(entry: RecordEntry, { fields: { key, value, partition }, extent }: ParsedPattern): boolean {
  if (partition !== undefined && entry.batch !== null && !fitsValue(entry.batch.partition, partition, extent))
    return false;
  return fitsText(sentKey(entry), key, extent) && fitsText(sentValue(entry), value, extent);
}

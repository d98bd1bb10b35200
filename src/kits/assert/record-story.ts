/**
 * What happened to one record, told from send() to now: when it was sent, which requests carried it, what they were answered,
 * where it lies, and what its program was told.
 *
 * Owns: the story, for the messages of failed expectations and for whoever wants to read it.
 * Refuses to know: what was expected.
 */
import { placesByRecord, type StoredRecord } from '../../guarantees/stored-records.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import { linesOf } from './record-lines.ts';
import { contentText, sentKey, sentValue } from './sent-value.ts';

/** Several lines; those of the trace are indented. */
export function recordStory(note: RecordEntry): string {
  const { trace, startMs } = note.recorder.run;
  const lines = linesOf(note, trace, startMs);
  return [beginning(note), ...lines.map((line) => `  ${line}`), ending(note)].join('\n');
}

/** `record 3 of producer-1` */
export function nameOf({ producer, number }: RecordEntry): string {
  return `record ${number} of ${producer}`;
}

/** Where it lies, in a sentence. */
export function whereabouts(note: RecordEntry): string {
  const places = placesByRecord(note.recorder.run).get(note) ?? [];
  if (places.length === 0) return 'It is in no log.';
  const list = places.map(placeText).join(', ');
  return places.length === 1 ? `It is stored at ${list}.` : `It is stored ${places.length} times, at ${list}.`;
}

function beginning(note: RecordEntry): string {
  const { recorder, batch, sentMs, topic } = note;
  const place = batch === null ? topic : `${topic}-${batch.partition}`;
  const atMs = sentMs - recorder.run.startMs;
  const where = batch === null ? '' : `, in batch ${batch.name}`;
  return `${nameOf(note)}, ${contentText(sentKey(note), sentValue(note))} for ${place}: sent at ${atMs} ms${where}.`;
}

function ending(note: RecordEntry): string {
  return `${whatItWasTold(note)} ${whereabouts(note)}`;
}

function whatItWasTold({ recorder, endedMs, error, offset, wasThrown, batch }: RecordEntry): string {
  if (endedMs === -1) return 'Its program has been told nothing yet.';
  const atMs = endedMs - recorder.run.startMs;
  if (error !== null) {
    const how = wasThrown ? 'send() threw' : 'its program was told';
    return `At ${atMs} ms ${how} ${error.name}: ${error.message}`.replace(/([^.!?])$/, '$1.');
  }
  const what = offset >= 0 ? `acknowledged, at ${batch?.topic}-${batch?.partition}@${offset}` : 'sent, to no answer';
  return `At ${atMs} ms its program was told: ${what}.`;
}

function placeText({ topic, partition, offset, isCommitted }: StoredRecord): string {
  return `${topic}-${partition}@${offset}${isCommitted ? '' : ' (above the high watermark: no consumer sees it yet)'}`;
}

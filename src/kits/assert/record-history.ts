/**
 * The history of one record as text: when it was sent, which requests carried it, how they were answered, its result,
 * and where it is stored.
 */
import { placesByRecord, type StoredRecord } from '../../guarantees/stored-records.ts';
import { contentText, sentKey, sentValue } from '../../report/model/record-content.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import { linesOf } from './record-lines.ts';

/** What a message says in place of a history that was not recorded. */
export const NOT_RECORDED =
  "Its history was not recorded: create the simulation with { guarantees: 'all' } to see what happened to it.";

/** Several lines; the lines of the trace are indented. */
export function historyOf(entry: RecordEntry): string {
  const { trace, startMs } = entry.recorder.run;
  const lines = linesOf(entry, trace, startMs);
  return [firstLine(entry), ...lines.map((line) => `  ${line}`), lastLine(entry)].join('\n');
}

/** `record 3 of producer-1` */
export function nameOf({ producer, number }: RecordEntry): string {
  return `record ${number} of ${producer}`;
}

function firstLine(entry: RecordEntry): string {
  const { recorder, batch, sentMs, topic } = entry;
  const destination = batch === null ? topic : `${topic}-${batch.partition}`;
  const inBatch = batch === null ? '' : `, in batch ${batch.name}`;
  const atMs = sentMs - recorder.run.startMs;
  return `${nameOf(entry)}, ${contentText(sentKey(entry), sentValue(entry))} for ${destination}: sent at ${atMs} ms${inBatch}.`;
}

function lastLine(entry: RecordEntry): string {
  return `${resultText(entry)} ${placesText(entry)}`;
}

function resultText({ recorder, endedMs, error, offset, wasThrown }: RecordEntry): string {
  if (endedMs === -1) return 'It is neither acknowledged nor failed yet.';
  const atMs = endedMs - recorder.run.startMs;
  if (error !== null) {
    const how = wasThrown ? `At ${atMs} ms send() threw` : `It failed at ${atMs} ms with`;
    return `${how} ${error.name}: ${error.message}`.replace(/([^.!?])$/, '$1.');
  }
  return offset >= 0
    ? `It was acknowledged at ${atMs} ms with offset ${offset}.`
    : `It was sent at ${atMs} ms without an acknowledgement.`;
}

function placesText(entry: RecordEntry): string {
  const places = placesByRecord(entry.recorder.run).get(entry) ?? [];
  if (places.length === 0) return 'It is not stored.';
  const list = places.map(placeText).join(', ');
  return places.length === 1 ? `It is stored at ${list}.` : `It is stored ${places.length} times, at ${list}.`;
}

function placeText({ topic, partition, offset, isCommitted }: StoredRecord): string {
  return `${topic}-${partition}@${offset}${isCommitted ? '' : ' (above the high watermark, so not visible to consumers yet)'}`;
}

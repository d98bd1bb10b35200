/** Renders an entry of the trace as a line: time, source, event, then its facts as `key=value`. */
import type { TraceEntry } from './trace-entry.ts';

const TIME_WIDTH = 6;
const SOURCE_WIDTH = 14;
const EVENT_WIDTH = 18;

/**
 * Returns an entry as a line, for example `     5 ms  producer-1      Produce request     acks=all batches="[payments-0 x3]"`.
 *
 * @param startMs the time that the line counts from, in ms since the epoch
 */
export function renderEntry(entry: TraceEntry, startMs: number): string {
  const time = String(entry.atMs - startMs).padStart(TIME_WIDTH);
  const head = `${time} ms  ${entry.source.padEnd(SOURCE_WIDTH)}  ${entry.event.padEnd(EVENT_WIDTH)} `;
  let facts = '';
  for (const key of Object.keys(entry.facts)) {
    const value = entry.facts[key];
    if (value !== undefined) facts += ` ${key}=${renderValue(value)}`;
  }
  return (head + facts).trimEnd();
}

function renderValue(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, bigIntAsText);
  return String(value);
}

function bigIntAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}

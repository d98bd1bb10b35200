/**
 * Which event followed which in a run, as a measure of what an exploration has covered: a run without a new pair of
 * events has shown nothing new.
 */
import type { Trace } from '../index.ts';
import { TextHash } from '../sim/text-hash.ts';

/**
 * Two consecutive events of one source: `producer: batch sent > Produce request`. Sources of one kind are not
 * distinguished.
 */
export type EventPair = string;

/** All pairs of a run, each once, in the order of their first occurrence. */
export function eventPairsOf(trace: Trace): ReadonlySet<EventPair> {
  const pairs = new Set<EventPair>();
  const previous = new Map<string, string>();
  for (const { source, event } of trace.entries) {
    const before = previous.get(source);
    previous.set(source, event);
    if (before !== undefined) pairs.add(`${kindOf(source)}: ${before} > ${event}`);
  }
  return pairs;
}

/** `producer` for `producer-1`. */
function kindOf(source: string): string {
  return source.replace(/-\d+$/, '');
}

/** A hash of the run: the time, source and event of each entry. The other facts are left out to keep it fast. */
export function digestOf(trace: Trace): string {
  const hash = new TextHash();
  for (const { atMs, source, event } of trace.entries) hash.add(`${atMs} ${source} ${event}\n`);
  return hash.digest();
}

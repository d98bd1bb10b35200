/**
 * What a run went through: which event followed which at one actor. A history that shows no new pair has shown nothing new.
 *
 * Owns: the pairs, and a digest of the whole run that is cheap enough to take of each.
 */
import type { Trace } from '../index.ts';
import { TextHash } from '../sim/text-hash.ts';

/** `producer: batch sent > Produce request`. Actors of one kind count as one. */
export type EventPair = string;

/** All pairs of a run, each once, in order of their first appearance. */
export function eventPairsOf(trace: Trace): ReadonlySet<EventPair> {
  const pairs = new Set<EventPair>();
  const last = new Map<string, string>();
  for (const { source, event } of trace.entries) {
    const before = last.get(source);
    last.set(source, event);
    if (before !== undefined) pairs.add(`${kindOf(source)}: ${before} > ${event}`);
  }
  return pairs;
}

/** `producer` for `producer-1`. */
function kindOf(source: string): string {
  return source.replace(/-\d+$/, '');
}

/** Stands for the run: when, where and what, without the facts. */
export function digestOf(trace: Trace): string {
  const hash = new TextHash();
  for (const { atMs, source, event } of trace.entries) hash.add(`${atMs} ${source} ${event}\n`);
  return hash.digest();
}

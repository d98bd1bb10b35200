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
  const sources = new Map<string, Source>();
  const kinds = new Map<string, Source['seen']>();
  // A pair becomes a text only when it is new: a run repeats most of its pairs.
  for (const { source, event } of trace.entries) {
    const known = sources.get(source);
    if (known === undefined) {
      sources.set(source, newSource(kindOf(source), event, kinds));
      continue;
    }
    const { kind, seen, previous } = known;
    known.previous = event;
    const followers = seen.get(previous);
    if (followers?.has(event) === true) continue;
    if (followers === undefined) seen.set(previous, new Set([event]));
    else followers.add(event);
    pairs.add(`${kind}: ${previous} > ${event}`);
  }
  return pairs;
}

/** What is known of a source of events while its trace is read. */
interface Source {
  readonly kind: string;
  /** Which events have followed which, in all sources of the kind. */
  readonly seen: Map<string, Set<string>>;
  previous: string;
}

function newSource(kind: string, previous: string, kinds: Map<string, Source['seen']>): Source {
  const seen = kinds.get(kind) ?? new Map<string, Set<string>>();
  kinds.set(kind, seen);
  return { kind, seen, previous };
}

/** `producer` for `producer-1`. */
function kindOf(source: string): string {
  return source.replace(/-\d+$/, '');
}

/** A hash of the run: the time, source and event of each entry. The other facts are left out to keep it fast. */
export function digestOf(trace: Trace): string {
  const hash = new TextHash();
  for (const { atMs, source, event } of trace.entries) {
    hash.add(String(atMs));
    hash.add(' ');
    hash.add(source);
    hash.add(' ');
    hash.add(event);
    hash.add('\n');
  }
  return hash.digest();
}

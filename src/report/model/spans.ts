/** What lasts for a while in a run: a batch from its first record to its end, and a request until it is answered or its connection ends. */
import type { TraceEvent } from '../../simulation/events/simulation-events.ts';
import type { Exchange } from './exchanges.ts';
import type { Lane } from './lanes.ts';
import type { Step, Tone } from './steps.ts';

export interface Span {
  readonly name: string;
  readonly kind: 'batch' | 'request';
  /** The accumulator of the batch, or what has sent the request. */
  readonly lane: Lane;
  /** How it ended; `wait` if it has not, or without an answer. */
  readonly tone: Tone;
  /** Places of the first and the last step; the last one is -1 if it lasts until the end of the run. */
  readonly first: number;
  readonly last: number;
}

/** In the order of their first steps. */
export function spansOf(steps: readonly Step[], exchanges: readonly Exchange[]): readonly Span[] {
  const places = new Map<TraceEvent, number>();
  for (const [place, { entry }] of steps.entries()) if (entry !== null) places.set(entry, place);
  const spans = [...batchSpans(steps), ...requestSpans(steps, exchanges, places)];
  return spans.toSorted((one, other) => one.first - other.first);
}

const ENDS: Partial<Record<TraceEvent['event'], Tone>> = {
  'batch acknowledged': 'good',
  'batch failed': 'bad',
  'batch forgotten': 'plain',
  'batch split': 'wait',
};

function batchSpans(steps: readonly Step[]): readonly Span[] {
  const open = new Map<string, Span>();
  const spans: Span[] = [];
  for (const [place, step] of steps.entries()) {
    const { entry } = step;
    if (entry === null || !('batch' in entry.facts) || entry.facts.batch === undefined) continue;
    const { batch } = entry.facts;
    const key = `${entry.source} ${batch}`;
    const lane = entry.event === 'record appended' ? step.to : entry.event === 'batch sent' ? step.from : null;
    if (lane !== null && !open.has(key))
      open.set(key, { name: batch, kind: 'batch', lane, tone: 'wait', first: place, last: -1 });
    const tone = ENDS[entry.event];
    const span = open.get(key);
    if (tone === undefined || span === undefined) continue;
    spans.push({ ...span, tone, last: place });
    open.delete(key);
  }
  return [...spans, ...open.values()];
}

function requestSpans(
  steps: readonly Step[],
  exchanges: readonly Exchange[],
  places: ReadonlyMap<TraceEvent, number>,
): readonly Span[] {
  return exchanges.flatMap(({ api, broker, request, response, lost, expectsResponse }) => {
    const first = places.get(request);
    if (first === undefined) return [];
    const end = response ?? lost;
    const last = end === null ? (expectsResponse ? -1 : first) : (places.get(end) ?? -1);
    const name = `${api} to ${broker}`;
    return [{ name, kind: 'request', lane: steps[first]!.from, tone: toneOf(response, lost), first, last } as const];
  });
}

function toneOf(response: TraceEvent | null, lost: TraceEvent | null): Tone {
  return response !== null ? 'plain' : lost !== null ? 'bad' : 'wait';
}

/**
 * What a program that did not come to its end may be waiting for.
 *
 * Owns: reading open ends off the trace (sends that wait, batches without an outcome, requests without an answer), and what the
 * host has begun since the run did. A promise of the program's own cannot be seen from outside; then nothing else is left.
 */
import type { Trace, TraceEntry } from '../../sim/index.ts';
import { MOST_TURNS_OF_TIMERS, type ProgramEnding } from './program-run.ts';

const MOST_SHOWN = 8;

/** Kind of a resource of the host (`Timeout`, `FSReqCallback`, ...) -> how many are active. */
export type HostResources = ReadonlyMap<string, number>;

interface Host {
  readonly process?: { readonly getActiveResourcesInfo?: () => readonly string[] };
}

export interface Wait {
  readonly trace: Trace;
  /** ms since the epoch. */
  readonly startMs: number;
  /** Timers of the program on the virtual clock, each as a text. */
  readonly timers: readonly string[];
  /** Before the program began. */
  readonly resources: HostResources;
}

/** Where the host cannot tell: empty. */
export function hostResources(): HostResources {
  const counts = new Map<string, number>();
  for (const kind of (globalThis as unknown as Host).process?.getActiveResourcesInfo?.() ?? []) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** What is wrong with a program that ended so, in several lines. */
export function describeUnfinished(
  ending: Exclude<ProgramEnding, 'ended'>,
  maxEvents: number,
  { trace, startMs, timers, resources }: Wait,
): string {
  const host = newResources(resources);
  return [
    beginning(ending, maxEvents),
    describeOpenEnds(trace, startMs, timers),
    ...(host === '' ? [] : [`The host has begun meanwhile: ${host}. ${REAL_WORLD}`]),
  ].join('\n');
}

function beginning(ending: Exclude<ProgramEnding, 'ended'>, maxEvents: number): string {
  switch (ending) {
    case 'gave up':
      return `The program was not over after ${maxEvents} events (option maxEvents).`;
    case 'nothing but timers':
      return `The program seems to wait for something that can never come: its own timers have run ${MOST_TURNS_OF_TIMERS} times, and nothing else was under way.`;
    default:
      return NEVER;
  }
}

/** What has begun and not ended, in several lines. */
export function describeOpenEnds(trace: Trace, startMs: number, timers: readonly string[]): string {
  const ends = [...timers, ...openEnds(trace.entries, startMs)];
  if (ends.length === 0) return NOTHING_OPEN;
  const rest = ends.length - MOST_SHOWN;
  return [
    'What it may wait for:',
    ...ends.slice(0, MOST_SHOWN).map((end) => `  ${end}`),
    ...(rest > 0 ? [`  ... and ${rest} more`] : []),
  ].join('\n');
}

const NEVER = 'The program waits for something that can never come: no event is left that could settle it.';
const NOTHING_OPEN =
  'Everything asked of the cluster has been answered, and no virtual timer is set: it waits for a promise of its own, or for the real world.';
const REAL_WORLD =
  'No simulation can wait for the real world; sim.timers.install() puts setTimeout and the other timers on the virtual clock.';

function openEnds(entries: readonly TraceEntry[], startMs: number): readonly string[] {
  const open = new Map<string, string>();
  for (const entry of entries) note(entry, open, startMs);
  return [...open.values()];
}

/** Adds what the entry opens, and takes away what it closes. */
function note({ atMs, source, event, facts }: TraceEntry, open: Map<string, string>, startMs: number): void {
  const since = `since ${atMs - startMs} ms`;
  const record = `${source} record ${facts.record}`;
  const batch = `${source} batch ${facts.batch}`;
  switch (event) {
    case 'send waits':
      open.set(
        record,
        `record ${facts.record} of ${source} to ${facts.topic}: send() waits for ${facts.for}, ${since}`,
      );
      return;
    case 'send failed':
      open.delete(record);
      return;
    case 'record appended':
      open.delete(record);
      if (!open.has(batch)) open.set(batch, `batch ${facts.batch} of ${source}: not settled, ${since}`);
      return;
    case 'batch acknowledged':
    case 'batch failed':
    case 'batch forgotten':
    case 'batch split':
      open.delete(batch);
      return;
    case 'disconnected':
    case 'closes':
      for (const key of open.keys()) if (key.startsWith(`${source} asks ${facts.broker} `)) open.delete(key);
      return;
    default:
      noteTraffic(`${source} asks ${facts.broker} `, { event, facts }, open, `${source}, ${since}`);
  }
}

/** The last request of each API to each broker stands for those before it. */
function noteTraffic(
  key: string,
  { event, facts }: Pick<TraceEntry, 'event' | 'facts'>,
  open: Map<string, string>,
  circumstances: string,
): void {
  const [, api, what] = /^(\w+) (request|response)$/.exec(event) ?? [];
  if (api === undefined) return;
  if (what === 'response') open.delete(key + api);
  else if (facts.acks !== 0) open.set(key + api, `${api} request to ${facts.broker} by ${circumstances}: no answer`);
}

/** `1 Timeout, 2 FSReqCallback`: more than there were. */
function newResources(before: HostResources): string {
  const more: string[] = [];
  for (const [kind, count] of hostResources()) {
    const added = count - (before.get(kind) ?? 0);
    // Immediates are our own way of letting the program run.
    if (added > 0 && kind !== 'Immediate') more.push(`${added} ${kind}`);
  }
  return more.join(', ');
}

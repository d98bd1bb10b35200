/**
 * Describes what a program that did not end may be waiting for.
 *
 * Pending sends, batches and requests are read off the trace. Pending work of the host (real timers, file access) is what has
 * begun since the run did. A promise of the program's own cannot be seen from outside; it is the guess when nothing else is
 * pending.
 */
import type { TimersClock } from '../../timers/timers.ts';
import type { Trace, TraceEvent } from '../events/simulation-events.ts';
import { type HostResource, type HostResources, isTimer, resourcesBegun } from './host-resources.ts';
import { MAX_TURNS_OF_TIMERS, type ProgramEnding } from './program-run.ts';

const MAX_SHOWN = 8;

export interface ReportedLimits {
  readonly maxEvents: number;
  readonly maxIdleMs: number;
}

export interface PendingWork {
  readonly trace: Trace;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  /** Descriptions of the program's sleeps, and of its timers on the virtual clock. */
  readonly timers: readonly string[];
  /** Explanations of what stops the I/O threads of producers. */
  readonly stops: readonly string[];
  /** The clock of the program's timers. */
  readonly clock: TimersClock;
  /** The host's resources before the program began. */
  readonly resources: HostResources;
}

/** Describes in several lines what is wrong with a program whose run ended like this. */
export function describeUnfinished(
  ending: Exclude<ProgramEnding, 'ended'>,
  limits: ReportedLimits,
  { trace, startMs, timers, stops, clock, resources }: PendingWork,
): string {
  const begun = resourcesBegun(resources);
  return [
    reason(ending, limits),
    describePendingWork(trace, startMs, timers, stops),
    ...(begun.length === 0 ? [] : [`Since the run began, the host has started ${begun.map(countText).join(', ')}.`]),
    ...advice(begun, clock),
  ].join('\n');
}

function reason(ending: Exclude<ProgramEnding, 'ended'>, { maxEvents, maxIdleMs }: ReportedLimits): string {
  switch (ending) {
    case 'gave up':
      return `The program had not finished after ${maxEvents} events (option maxEvents).`;
    case 'nothing but timers':
      return `The program seems to wait for something that can never happen: its own sleeps and timers have ended ${MAX_TURNS_OF_TIMERS} times, and nothing else was in progress. A loop that sleeps, or an interval, must end for the run to end.`;
    case 'nothing but housekeeping':
      return `The program seems to wait for something that does not come: for more than ${maxIdleMs} ms of virtual time (option maxIdleMs of the real clients), no record was written or read, no topic or group has changed, and no fault has fired. Clients have done nothing but housekeeping.`;
    case 'nothing left to do':
      return NEVER;
  }
}

/** Describes in several lines what has begun and not ended. */
export function describePendingWork(
  trace: Trace,
  startMs: number,
  timers: readonly string[],
  stops: readonly string[] = [],
): string {
  const pending = [...timers, ...pendingInTrace(trace.entries, startMs)];
  if (pending.length === 0) return stops.length === 0 ? NOTHING_PENDING : stops.join('\n');
  const rest = pending.length - MAX_SHOWN;
  return [
    ...stops,
    'It may be waiting for:',
    ...pending.slice(0, MAX_SHOWN).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  ... and ${rest} more`] : []),
  ].join('\n');
}

const NEVER = 'The program waits for something that can never happen: no event is left that could settle it.';
const NOTHING_PENDING =
  'The cluster has answered every request, and no virtual timer is set: the program waits for a promise of its own, or for the real world, which it has to do in await sim.outside(() => ...).';
/** What to do about what the host has started. */
function advice(begun: readonly HostResource[], clock: TimersClock): readonly string[] {
  if (clock === 'fake') return [REAL_TIMERS.fake];
  const hasTimers = begun.some(isTimer);
  const hasOthers = begun.some((resource) => !isTimer(resource));
  return [...(hasTimers ? [REAL_TIMERS[clock]] : []), ...(hasOthers ? [OTHERS] : [])];
}

const POLLS =
  'instead of a poll of the test runner, such as vi.waitFor() or expect.poll(), write: while (!isReady()) await sim.sleep(10);';

/** What to do about real timers, by the clock of the program's timers. */
const REAL_TIMERS: Readonly<Record<TimersClock, string>> = {
  real: `A run does not wait for real timers. Call sim.timers.install() first, which puts setTimeout and the other timers on the virtual clock. The timers of test runners stay real: ${POLLS}`,
  virtual: `A run does not wait for real timers, and those of test runners stay real after sim.timers.install(): ${POLLS}`,
  fake: 'setTimeout is faked, by vi.useFakeTimers() or jest.useFakeTimers() for example, and time does not pass on fake timers during sim.run(). Call sim.timers.install() instead of faking the timers; or call sim.timers.follow(), and let time pass with await vi.advanceTimersByTimeAsync(ms), or that of jest, instead of sim.run().',
  followed: 'A run does not wait for real timers.',
};

const OTHERS =
  'A run waits by itself for files and for the look-up of names, but for no other input and output, and for no other process: do that in await sim.outside(() => ...), before the run, or let the test replace it.';

function pendingInTrace(entries: readonly TraceEvent[], startMs: number): readonly string[] {
  const pending = new Map<string, string>();
  for (const entry of entries) update(pending, entry, startMs);
  return [...pending.values()];
}

/** Adds the work that the entry begins, and removes the work that it ends. */
function update(pending: Map<string, string>, entry: TraceEvent, startMs: number): void {
  const { atMs, source } = entry;
  const since = `since ${atMs - startMs} ms`;
  switch (entry.event) {
    case 'send waits': {
      const { record, topic, for: reason } = entry.facts;
      pending.set(
        recordKey(source, record),
        `record ${record} of ${source} to ${topic}: send() waits for ${reason}, ${since}`,
      );
      return;
    }
    case 'send failed':
      pending.delete(recordKey(source, entry.facts.record));
      return;
    case 'record appended': {
      const { record, batch } = entry.facts;
      pending.delete(recordKey(source, record));
      const key = batchKey(source, batch);
      if (!pending.has(key)) pending.set(key, `batch ${batch} of ${source}: not settled, ${since}`);
      return;
    }
    case 'batch acknowledged':
    case 'batch failed':
    case 'batch forgotten':
    case 'batch split':
      pending.delete(batchKey(source, entry.facts.batch));
      return;
    case 'I/O thread stops': {
      const { calls, for: reason } = entry.facts;
      pending.set(
        `${source} I/O thread`,
        `the I/O thread of ${source}: a callback has called ${calls}, which waits for ${reason}, ${since}`,
      );
      return;
    }
    case 'I/O thread goes on':
      pending.delete(`${source} I/O thread`);
      return;
    case 'disconnected':
    case 'closes': {
      const asked = `${source} asks ${entry.facts.broker} `;
      for (const key of pending.keys()) if (key.startsWith(asked)) pending.delete(key);
      return;
    }
    default:
      updateRequests(pending, entry, since);
  }
}

function recordKey(source: string, record: number): string {
  return `${source} record ${record}`;
}

function batchKey(source: string, batch: string): string {
  return `${source} batch ${batch}`;
}

/** Of several requests of one API to one broker, only the last is listed. */
function updateRequests(pending: Map<string, string>, { source, event, facts }: TraceEvent, since: string): void {
  const [, api, kind] = /^(\w+) (request|response)$/.exec(event) ?? [];
  if (api === undefined || !('broker' in facts)) return;
  const key = `${source} asks ${facts.broker} ${api}`;
  if (kind === 'response') pending.delete(key);
  else if (!('acks' in facts && facts.acks === 0))
    pending.set(key, `${api} request to ${facts.broker} by ${source}, ${since}: no answer`);
}

/** `2 real timers`, `1 FSReqCallback` */
function countText(resource: HostResource): string {
  const { kind, count } = resource;
  if (!isTimer(resource)) return `${count} ${kind}`;
  return count === 1 ? '1 real timer' : `${count} real timers`;
}

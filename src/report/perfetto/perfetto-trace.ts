/**
 * A run in the trace event format, which https://ui.perfetto.dev and chrome://tracing open: one track per actor, arrows for what goes from one
 * to another, and spans for the batches of producers and for requests without an answer yet.
 *
 * Source: "Trace Event Format" (Google, the documentation of catapult), whose fields are called by their names there.
 */
import type { Simulation } from '../../simulation/simulation.ts';
import type { Lane } from '../model/lanes.ts';
import {
  checkReportOptions,
  expectTraced,
  REPORT_OPTIONS,
  type ReportOptions,
  type RunReport,
  runReport,
} from '../model/run-report.ts';
import type { Span } from '../model/spans.ts';
import type { Step } from '../model/steps.ts';

/** One element of `traceEvents`. Times are in µs. */
interface FormatEvent {
  readonly ph: 'M' | 'X' | 's' | 'f' | 'b' | 'e';
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  /** What the two ends of an arrow have in common. Perfetto drops arrows whose id is not a number. */
  readonly id?: number;
  /** What the beginning and the end of a span have in common. `local`: within its process, where Perfetto then also draws it. */
  readonly id2?: { readonly local: string };
  /** Binds the end of an arrow to the slice around it. */
  readonly bp?: 'e';
  readonly args?: Readonly<Record<string, unknown>>;
}

const PROCESS = 1;
const US_PER_MS = 1_000;
/** The steps of one millisecond are drawn one after the other, each so wide at most. */
const WIDEST_STEP_US = 20;

/**
 * Returns a run as JSON in the trace event format, for https://ui.perfetto.dev.
 *
 * Virtual time is whole milliseconds. The steps of one millisecond are drawn one after the other within it, so that their order is visible.
 *
 * @throws IllegalArgumentException unless `sim` is a simulation, and for an option that does not exist; SimulationError of kind 'misuse'
 *   if the simulation has no trace
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { perfettoTrace } from 'kafka-trial/report';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * const { traceEvents } = JSON.parse(perfettoTrace(sim));
 * console.log(traceEvents.filter(({ name }) => name === 'thread_name').map(({ args }) => args.name).slice(0, 3).join(', '));
 * // prints: application, accumulator, sender
 */
export function perfettoTrace(sim: Simulation, options: ReportOptions = {}): string {
  checkReportOptions('perfettoTrace', options, REPORT_OPTIONS);
  const report = runReport(expectTraced(sim, 'perfettoTrace'), options);
  const traceEvents = [
    ...tracks(report),
    ...slices(report),
    ...report.spans.flatMap((span, number) => spanEvents(span, number, report)),
  ];
  const { title, seed, fingerprint } = report;
  return `${JSON.stringify({ displayTimeUnit: 'ms', otherData: { title, seed, fingerprint }, traceEvents })}\n`;
}

function tracks({ title, lanes }: RunReport): readonly FormatEvent[] {
  const about = (name: string, tid: number, args: Readonly<Record<string, unknown>>): FormatEvent => ({
    ph: 'M',
    name,
    pid: PROCESS,
    tid,
    args,
  });
  return [
    about('process_name', 0, { name: title }),
    ...lanes.flatMap(({ name }, place) => [
      about('thread_name', place + 1, { name }),
      about('thread_sort_index', place + 1, { sort_index: place + 1 }),
    ]),
  ];
}

/** A slice for every step, and for what arrives somewhere a second one there, with an arrow to it. */
function slices(report: RunReport): readonly FormatEvent[] {
  const { steps } = report;
  const counts = new Map<number, number>();
  for (const { atMs } of steps) counts.set(atMs, (counts.get(atMs) ?? 0) + 1);
  const trackOf = new Map<Lane, number>(report.lanes.map((lane, place) => [lane, place + 1]));
  let latestMs = -1;
  let inMs = 0;
  return steps.flatMap((step, place) => {
    inMs = step.atMs === latestMs ? inMs + 1 : 0;
    latestMs = step.atMs;
    const width = Math.min(WIDEST_STEP_US, Math.floor(US_PER_MS / counts.get(step.atMs)!));
    const ts = (step.atMs - report.startMs) * US_PER_MS + inMs * width;
    return stepEvents(step, { ts, width: Math.max(width, 2), id: place + 1, trackOf });
  });
}

interface Placement {
  readonly ts: number;
  readonly width: number;
  readonly id: number;
  readonly trackOf: ReadonlyMap<Lane, number>;
}

function stepEvents(step: Step, { ts, width, id, trackOf }: Placement): readonly FormatEvent[] {
  const { from, to, label, tone, entry } = step;
  const dur = to === null ? width : Math.floor(width / 2);
  const common = { name: label, cat: tone, pid: PROCESS };
  const args = entry === null ? {} : { event: entry.event, source: entry.source, ...plainFacts(entry.facts) };
  const start: FormatEvent = { ...common, ph: 'X', tid: trackOf.get(from)!, ts, dur, args };
  if (to === null || step.isLost) return [start];
  const arrival = ts + dur;
  const end: FormatEvent = { ...common, ph: 'X', tid: trackOf.get(to)!, ts: arrival, dur, args };
  const arrow = { name: 'message', cat: 'message', pid: PROCESS, id };
  return [
    start,
    end,
    { ...arrow, ph: 's', tid: start.tid, ts },
    { ...arrow, ph: 'f', bp: 'e', tid: end.tid, ts: arrival },
  ];
}

/** JSON has no bigint. */
function plainFacts(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
  );
}

/** Spans may overlap, unlike slices: they are asynchronous events. */
function spanEvents(
  { name, kind, lane, first, last }: Span,
  number: number,
  report: RunReport,
): readonly FormatEvent[] {
  const { steps, startMs, endMs } = report;
  const common = {
    name: `${lane.name}: ${name}`,
    cat: kind,
    pid: PROCESS,
    tid: 0,
    id2: { local: `${kind}-${number}` },
  };
  const untilMs = last === -1 ? endMs : steps[last]!.atMs - startMs;
  return [
    { ...common, ph: 'b', ts: (steps[first]!.atMs - startMs) * US_PER_MS },
    { ...common, ph: 'e', ts: untilMs * US_PER_MS },
  ];
}
